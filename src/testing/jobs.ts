import type { AnySweepFile } from '../sweep/any';
import { MemoryJournal } from './journals';

/** What a test keeps of a job; the manager's own type is not known here. */
interface Kept {
  readonly id: string;
  readonly created: number;
  readonly file: AnySweepFile;
}

/** A store in memory that outlives the managers of a test, as a disk does; a JobStore. */
export class MemoryJobs<J extends Kept> {
  readonly saved = new Map<string, J>();
  readonly journals = new Map<string, MemoryJournal>();
  /** Bytes that each journal may take. */
  quota = Infinity;

  async list(): Promise<readonly J[]> {
    return [...this.saved.values()].toSorted((a, b) => a.created - b.created);
  }

  async save(job: J): Promise<void> {
    this.saved.set(job.id, structuredClone(job));
  }

  async remove(id: string): Promise<void> {
    this.saved.delete(id);
    this.journals.delete(id);
  }

  async openJournal(id: string): Promise<MemoryJournal> {
    const journal = this.journals.get(id) ?? new MemoryJournal();
    this.journals.set(id, journal);
    journal.quota = this.quota;
    journal.isOpen = true;
    return journal;
  }

  async readJournal(id: string): Promise<MemoryJournal | undefined> {
    const journal = this.journals.get(id);
    if (!journal) return undefined;
    const copy = new MemoryJournal();
    copy.bytes = journal.bytes.slice();
    return copy;
  }

  async removeJournal(id: string): Promise<void> {
    this.journals.delete(id);
  }
}

/** The tabs of one browser: each has the methods of `Tabs`, and can be killed. */
export class TabHub<M> {
  private readonly waiting: { readonly tab: object; onLead(): void }[] = [];
  private readonly listeners = new Map<object, (message: M) => void>();
  private leader: object | undefined;

  open(): { lead(onLead: () => void): void; post(message: M): void; listen(hear: (message: M) => void): void; kill(): void } {
    const tab = {};
    return {
      lead: (onLead) => {
        this.waiting.push({ tab, onLead });
        this.elect();
      },
      post: (message) => {
        for (const [other, hear] of this.listeners) if (other !== tab && this.listeners.has(tab)) hear(structuredClone(message));
      },
      listen: (hear) => void this.listeners.set(tab, hear),
      kill: () => {
        this.listeners.delete(tab);
        if (this.leader === tab) this.leader = undefined;
        this.elect();
      },
    };
  }

  private elect(): void {
    const next = this.leader === undefined ? this.waiting.shift() : undefined;
    if (!next) return;
    this.leader = next.tab;
    next.onLead();
  }
}
