import { msg } from '@lit/localize';
import type { ViewId } from '../../state/views';

/** How a view is used, in a few sentences, and its own keys. */
interface ViewHelp {
  readonly use: readonly string[];
  readonly keys: readonly (readonly [keys: string, does: string])[];
}

/** Keys that every view knows. */
export const pageKeys: ViewHelp['keys'] = [
  ['Ctrl Z', msg('takes the last step back')],
  ['Ctrl Shift Z', msg('takes it again')],
  ['?', msg('opens this help')],
  ['Esc', msg('closes what is open, or leaves a field')],
];

/** What to know of each view. */
export const viewHelp: Readonly<Record<ViewId, ViewHelp>> = {
  frontier: {
    use: [
      msg('Type a budget into the sentence, or drag the slider, or drag the optimum in the picture; every figure and chart follows.'),
      msg('Compare any number of laws and allocation rules; each has its colour in all charts.'),
      msg(
        'Unfold what the budget pays for (inference, attention, a given size) and what limits the run (days, money, memory): the frontier bends.',
      ),
      msg(
        'Point at any cell of the picture or at a chart to read it everywhere. A figure outside the runs of its law is marked as extrapolated.',
      ),
    ],
    keys: [['← →', msg('on the slider, change the budget')]],
  },
  growth: {
    use: [
      msg('Drag the stages in the figure, or type them into the sentence.'),
      msg('Compare the three savings: the area alone says nothing of the loss that is reached.'),
      msg('Set how much growing keeps and how it is trained on, and read days and money by stage on hardware of your choice.'),
      msg('Published growth laws stand beside it, each with its range and what it was measured on.'),
    ],
    keys: [['← → ↑ ↓', msg('on a stage, change its tokens or its size; on the map, move the schedule')]],
  },
  plan: {
    use: [
      msg('Choose what is known (a cluster, money, a loss, a model, its use) and add conditions; the rest is solved for.'),
      msg('Select a figure, a byte or a second: it unfolds to formula, inputs and source.'),
      msg('Take another layout or another number of accelerators with a click in the chart of days against money.'),
      msg('Print the quotation, or save it as Markdown or JSON.'),
    ],
    keys: [],
  },
  fit: {
    use: [
      msg('Drop a table of runs (CSV, TSV, JSON lines, Parquet) or take an example; columns and units are guessed and can be changed.'),
      msg('Choose the approach, the form and the objective; leave rows out by a click or by a rule.'),
      msg('Read the certificate before you believe the law: how many starts agree, and what the data leave open.'),
      msg('Keep fits side by side, and use one as a law of your own in the other views.'),
    ],
    keys: [
      ['← →', msg('in the chart of runs, go from run to run')],
      ['Enter', msg('leaves a run out, or takes it in again')],
    ],
  },
  sweep: {
    use: [
      msg('Say which quantities run over which ranges, which metrics are computed, and what is kept of the cells.'),
      msg('Draw ranges on the parallel axes: they filter picture and table alike.'),
      msg('Save all rows or the filtered ones as CSV; the same sweep runs on the command line.'),
    ],
    keys: [['← → ↑ ↓', msg('on the map or in the table, go from cell to cell')]],
  },
  evidence: {
    use: [
      msg('Filter claims by topic or search them; “See it” opens the view that shows one.'),
      msg('A dot within the band came out within what is allowed around the stated value.'),
      msg('Change the inputs of the numbers to know, and they are computed again.'),
      msg('What was measured and cannot be computed is listed apart, as published facts.'),
    ],
    keys: [],
  },
};
