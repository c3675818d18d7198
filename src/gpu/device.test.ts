import { describe, expect, it } from 'vitest';
import { openGpu } from './device';

describe('openGpu', () => {
  it('takes a missing GPU for a state', async () => {
    expect(await openGpu(undefined)).toEqual({ kind: 'absent', reason: 'This browser does not offer WebGPU.' });
    const entry = { requestAdapter: async () => null } as unknown as GPU;
    expect(await openGpu(entry)).toEqual({ kind: 'absent', reason: 'WebGPU found no adapter.' });
  });

  it('takes a refused device for a state, too', async () => {
    const adapter = { limits: {}, requestDevice: () => Promise.reject(new Error('no more devices')) };
    const entry = { requestAdapter: async () => adapter } as unknown as GPU;
    expect(await openGpu(entry)).toEqual({ kind: 'absent', reason: 'WebGPU gave no device: no more devices' });
  });
});
