import { describe, expect, test } from 'vitest';
import { type FormId, findForm, formIds } from '../model/forms';
import { findLaw } from '../model/laws';
import { simulateRuns } from '../testing/simulated-runs';
import { measureCoverage } from '../testing/coverage';
import { fitLaw } from './fit';
import { isFittedAsLog } from './kernels/general';

/** A published law of each form, and what its runs cannot tell apart and a fit must be told. */
const TRUTHS: Readonly<Record<FormId, { readonly law: string; readonly fixed: readonly string[] }>> = {
  chinchilla: { law: 'besiroglu-2024', fixed: [] },
  kaplan: { law: 'kaplan-2020-nd', fixed: [] },
  gadre: { law: 'gadre-2024-c4', fixed: [] },
  // totals only rescale the sizes a and g
  krajewski: { law: 'krajewski-2024-moe', fixed: ['totalPerActive'] },
  // the three sensitivities of training act through one product; their sum is what bits determine
  kumar: { law: 'kumar-2024', fixed: ['gamma_a', 'gamma_kv'] },
  muennighoff: { law: 'muennighoff-2023', fixed: [] },
  clark: { law: 'clark-2022-s-base', fixed: ['start'] },
};

const setting = (form: FormId) => {
  const law = findLaw(TRUTHS[form].law)!;
  const fixed = Object.fromEntries(TRUTHS[form].fixed.map((name) => [name, law.coefficients[name]!]));
  return { law, options: { form, objective: 'squared', restrictions: { fixed } } as const };
};

describe.each(formIds)('known truth: runs of the form %s', (form) => {
  const { law, options } = setting(form);

  test('without noise give their coefficients back', () => {
    const found = fitLaw(simulateRuns(law, { seed: 5, noise: 0, count: 80 }), options);
    for (const name of Object.keys(findForm(form).coefficients)) {
      const [value, truth] = [found.coefficients[name]!, law.coefficients[name]!];
      expect(isFittedAsLog(findForm(form), name) ? value / truth - 1 : value - truth, name).toBeCloseTo(0, 3);
    }
  });
});

// ISOFLOP_STUDY=300 npx vitest run --project unit src/fit/recovery.test.ts prints the table of docs/fit.md with 300 trials a form
const trials = Number(process.env['ISOFLOP_STUDY'] ?? 0);
describe.runIf(trials > 0)('the study', () => {
  test.each(formIds)(
    'of the form %s',
    (form) => {
      const { law, options } = setting(form);
      const { covered } = measureCoverage(law, options, { trials, draws: 200, seed: 1, noise: 0.003, count: 150 });
      console.log(`| ${form} | ${trials} | ${((100 * covered) / trials).toFixed(1)} % |`);
      expect(Math.abs(covered / trials - 0.8)).toBeLessThan(3 * Math.sqrt((0.8 * 0.2) / trials) + 0.02);
    },
    3_600_000,
  );
});
