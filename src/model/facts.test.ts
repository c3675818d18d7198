import { expect, it } from 'vitest';
import { claimTopics } from './claim-topics';
import { claims } from './claims';
import { facts } from './facts';

it('lists published facts once each, with topic and source, and none that is recomputed', () => {
  const ids = facts.map(({ id }) => id);
  expect(new Set([...ids, ...claims.map(({ id }) => id)]).size).toBe(ids.length + claims.length);
  for (const { id, topic, statement, source, status } of facts) {
    expect(claimTopics, id).toContain(topic);
    expect(statement, id).toMatch(/\.$/);
    expect([source.length > 5, status.startsWith('verified')], id).toEqual([true, true]);
  }
});
