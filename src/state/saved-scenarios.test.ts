import { effect } from '@preact/signals-core';
import { describe, expect, it } from 'vitest';
import { InputError } from '../quantities/issue';
import { LONGEST_NAME, createSavedScenarios } from './saved-scenarios';
import { createStore, defaultChoices } from './store';

/** A storage that several tabs share: what one writes, the others hear. `isFull` makes writing fail. */
function createBrowser({ isFull = false } = {}) {
  const entries = new Map<string, string>();
  const tabs: ((event: StorageEvent) => void)[] = [];
  const openTab = () => {
    const tab = tabs.length;
    const tell = (key: string, newValue: string | null) => tabs.forEach((hear, i) => i !== tab && hear({ key, newValue } as StorageEvent));
    const storage = {
      get length() {
        return entries.size;
      },
      key: (i: number) => [...entries.keys()][i] ?? null,
      getItem: (key: string) => entries.get(key) ?? null,
      setItem: (key: string, value: string) => {
        if (isFull) throw new DOMException('full', 'QuotaExceededError');
        entries.set(key, value);
        tell(key, value);
      },
      removeItem: (key: string) => {
        entries.delete(key);
        tell(key, null);
      },
    };
    const store = createStore(defaultChoices, 'dark');
    const host = { addEventListener: (_: string, hear: unknown) => void (tabs[tab] = hear as (event: StorageEvent) => void) };
    return { store, scenarios: createSavedScenarios(store, storage, host as Parameters<typeof createSavedScenarios>[2]) };
  };
  return { entries, openTab };
}

const names = ({ scenarios }: ReturnType<ReturnType<typeof createBrowser>['openTab']>) =>
  scenarios.list.value.map(({ name }) => name).toSorted();

