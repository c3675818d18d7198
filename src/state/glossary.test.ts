import { afterEach, describe, expect, it } from 'vitest';
import { learnSentences } from '../locales/said';
import { quantityIds } from '../quantities/registry';
import { findEntries, findEntry, glossary } from './glossary';
import { viewIds } from './views';

afterEach(() => learnSentences({}));

describe('the glossary', () => {
  it('explains every quantity once, and every term, with a source and a place', () => {
    const ids = glossary.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining([...quantityIds]));
    expect(ids.length).toBeGreaterThan(quantityIds.length + 40);
    for (const { id, term, text, source, places } of glossary) {
      expect(findEntry(id).term).toBe(term);
      expect(text, term).toMatch(/^[A-Z1].*\.$/s);
      expect(source.length, term).toBeGreaterThan(5);
      expect(places.length, term).toBeGreaterThan(0);
      for (const { view, at } of places) {
        expect(viewIds, term).toContain(view);
        expect(at, term).toMatch(/^iso-[\w-]+$/);
      }
    }
  });

  it('finds what is asked for, by its name first', () => {
    expect(findEntries('irreducible loss')[0]).toMatchObject({ id: 'irreducibleLoss', symbol: 'E', unit: 'nat/token' });
    expect(findEntries('  ISOFLOP ')[0]?.term).toBe('IsoFLOP profile');
    expect(findEntries('lora')[0]?.term).toBe('LoRA');
    expect(findEntries('Rajbhandari').map(({ id }) => id)).toContain('zero');
    expect(findEntries('no such word')).toEqual([]);
  });

  it('finds it by its name in the language of the page, and in English still', () => {
    learnSentences({ 'scaling law': 'スケーリング則' });
    expect(findEntries('スケーリング').map(({ id }) => id)).toEqual(['scaling-law']);
    expect(findEntries('scaling law')[0]?.id).toBe('scaling-law');
    expect(findEntries('スケーリング formula').map(({ id }) => id)).toEqual(['scaling-law']);
  });

  it('lists what a view speaks of, or all', () => {
    expect(findEntries('')).toBe(glossary);
    for (const view of viewIds) {
      const found = findEntries('', view);
      expect(found.length, view).toBeGreaterThan(0);
      expect(found.length, view).toBeLessThan(glossary.length);
    }
    expect(findEntries('', 'growth').map(({ id }) => id)).toContain('growth-operator');
    expect(findEntries('', 'growth').map(({ id }) => id)).not.toContain('zero');
  });
});
