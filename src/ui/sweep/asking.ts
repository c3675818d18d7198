import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { SweepResult } from '../../state/sweep';
import type { RowView } from '../../sweep/results/result-table';
import type { TableClient } from '../../worker/client';
import type { DescribedColumn } from '../../worker/table-api';

/** Statistics of every column, one after the other, so that rows can be asked for in between; undefined where the table is gone. */
export async function describeColumns(
  client: TableClient,
  tableId: number,
  ranges: RowView['ranges'],
  columns: number,
): Promise<readonly DescribedColumn[] | undefined> {
  const found: DescribedColumn[] = [];
  for (let k = 0; k < columns; k++) {
    const column = await client.tableStatistics(tableId, { ranges }, k);
    if (!column) return undefined;
    found.push(column);
  }
  return found;
}

/**
 * An answer that the worker is asked for while its host renders: the last one stands until the next is there. One question is on its way
 * at a time, and of those that come meanwhile only the newest is asked.
 */
export class Asking<T> implements ReactiveController {
  private readonly host: ReactiveControllerHost;
  private value: T | undefined;
  private asked = '';
  private next: { readonly key: string; readonly ask: () => Promise<T | undefined> } | undefined;
  private isAsking = false;

  constructor(host: ReactiveControllerHost) {
    this.host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.next = undefined;
    // what was asked last may never be answered
    this.asked = '';
  }

  /** The newest answer there is; asks anew where the key is another one than before. */
  read(key: string, ask: () => Promise<T | undefined>): T | undefined {
    if (key !== this.asked) {
      this.asked = key;
      this.next = { key, ask };
      if (!this.isAsking) void this.work();
    }
    return this.value;
  }

  private async work(): Promise<void> {
    this.isAsking = true;
    while (this.next) {
      const { key, ask } = this.next;
      this.next = undefined;
      const value = await ask().catch(() => undefined);
      // what the worker does not have any more is no answer
      if (value === undefined) continue;
      if (key === this.asked || this.next) this.value = value;
      this.host.requestUpdate();
    }
    this.isAsking = false;
  }
}

/** An answer about the rows of a result: while rows come, that about fewer of them stands; once all are there, only theirs is one. */
export class TableAsking<T> {
  private readonly asking: Asking<{ readonly of: string; readonly rows: number; readonly value: T }>;

  constructor(host: ReactiveControllerHost) {
    this.asking = new Asking(host);
  }

  /**
   * The newest answer about a result, undefined until there is one of the same question. `part` is what else an answer depends on: one
   * of another part stands until that of this part is there.
   */
  read(
    { id, rows, isComplete }: Pick<SweepResult, 'id' | 'rows' | 'isComplete'>,
    question: string,
    part: string,
    ask: () => Promise<T | undefined>,
  ): T | undefined {
    const of = `${id} ${question}`;
    const found = this.asking.read(`${of} ${rows} ${part}`, async () => {
      const value = await ask();
      return value === undefined ? undefined : { of, rows, value };
    });
    return found?.of === of && (found.rows === rows || !isComplete) ? found.value : undefined;
  }
}