describe('saved scenarios', () => {
  it('bring back everything that was on the page, also when it is opened again', () => {
    const { openTab } = createBrowser();
    const { store, scenarios } = openTab();
    store.C.value = 1e22;
    store.law.value = 'hoffmann-2022';
    store.view.value = 'growth';
    scenarios.save('A small run');
    const later = openTab();
    later.scenarios.open(later.scenarios.list.value[0]!);
    expect([later.store.C.value, later.store.law.value, later.store.view.value]).toEqual([1e22, 'hoffmann-2022', 'growth']);
  });

  it('are renamed, duplicated and deleted in every tab', () => {
    const { openTab } = createBrowser();
    const [one, other] = [openTab(), openTab()];
    one.scenarios.save('First');
    one.scenarios.rename(one.scenarios.list.value[0]!, 'Renamed');
    other.scenarios.duplicate(other.scenarios.list.value[0]!);
    expect(names(one)).toEqual(['Renamed', 'Renamed (copy)']);
    one.scenarios.remove(one.scenarios.list.value.find(({ name }) => name === 'Renamed')!);
    expect(names(other)).toEqual(['Renamed (copy)']);
    one.store.notices.value[0]?.action?.run();
    expect(names(other)).toEqual(['Renamed', 'Renamed (copy)']);
  });

  it('two tabs that save at once keep both', () => {
    const { openTab } = createBrowser();
    const [one, other] = [openTab(), openTab()];
    one.scenarios.save('One');
    other.scenarios.save('Other');
    expect(names(one)).toEqual(['One', 'Other']);
    expect(names(openTab())).toEqual(['One', 'Other']);
  });

  it('travel in one file, and are added once', () => {
    const from = createBrowser().openTab();
    from.store.C.value = 3e23;
    from.scenarios.save('Three');
    from.scenarios.save('Again');
    const to = createBrowser().openTab();
    expect(to.scenarios.addFile(from.scenarios.toFile())).toBe(2);
    expect(to.scenarios.addFile(from.scenarios.toFile())).toBe(0);
    to.scenarios.open(to.scenarios.list.value[0]!);
    expect(to.store.C.value).toBe(3e23);
  });

  it.each([
    ['not JSON', 'file'],
    ['{"kind": "other", "version": 1, "scenarios": []}', 'file'],
    ['{"kind": "isoflop scenarios", "version": 2, "scenarios": []}', 'file.version'],
    [
      '{"kind": "isoflop scenarios", "version": 1, "scenarios": [{"name": "x", "hash": "C=1", "saved": "2026-01-31T12:00:00.000Z"}]}',
      'file.scenarios[0].hash',
    ],
  ])('refuse %s, and say where', (text, field) => {
    const { scenarios } = createBrowser().openTab();
    expect(() => scenarios.addFile(text)).toThrow(InputError);
    try {
      scenarios.addFile(text);
    } catch (error) {
      expect((error as InputError).issues.map((issue) => issue.field)).toContain(field);
    }
    expect(scenarios.list.value).toEqual([]);
  });

  it('refuse the file of another program in one sentence, and quote little of any file', () => {
    const { scenarios } = createBrowser().openTab();
    const refusal = (text: string): InputError => {
      try {
        scenarios.addFile(text);
      } catch (error) {
        if (error instanceof InputError) return error;
      }
      throw new Error('the file was taken');
    };
    const notebook = JSON.stringify({ nbformat: 4, cells: [], metadata: {} });
    expect(refusal(notebook).issues).toMatchObject([{ field: 'file', allowed: 'scenarios that Isoflop exported, as JSON' }]);
    const broken = {
      kind: 'isoflop scenarios',
      version: 1,
      scenarios: [{ name: 'x', hash: 'h'.repeat(1e5), saved: '2026-01-31T12:00:00.000Z' }],
    };
    expect(refusal(JSON.stringify(broken)).message.length).toBeLessThan(200);
  });

  describe('of a file of thousands', () => {
    const many = Array.from({ length: 3000 }, (_, i) => ({
      name: `No. ${i}`,
      hash: `#v=1&C=${i + 1}e20`,
      saved: '2026-01-31T12:00:00.000Z',
    }));
    const text = JSON.stringify({ kind: 'isoflop scenarios', version: 1, scenarios: many });

    it('come into the list at once', () => {
      const { scenarios } = createBrowser().openTab();
      const lengths: number[] = [];
      effect(() => void lengths.push(scenarios.list.value.length));
      expect(scenarios.addFile(text)).toBe(3000);
      expect(lengths).toEqual([0, 3000]);
    });

    it('say once that the storage takes no more of them', () => {
      const { store, scenarios } = createBrowser({ isFull: true }).openTab();
      scenarios.addFile(text);
      expect(store.notices.value.map(({ message }) => message)).toEqual([expect.stringContaining('3,000 of 3,000 scenarios')]);
    });
  });

  it('keep names of a length that can be read, whatever was typed or imported', () => {
    const tab = createBrowser().openTab();
    tab.scenarios.save('😀'.repeat(500));
    expect(names(tab)).toEqual([`${'😀'.repeat(LONGEST_NAME - 1)}…`]);
    tab.scenarios.rename(tab.scenarios.list.value[0]!, 'n'.repeat(3000));
    expect(names(tab)).toEqual([`${'n'.repeat(LONGEST_NAME - 1)}…`]);
    tab.scenarios.duplicate(tab.scenarios.list.value[0]!);
    expect(names(tab).map(({ length }) => length)).toEqual([LONGEST_NAME, LONGEST_NAME]);
  });

  it('stay in the list when the storage is full, and say so', () => {
    const tab = createBrowser({ isFull: true }).openTab();
    tab.scenarios.save('Unlucky');
    expect(names(tab)).toEqual(['Unlucky']);
    expect(tab.store.notices.value[0]?.message).toContain('could not be saved');
  });

  it('leave what they cannot read where it is', () => {
    const { entries, openTab } = createBrowser();
    entries.set('isoflop.scenario.x', '{"version": 9}');
    const { store, scenarios } = openTab();
    expect(scenarios.list.value).toEqual([]);
    expect(store.notices.value[0]?.message).toContain('One saved scenario');
    expect(entries.has('isoflop.scenario.x')).toBe(true);
  });
});
