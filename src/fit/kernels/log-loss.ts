import { FLOP_PER_PARAMETER_TOKEN } from '../../model/compute';
import type { FormId } from '../../model/forms';
import { log2 } from '../../model/math/elementary';
import type { Graph, Node } from './graph';

/** What an expression of a loss reads. */
export interface LossInputs {
  /** A coefficient that is fitted as it is, such as an exponent. */
  coefficient(name: string): Node;
  /** Natural logarithm of a coefficient that is fitted by it, such as the size of a term. */
  log(name: string): Node;
  readonly logN: Node;
  readonly logD: Node;
  /** Quantity of the scenario. */
  scenario(id: string): Node;
}

/** ln of the loss as an expression; the twin of the form's own formula, which the tests hold it to. */
type LogLoss = (g: Graph, of: LossInputs) => Node;

/** ln(size) − exponent·(log + log + …). */
const powerOf = (g: Graph, size: Node, exponent: Node, ...logs: readonly Node[]): Node =>
  g.sum(0, [1, size], [-1, g.product(exponent, g.sum(0, ...logs.map((log) => [1, log] as const)))]);

const kaplan: LogLoss = (g, { coefficient, log, logN, logD }) => {
  const alphaD = coefficient('alpha_D');
  const ratio = g.quotient(coefficient('alpha_N'), alphaD);
  const parameters = g.product(ratio, g.sum(0, [1, log('N_c')], [-1, logN]));
  return g.product(alphaD, g.logSum(parameters, g.sum(0, [1, log('D_c')], [-1, logD])));
};

const gadre: LogLoss = (g, { coefficient, log, logN, logD }) => {
  const eta = coefficient('eta');
  const term = (size: string, quantity: Node): Node =>
    powerOf(g, log(size), eta, g.sum(log2(FLOP_PER_PARAMETER_TOKEN) * Math.LN2, [2, quantity]));
  return g.logSum(log('E'), term('a', logN), term('b', logD));
};

const krajewski: LogLoss = (g, { coefficient, log, logN, logD, scenario }) => {
  const alpha = coefficient('alpha');
  const total = log('totalPerActive');
  const granular = powerOf(g, log('g'), coefficient('gamma'), g.ln(scenario('granularity')));
  return g.logSum(
    log('c'),
    powerOf(g, log('a'), alpha, total, logN),
    powerOf(g, granular, alpha, total, logN),
    powerOf(g, log('b'), coefficient('beta'), logD),
  );
};

const kumar: LogLoss = (g, { coefficient, log, logN, logD, scenario }) => {
  /** bits/gamma */
  const ratio = (bits: string, gamma: string): Node => g.product(scenario(bits), g.exp(g.sum(0, [-1, log(gamma)])));
  const kept = (gamma: string): Node => g.ln(g.sum(1, [-1, g.exp(g.sum(0, [-1, ratio('trainingBits', gamma)]))]));
  return g.logSum(
    log('E'),
    powerOf(g, log('A'), coefficient('alpha'), logN, kept('gamma_w'), kept('gamma_a'), kept('gamma_kv')),
    powerOf(g, log('B'), coefficient('beta'), logD),
    g.sum(
      0,
      [1, log('C_T')],
      [-1, ratio('servingBits', 'gamma_post')],
      [1, g.product(coefficient('gamma_D'), logD)],
      [-1, g.product(coefficient('gamma_N'), logN)],
    ),
  );
};

/** ln of the worth of e^x units of which one is new, with repeats that lose their worth by e^logR. */
const logWorth = (g: Graph, x: Node, logR: Node): Node => {
  const R = g.exp(logR);
  const left = g.exp(g.quotient(g.sum(1, [-1, g.exp(x)]), R));
  return g.upTo(x, 0, x, g.ln(g.sum(1, [1, R], [-1, g.product(R, left)])));
};

const muennighoff: LogLoss = (g, { coefficient, log, logN, logD, scenario }) => {
  const [alpha, beta, logA, logB] = [coefficient('alpha'), coefficient('beta'), log('A'), log('B')];
  const logU = g.ln(scenario('U'));
  const logG = g.quotient(g.sum(0, [1, g.ln(alpha)], [1, logA], [-1, g.ln(beta)], [-1, logB]), g.sum(0, [1, alpha], [1, beta]));
  const unique = g.upTo(g.sum(0, [1, logU], [-1, logD]), 0, logU, logD);
  const needed = g.sum(0, [1, logG], [1, g.product(g.quotient(beta, alpha), g.sum(0, [1, unique], [1, logG]))]);
  const parameters = logWorth(g, g.sum(0, [1, logN], [-1, needed]), log('R_N'));
  const tokens = logWorth(g, g.sum(0, [1, logD], [-1, logU]), log('R_D'));
  return g.logSum(log('E'), powerOf(g, logA, alpha, needed, parameters), powerOf(g, logB, beta, logU, tokens));
};

const clark: LogLoss = (g, { coefficient, log, logN, scenario }) => {
  const inverse = (name: string): Node => g.exp(g.sum(0, [-1, log(name)]));
  const [start, most] = [inverse('start'), inverse('max')];
  const dense = g.quotient(g.given(false, 1), g.sum(0, [1, start], [-1, most]));
  const routed = g.quotient(g.given(false, 1), g.sum(-1, [1, scenario('experts')], [1, dense]));
  const logExperts = g.sum(0, [-1, g.ln(g.sum(0, [1, routed], [1, most]))]);
  return g.sum(
    0,
    [1, g.product(coefficient('a'), logN)],
    [1, g.product(coefficient('b'), logExperts)],
    // the form's logarithms are to base 10
    [1 / Math.LN10, g.product(coefficient('c'), g.product(logN, logExperts))],
    [Math.LN10, coefficient('d')],
  );
};

/** Every form but Chinchilla's, which has a kernel of its own. */
export const logLosses: Readonly<Record<Exclude<FormId, 'chinchilla'>, LogLoss>> = { kaplan, gadre, krajewski, kumar, muennighoff, clark };
