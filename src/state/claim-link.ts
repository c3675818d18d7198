import { trainingCompute } from '../model/compute';
import type { Claim } from '../model/claims';
import { findLaw } from '../model/laws';
import type { Schedule } from '../model/growth/schedule';
import { BUDGET_RANGE } from './budget';
import { completeGrowth } from './growth-choices';
import { defaultLimits } from './limits';
import type { Choices } from './store';

/** The choices that show what a claim is about; undefined where it is about no law at a budget. */
export function claimChoices({ checks }: Claim, now: Choices): Choices | undefined {
  for (const { inputs } of checks) {
    const stages = stagesOf(inputs);
    if (stages && typeof inputs['law'] === 'string') {
      return { ...now, view: 'growth', law: inputs['law'], scenario: {}, growth: completeGrowth({ stages }) };
    }
    const { law, C, N, D, U } = inputs;
    if (typeof law !== 'string' || !findLaw(law)) continue;
    const budget = typeof C === 'number' ? C : typeof N === 'number' && typeof D === 'number' ? trainingCompute(N, D) : undefined;
    if (budget === undefined || budget < BUDGET_RANGE[0] || budget > BUDGET_RANGE[1]) continue;
    const scenario = typeof U === 'number' ? { U } : {};
    return { ...now, view: 'frontier', law, vs: [], C: budget, scenario, size: undefined, limits: defaultLimits };
  }
  return undefined;
}

/** The schedule that a check runs; undefined where it runs none. */
function stagesOf({ parameters, tokens }: Readonly<Record<string, unknown>>): Schedule | undefined {
  if (!Array.isArray(parameters) || !Array.isArray(tokens) || parameters.length !== tokens.length) return undefined;
  return parameters.map((N, i) => ({ N: Number(N), D: Number(tokens[i]) }));
}
