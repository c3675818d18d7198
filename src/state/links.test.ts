import { afterEach, describe, expect, it, vi } from 'vitest';
import { createStore } from './store';
import { type UrlHost, bindUrl, parseHash } from './url';

/** Links as earlier versions of the page wrote them, oldest first, with some of what they must open. New ones are added, none is changed. */
const links: readonly (readonly [hash: string, opens: Record<string, unknown>])[] = [
  ['#v=1&law=hoffmann-2022&C=5.76e23', { view: 'frontier', law: 'hoffmann-2022', C: 5.76e23 }],
  ['#v=1&law=besiroglu-2024&C=5.76e23&vs=hoffmann-2022', { vs: ['hoffmann-2022'] }],
  ['#v=1&law=besiroglu-2024&C=1e24&backend=webgpu', { backend: 'webgpu' }],
  ['#v=1&law=muennighoff-2023&C=1e23&U=25e9', { law: 'muennighoff-2023', scenario: { U: 25e9 } }],
  ['#v=1&law=kumar-2024&C=5.76e23&granularity=8', { scenario: { granularity: 8 } }],
  [
    '#v=1&law=besiroglu-2024&C=5.76e23&vs=hoffmann-2022,llama3-2024,kaplan-2020-nd,gpt3&charts=N,learning',
    { vs: ['hoffmann-2022', 'llama3-2024', 'kaplan-2020-nd', 'gpt3'], charts: ['N', 'learning'] },
  ],
  [
    '#v=1&law=besiroglu-2024&C=5.76e23&inferenceTokens=2e12&flopCount=kaplan&N=7e9',
    { scenario: { inferenceTokens: 2e12, flopCount: 'kaplan' }, size: { N: 7e9 } },
  ],
  ['#v=1&law=besiroglu-2024&C=5.76e23&corpus=own&bytes=2e12&filter=0.3&tasks=46&open=data,skill', { open: ['data', 'skill'] }],
  ['#v=1&view=growth&law=besiroglu-2024&C=5.76e23', { view: 'growth' }],
  ['#v=1&view=fit', { view: 'fit' }],
  ['#v=1&view=evidence', { view: 'evidence' }],
];

describe('links of earlier versions', () => {
  it.each(links)('%s opens to the same', (hash, opens) => {
    const { choices, issues } = parseHash(hash);
    expect(issues).toEqual([]);
    expect(choices).toMatchObject(opens);
  });
});

describe('the address', () => {
  afterEach(() => void vi.useRealTimers());

  it('is not written over while a step back has yet to be heard', () => {
    vi.useFakeTimers();
    const location = { hash: '#v=1&C=1e22' };
    let hear: () => void = () => undefined;
    const store = createStore(parseHash(location.hash).choices, 'dark');
    bindUrl(store, {
      location,
      history: { replaceState: (_: unknown, __: string, hash: string) => void (location.hash = hash) },
      addEventListener: (_: string, listener: () => void) => void (hear = listener),
    } as unknown as UrlHost);
    vi.advanceTimersByTime(1000);
    store.C.value = 1e23;
    vi.advanceTimersByTime(1000);
    expect(location.hash).toContain('C=1e23');
    store.C.value = 1e24;
    location.hash = '#v=1&C=1e21';
    vi.advanceTimersByTime(1000);
    expect(location.hash).toBe('#v=1&C=1e21');
    hear();
    expect(store.C.value).toBe(1e21);
    vi.advanceTimersByTime(1000);
    expect(location.hash).toContain('C=1e21');
  });
});
