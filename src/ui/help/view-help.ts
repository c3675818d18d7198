import type { ViewId } from '../../state/views';

/** How a view is used, in a few sentences, and its own keys. */
interface ViewHelp {
  readonly use: readonly string[];
  readonly keys: readonly (readonly [keys: string, does: string])[];
}

/** Keys that every view knows. */
export const pageKeys: ViewHelp['keys'] = [
  ['Ctrl Z', 'takes the last step back'],
  ['Ctrl Shift Z', 'takes it again'],
  ['?', 'opens this help'],
  ['Esc', 'closes what is open, or leaves a field'],
];

/** What to know of each view. */
export const viewHelp: Readonly<Record<ViewId, ViewHelp>> = {
  frontier: {
    use: [
      'Type a budget into the sentence, or drag the slider, or drag the optimum in the picture; every figure and chart follows.',
      'Compare any number of laws and allocation rules; each has its colour in all charts.',
      'Unfold what the budget pays for (inference, attention, a given size) and what limits the run (days, money, memory): the frontier bends.',
      'Point at any cell of the picture or at a chart to read it everywhere. A figure outside the runs of its law is marked as extrapolated.',
    ],
    keys: [['← →', 'on the slider, change the budget']],
  },
  growth: {
    use: [
      'Drag the stages in the figure, or type them into the sentence.',
      'Compare the three savings: the area alone says nothing of the loss that is reached.',
      'Set how much growing keeps and how it is trained on, and read days and money by stage on hardware of your choice.',
      'Published growth laws stand beside it, each with its range and what it was measured on.',
    ],
    keys: [['← → ↑ ↓', 'on a stage, change its tokens or its size; on the map, move the schedule']],
  },
  plan: {
    use: [
      'Choose what is known (a cluster, money, a loss, a model, its use) and add conditions; the rest is solved for.',
      'Select a figure, a byte or a second: it unfolds to formula, inputs and source.',
      'Take another layout or another number of accelerators with a click in the chart of days against money.',
      'Print the quotation, or save it as Markdown or JSON.',
    ],
    keys: [],
  },
  fit: {
    use: [
      'Drop a table of runs (CSV, TSV, JSON lines, Parquet) or take an example; columns and units are guessed and can be changed.',
      'Choose the approach, the form and the objective; leave rows out by a click or by a rule.',
      'Read the certificate before you believe the law: how many starts agree, and what the data leave open.',
      'Keep fits side by side, and use one as a law of your own in the other views.',
    ],
    keys: [
      ['← →', 'in the chart of runs, go from run to run'],
      ['Enter', 'leaves a run out, or takes it in again'],
    ],
  },
  sweep: {
    use: [
      'Say which quantities run over which ranges, which metrics are computed, and what is kept of the cells.',
      'Draw ranges on the parallel axes: they filter picture and table alike.',
      'Save all rows or the filtered ones as CSV; the same sweep runs on the command line.',
    ],
    keys: [['← → ↑ ↓', 'on the map or in the table, go from cell to cell']],
  },
  evidence: {
    use: [
      'Filter claims by topic or search them; “See it” opens the view that shows one.',
      'A dot within the band came out within what is allowed around the stated value.',
      'Change the inputs of the numbers to know, and they are computed again.',
      'What was measured and cannot be computed is listed apart, as published facts.',
    ],
    keys: [],
  },
};
