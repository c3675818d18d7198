import type { ReactiveController, ReactiveControllerHost } from 'lit';
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
