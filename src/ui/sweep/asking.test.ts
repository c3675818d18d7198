import { describe, expect, it } from 'vitest';
import { Asking, TableAsking } from './asking';

/** An element that only counts how often it is to be updated. */
function createHost() {
  const host = {
    updates: 0,
    requestUpdate: () => void (host.updates += 1),
    addController: () => undefined,
    removeController: () => undefined,
    updateComplete: Promise.resolve(true),
  };
  return host;
}

/** Answers that are given when the test says so. */
function createWorker() {
  const open: ((text: string | undefined) => void)[] = [];
  return {
    ask: () => new Promise<string | undefined>((resolve) => void open.push(resolve)),
    /** Answers the question that is on its way, and lets its asker hear it. */
    answer: async (text: string | undefined) => {
      open.shift()!(text);
      for (let i = 0; i < 5; i++) await Promise.resolve();
    },
    get asked() {
      return open.length;
    },
  };
}

describe('Asking', () => {
  it('lets the last answer stand until the next is there, and asks one question at a time', async () => {
    const [host, worker] = [createHost(), createWorker()];
    const asking = new Asking<string>(host);
    expect(asking.read('a', worker.ask)).toBeUndefined();
    asking.read('b', worker.ask);
    asking.read('c', worker.ask);
    expect(worker.asked).toBe(1);
    await worker.answer('of a');
    expect([asking.read('c', worker.ask), worker.asked, host.updates]).toEqual(['of a', 1, 1]);
    await worker.answer('of c');
    expect([asking.read('c', worker.ask), worker.asked, host.updates]).toEqual(['of c', 0, 2]);
  });

  it('asks again for what its host left the page before it was asked', async () => {
    const worker = createWorker();
    const asking = new Asking<string>(createHost());
    asking.read('a', worker.ask);
    asking.read('b', worker.ask);
    asking.hostDisconnected();
    await worker.answer('of a');
    asking.read('b', worker.ask);
    await worker.answer('of b');
    expect(asking.read('b', worker.ask)).toBe('of b');
  });
});

describe('TableAsking', () => {
  const growing = (rows: number) => ({ id: 7, rows, isComplete: false });
  const complete = (rows: number) => ({ id: 7, rows, isComplete: true });

  it('takes the answer about fewer rows while rows come, and only that about all when they are there', async () => {
    const worker = createWorker();
    const asking = new TableAsking<string>(createHost());
    const read = (result: Parameters<typeof asking.read>[0]) => asking.read(result, 'least', '', worker.ask);
    read(growing(10));
    await worker.answer('of 10');
    expect(read(growing(20))).toBe('of 10');
    expect(read(complete(30))).toBeUndefined();
    await worker.answer('of 20');
    expect(read(complete(30))).toBeUndefined();
    await worker.answer('of 30');
    expect(read(complete(30))).toBe('of 30');
    expect(worker.asked).toBe(0);
  });

  it('is done where the last look was at all rows', async () => {
    const worker = createWorker();
    const asking = new TableAsking<string>(createHost());
    asking.read(growing(30), 'least', '', worker.ask);
    await worker.answer('of 30');
    expect([asking.read(complete(30), 'least', '', worker.ask), worker.asked]).toEqual(['of 30', 0]);
  });

  it('takes no answer about another table or question, but that of another part until its own is there', async () => {
    const worker = createWorker();
    const asking = new TableAsking<string>(createHost());
    asking.read(complete(30), 'least', 'left', worker.ask);
    await worker.answer('left');
    expect(asking.read(complete(30), 'least', 'right', worker.ask)).toBe('left');
    expect(asking.read(complete(30), 'most', 'right', worker.ask)).toBeUndefined();
    expect(asking.read({ ...complete(30), id: 8 }, 'least', 'right', worker.ask)).toBeUndefined();
  });
});
