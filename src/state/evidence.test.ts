import { effect, signal } from '@preact/signals-core';
import { describe, expect, it } from 'vitest';
import { claims } from '../model/claims';
import { recomputeClaim } from '../model/recompute';
import { claimChoices } from './claim-link';
import { createEvidence } from './evidence';
import { type EvidenceChoices, defaultEvidence } from './evidence-choices';
import { defaultChoices } from './store';

const quick = claims.filter(({ checks }) => checks.every((check) => check.case !== 'prunedTestError'));

describe('the evidence', () => {
  it('counts the numbers that come out as they are computed', async () => {
    const evidence = createEvidence(signal(defaultEvidence), async (onClaim) => {
      for (const claim of quick) onClaim(claim.id, recomputeClaim(claim));
    });
    expect(evidence.tally.value).toMatchObject({ claims: claims.length, computed: 0, within: 0 });
    const expected = quick.reduce((sum, { checks }) => sum + checks.length, 0);
    await new Promise<void>((resolve) => {
      effect(() => {
        if (evidence.tally.value.computed === expected) resolve();
      });
    });
    expect(evidence.tally.value.within).toBe(expected);
  });

  it('finds claims by topic and by words', () => {
    const asked = signal<EvidenceChoices>(defaultEvidence);
    const { shown } = createEvidence(asked, () => Promise.resolve());
    expect(shown.value).toHaveLength(claims.length);
    asked.value = { topic: 'moe', search: '' };
    expect(shown.value.length).toBeGreaterThan(0);
    expect(shown.value.every(({ claim }) => claim.topic === 'moe')).toBe(true);
    asked.value = { search: '  GPT-3   pf-days ' };
    expect(shown.value.map(({ claim }) => claim.id)).toContain('c-gpt3-6nd');
    asked.value = { search: 'no claim says this' };
    expect(shown.value).toEqual([]);
  });

  it('finds published facts by the same topic and words', () => {
    const asked = signal<EvidenceChoices>(defaultEvidence);
    const { facts } = createEvidence(asked, () => Promise.resolve());
    expect(facts.value.length).toBeGreaterThan(10);
    asked.value = { topic: 'growth', search: '' };
    expect(facts.value.map(({ id }) => id)).toContain('g-ligo');
    expect(facts.value.every((fact) => fact.topic === 'growth')).toBe(true);
    asked.value = { search: 'falcon-40b A100' };
    expect(facts.value.map(({ id }) => id)).toEqual(['z-falcon']);
  });

  it('says why the recomputation stopped', async () => {
    const { failure } = createEvidence(signal(defaultEvidence), () => Promise.reject(new Error('its code did not load')));
    await new Promise<void>((resolve) => {
      effect(() => {
        if (failure.value !== undefined) resolve();
      });
    });
    expect(failure.value).toBe('its code did not load');
  });
});

describe('the link of a claim', () => {
  const choicesOf = (id: string) =>
    claimChoices(
      claims.find((claim) => claim.id === id)!,
      defaultChoices,
    );

  it('opens the law at the budget of a claim about an optimum', () => {
    expect(choicesOf('h-a3-rounded-gopher')).toEqual({ ...defaultChoices, law: 'hoffmann-2022', C: 5.76e23 });
  });

  it('shows the optimum of the claim, not one of a size or of limits that were chosen before', () => {
    const claim = claims.find(({ id }) => id === 'h-a3-rounded-gopher')!;
    const before = { ...defaultChoices, size: { N: 7e9 }, limits: { ...defaultChoices.limits, days: 1 } };
    expect(claimChoices(claim, before)).toEqual({ ...defaultChoices, law: 'hoffmann-2022', C: 5.76e23 });
  });

  it('opens the budget that a configuration spends', () => {
    expect(choicesOf('b-loss-chinchilla')?.C).toBeCloseTo(5.88e23, -21);
  });

  it('opens the schedule of a claim about growing', () => {
    expect(choicesOf('g-flm-lossless-hoffmann')).toMatchObject({
      view: 'growth',
      law: 'hoffmann-2022',
      growth: { stages: [{ N: 16e9, D: 245.37e9 }, { N: 51e9 }, { N: 101e9, D: 26.54e9 }] },
    });
  });

  it('is absent where a claim is about no law', () => {
    expect(choicesOf('c-gpt3-6nd')).toBeUndefined();
  });
});
