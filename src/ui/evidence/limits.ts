import { msg } from '@lit/localize';

/** What the models cannot tell: each limit in a few words and a sentence or two, with where it comes from. */
export const limits: readonly { readonly title: string; readonly text: string; readonly source: string }[] = [
  {
    title: msg('Beyond the runs that were fitted'),
    text: msg(
      'A law is a curve through small runs. Besiroglu’s rests on runs up to 3e21 FLOP; at 1e26 it is extended by more than four decades, and five outliers alone move its token exponent from 0.37 to 0.45.',
    ),
    source: 'Besiroglu et al. 2024, arXiv 2404.10102',
  },
  {
    title: msg('The shape of the law'),
    text: msg(
      'Intervals say how well the data fix the coefficients, given the form. They do not say that the form is right: laws of other forms, fitted on much the same kind of runs, differ by more than these intervals.',
    ),
    source: msg('Porian et al. 2024, arXiv 2406.19146; compare the laws in the Frontier view'),
  },
  {
    title: msg('Loss between data sets'),
    text: msg(
      'Loss is measured on one data set with one tokenizer. Numbers of two laws in nat/token compare only where both are the same; their optima compare more safely than their losses.',
    ),
    source: 'Hoffmann et al. 2022, arXiv 2203.15556',
  },
  {
    title: msg('What a model can do'),
    text: msg(
      'Loss falls smoothly. Whether a skill seems to appear at once depends on how it is scored, and none of these laws predicts a single task.',
    ),
    source: 'Schaeffer et al. 2023, arXiv 2304.15004',
  },
  {
    title: msg('How well a run is tuned'),
    text: msg(
      'Every law assumes a schedule, batch and learning rate near their best. Warm-up, decay and the optimiser’s second moment alone moved the exponent of N* from 0.84 to 0.50 on the same architecture and data.',
    ),
    source: 'Porian et al. 2024, arXiv 2406.19146',
  },
  {
    title: msg('Repeated data'),
    text: msg(
      'The law of repetition lies 0.15 to 0.3 nat below its authors’ own measured losses. Its ratios and orderings hold; its absolute losses do not.',
    ),
    source: msg('Muennighoff et al. 2023, arXiv 2305.16264, and their published runs'),
  },
  {
    title: msg('Growing a model'),
    text: msg(
      'Lossless growth on a loss law predicts gains of 1 to 2 % where stacking measured 31 to 55 %, while other ways to grow lost against training from scratch. No law covers a model of 100B parameters grown as FLM-101B was.',
    ),
    source: 'Du et al. 2024, arXiv 2405.15319; FLM-101B, arXiv 2309.03852',
  },
];
