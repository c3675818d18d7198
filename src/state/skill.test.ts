import { describe, expect, it } from 'vitest';
import { reducibleLoss } from '../model/loss';
import { optimum } from '../model/optimum';
import { createStore, defaultChoices } from './store';

const open = (choices: Partial<typeof defaultChoices> = {}) => createStore({ ...defaultChoices, ...choices }, 'dark');

describe('the skill panel', () => {
  it('reads the error where the law was fitted, else on C4', () => {
    expect(open().skill.exam.value.dataset).toBe('c4');
    const store = open({ law: 'gadre-2024-redpajama' });
    expect(store.skill.exam.value.dataset).toBe('redpajama');
    expect(store.skill.predicted.value.taskLoss).toBeCloseTo(store.answer.value.optimum.loss, 12);
    store.skill.change({ dataset: 'refinedweb' });
    expect(store.skill.exam.value.dataset).toBe('refinedweb');
  });

  it('turns one smooth loss into a smooth and into a sharp score', () => {
    const { skill, answer } = open();
    const { N, D } = answer.value.optimum;
    const r = reducibleLoss(answer.value.law, N, D);
    expect(skill.predicted.value.tokenProbability).toBeCloseTo(Math.exp(-r), 12);
    expect(skill.predicted.value.exactMatch).toBeCloseTo(Math.exp(-10 * r), 12);
    skill.change({ length: 1 });
    expect(skill.predicted.value.exactMatch).toBeCloseTo(1 - skill.predicted.value.tokenEditDistance, 12);
  });

  it('scores better with every budget, at any length', () => {
    const { skill } = open();
    for (const length of [1, 30]) {
      skill.change({ length });
      const { value } = skill.curve;
      expect(
        value.every(({ exactMatch, tokenEditDistance, taskError }, i) => {
          const before = value[i - 1];
          return (
            !before || (exactMatch > before.exactMatch && tokenEditDistance < before.tokenEditDistance && taskError < before.taskError)
          );
        }),
      ).toBe(true);
    }
  });

  it('finds the budgets at which a long answer leaves zero', () => {
    const { skill, shownLaw } = open();
    const [leaves, half] = skill.onset.value;
    const { N, D } = optimum(shownLaw.value, half);
    expect(Math.exp(-10 * reducibleLoss(shownLaw.value, N, D))).toBeCloseTo(0.5, 9);
    skill.change({ length: 30 });
    expect(skill.onset.value[0]).toBeGreaterThan(leaves);
  });

  it('keeps its curves while the budget moves', () => {
    const { skill, C } = open();
    const before = skill.curve.value;
    C.value = 1e20;
    expect(skill.curve.value).toBe(before);
  });
});
