import { quantities } from '../../quantities/registry';
import { type HyperparameterRule, type PowerProduct, inputsOfRule } from '../batch/hyperparameters';
import type { CardContent, CardNumber, Formula } from './card';
import { superscript } from './mathml';

/** What the card of a law of learning rate and batch holds. */
export function ruleContent(rule: HyperparameterRule): CardContent {
  const formula = (symbol: string, { k, exponents }: PowerProduct): Formula => {
    const factors = inputsOfRule(rule).flatMap((id) => (exponents[id] === undefined ? [] : [{ id, exponent: exponents[id] }]));
    return {
      text: `${symbol} = ${k}·${factors.map(({ id, exponent }) => `${id}^${exponent}`).join('·')}`,
      mathml:
        `<mi>${symbol}</mi><mo>=</mo><mn>${k}</mn>` +
        factors.map(({ id, exponent }) => superscript(`<mi>${id}</mi>`, `<mn>${String(exponent).replace('-', '−')}</mn>`)).join(''),
    };
  };
  const { learningRate, batch } = rule;
  const numbers = (name: string, index: string, { k, exponents }: PowerProduct, unit: string): readonly CardNumber[] => [
    { symbol: `k_${index}`, value: k, unit, about: `${name} where every quantity is one` },
    ...inputsOfRule(rule).flatMap((id) =>
      exponents[id] === undefined
        ? []
        : [{ symbol: `${id}_${index}`, value: exponents[id], unit: '1', about: `exponent of the ${quantities[id].label} in the ${name}` }],
    ),
  ];
  return {
    formulas: [formula('η', learningRate), formula('B', batch)],
    numbers: [...numbers('learning rate', 'η', learningRate, '1'), ...numbers('batch', 'B', batch, 'token')],
  };
}
