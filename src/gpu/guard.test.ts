import { describe, expect, it } from 'vitest';
import { BufferPool } from './buffers';
import type { Gpu } from './device';
import { guard } from './guard';

/** A device whose error scopes hold the given errors, the innermost first. */
function gpuWith(...errors: readonly ({ readonly message: string } | null)[]): Gpu {
  const scopes = [...errors];
  const device = {
    pushErrorScope: () => undefined,
    popErrorScope: async () => scopes.shift() ?? null,
    createBuffer: ({ size }: { size: number }) => ({ size, destroy: () => undefined }),
  };
  return { device } as unknown as Gpu;
}

describe('guard', () => {
  it('gives the value, and the verdict of the scopes', async () => {
    const { value, verdict } = guard(gpuWith(null, null), () => 7);
    expect(value).toBe(7);
    await expect(verdict).resolves.toBeUndefined();
  });

  it('calls exhausted memory by its name', async () => {
    const { verdict } = guard(gpuWith({ message: 'no more' }, { message: 'invalid buffer' }), () => 0);
    await expect(verdict).rejects.toMatchObject({ failure: 'out-of-memory', message: 'The GPU is out of memory: no more' });
  });

  it('takes other errors for mistakes of ours', async () => {
    const { verdict } = guard(gpuWith(null, { message: 'invalid buffer' }), () => 0);
    await expect(verdict).rejects.toThrow('WebGPU refused a call: invalid buffer');
  });
});

describe('BufferPool', () => {
  it('lends a buffer again after success, and drops it after a failure', async () => {
    const pool = new BufferPool(gpuWith(), 'test', 0, 1000);
    const first = pool.take(100);
    expect(first.size).toBe(128);
    await pool.giveAfter(Promise.resolve(), first);
    expect(pool.take(90)).toBe(first);
    await expect(pool.giveAfter(Promise.reject(new Error('no more')), first)).rejects.toThrow('no more');
    expect(pool.take(90)).not.toBe(first);
    expect(pool.take(900).size).toBe(1000);
  });
});
