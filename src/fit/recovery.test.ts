import { describe, expect, test } from 'vitest';
import { type FormId, findForm, formIds } from '../model/forms';
import { findLaw } from '../model/laws';
import { simulateRuns } from '../testing/simulated-runs';
import { type CoverageSubject, measureCoverage } from '../testing/coverage';
import { fitLaw } from './fit';
import { isFittedAsLog } from './kernels/general';

/** A published law of a form, what its runs cannot tell apart and a fit must be told, and what intervals are judged by. */
interface Truth extends Omit<CoverageSubject, 'law'> {
  readonly law: string;
  readonly fixed: readonly string[];
}

const TRUTHS: Readonly<Record<FormId, Truth>> = {
  chinchilla: { law: 'besiroglu-2024', fixed: [], scenario: {}, coefficients: ['alpha', 'beta', 'E'] },
  kaplan: { law: 'kaplan-2020-nd', fixed: [], scenario: {}, coefficients: ['alpha_N', 'alpha_D'] },
  gadre: { law: 'gadre-2024-c4', fixed: [], scenario: {}, coefficients: ['eta', 'E'] },
  krajewski: {
    law: 'krajewski-2024-moe',
    // totals only rescale the sizes a and g
    fixed: ['totalPerActive'],
    scenario: { granularity: 8 },
    coefficients: ['alpha', 'beta', 'gamma'],
  },
  kumar: {
    law: 'kumar-2024',
    // the three sensitivities of training act through one product; their sum is what bits determine
    fixed: ['gamma_a', 'gamma_kv'],
    scenario: { trainingBits: 8, servingBits: 4 },
    coefficients: ['alpha', 'beta', 'gamma_w', 'gamma_post'],
  },
  muennighoff: { law: 'muennighoff-2023', fixed: [], scenario: { U: 5e9 }, coefficients: ['alpha', 'beta', 'R_D', 'R_N'] },
  clark: { law: 'clark-2022-s-base', fixed: ['start'], scenario: { experts: 64 }, coefficients: ['a', 'b', 'c', 'max'] },
};

const setting = (form: FormId) => {
  const { fixed: names, ...truth } = TRUTHS[form];
  const law = findLaw(truth.law)!;
  const fixed = Object.fromEntries(names.map((name) => [name, law.coefficients[name]!]));
  return { subject: { ...truth, law }, options: { form, objective: 'squared', restrictions: { fixed } } as const };
};

describe.each(formIds)('known truth: runs of the form %s', (form) => {
  const { subject, options } = setting(form);
  const { law } = subject;

  test('without noise give their coefficients back', () => {
    const found = fitLaw(simulateRuns(law, { seed: 5, noise: 0, count: 80 }), options);
    for (const name of Object.keys(findForm(form).coefficients)) {
      const [value, truth] = [found.coefficients[name]!, law.coefficients[name]!];
      expect(isFittedAsLog(findForm(form), name) ? value / truth - 1 : value - truth, name).toBeCloseTo(0, 3);
    }
  });

  test('with noise give 80 % intervals that hold the truth 80 times in a hundred', () => {
    const trials = 60;
    // three standard errors, 5.2 % each: intervals half as wide hold 48 %, twice as wide 99 %, and those of 95 % hold 95 %
    const margin = 3 * Math.sqrt((0.8 * 0.2) / trials);
    for (const [name, share] of measureCoverage(subject, options, { trials, draws: 20, seed: 1, noise: 0.003, count: 100 })) {
      expect(Math.abs(share - 0.8), `${name} ${share}`).toBeLessThan(margin);
    }
  });
});

// ISOFLOP_STUDY=1000 npx vitest run --project unit src/fit/recovery.test.ts prints the table of docs/fit.md with 1000 trials a form
const trials = Number(process.env['ISOFLOP_STUDY'] ?? 0);
describe.runIf(trials > 0)('the study', () => {
  test.each(formIds)(
    'of the form %s',
    (form) => {
      const { subject, options } = setting(form);
      const error = Math.sqrt((0.8 * 0.2) / trials);
      const shares = [...measureCoverage(subject, options, { trials, draws: 100, seed: 2, noise: 0.003, count: 150 })];
      console.log(`| ${form} | ${trials} | ${shares.map(([name, share]) => `${name} ${(100 * share).toFixed(1)} %`).join(', ')} |`);
      for (const [name, share] of shares) expect(Math.abs(share - 0.8), name).toBeLessThan(3 * error + 0.02);
    },
    3_600_000,
  );
});
