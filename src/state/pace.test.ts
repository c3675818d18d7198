import { signal } from '@preact/signals-core';
import { describe, expect, it } from 'vitest';
import { follow } from './pace';

describe('follow', () => {
  it('takes the newest value once for each turn of the schedule', () => {
    const waiting: (() => void)[] = [];
    const source = signal(1);
    const followed = follow(source, (run) => waiting.push(run));
    source.value = 2;
    source.value = 3;
    expect(followed.value).toBe(1);
    expect(waiting).toHaveLength(1);
    waiting.shift()!();
    expect(followed.value).toBe(3);
    source.value = 4;
    expect(waiting).toHaveLength(1);
  });
});
