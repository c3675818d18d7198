import { type Remote, transfer } from 'comlink';
import { BackendError, type PreparedSweep, type SweepBackend, type Tile, type TileRange } from '../backend';
import type { AnySweepFile } from '../any';
import type { CpuWorkerApi } from './worker-api';
import { tileBuffers } from './worker-state';

/** A running CPU worker, in a browser or in Node. */
export interface PoolWorker {
  readonly api: Remote<CpuWorkerApi>;
  /** Resolves with what happened when the worker dies on its own. */
  readonly died: Promise<string>;
  terminate(): void;
}

/** Times a tile is tried on fresh workers before the backend gives up. */
const ATTEMPTS = 3;
/** A worker that has not answered for this long is taken for dead; a tile takes milliseconds. */
const SILENCE_MS = 20_000;
/** Deaths in a row, for each worker of the pool, after which no more workers are started: they would only die again. */
const HOPELESS_DEATHS = 4;
/** Most cells of a tile: 64 MiB of f32 for each metric. */
const MAX_TILE_CELLS = 1 << 24;

interface Member {
  readonly worker: PoolWorker;
  /** Sweeps that this worker has prepared. */
  readonly prepared: Set<number>;
  /** Tells the job in progress that the worker is gone. */
  onDeath?: (reason: string) => void;
}

/** The CPU backend: a pool of workers, each computing one tile at a time. A worker that dies is replaced, its tile done again. */
export function createCpuPool(options: { readonly size: number; readonly adapter: string; spawn(): PoolWorker }): SweepBackend {
  const pool = new Pool(options.size, options.spawn);
  let sweeps = 0;
  return {
    info: { kind: 'cpu', adapter: options.adapter, isSoftware: false },
    lanes: options.size,
    prepare: async (file) => new PooledSweep(pool, sweeps++, file),
    dispose: () => pool.dispose(),
  };
}

/** Hands out idle workers, first come, first served. */
class Pool {
  private readonly spawn: () => PoolWorker;
  private readonly members = new Set<Member>();
  private readonly idle: Member[] = [];
  private readonly waiting: { resolve(member: Member): void; reject(error: BackendError): void }[] = [];
  private readonly mostDeaths: number;
  private deaths = 0;

  constructor(size: number, spawn: () => PoolWorker) {
    this.spawn = spawn;
    this.mostDeaths = size * HOPELESS_DEATHS;
    for (let i = 0; i < size; i++) this.add();
  }

  /** Runs a job on the next idle worker. Rejects with a BackendError when the worker dies or falls silent, and replaces it. */
  async use<T>(job: (member: Member) => Promise<T>): Promise<T> {
    const member = await this.nextIdle();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const lost = new Promise<never>((_, reject) => {
      member.onDeath = (reason) => reject(new BackendError('worker-crashed', `A CPU worker stopped: ${reason}.`));
      timer = setTimeout(member.onDeath, SILENCE_MS, `no answer for ${SILENCE_MS / 1000} s`);
    });
    try {
      const result = await Promise.race([job(member), lost]);
      this.deaths = 0;
      this.release(member);
      return result;
    } catch (error) {
      if (error instanceof BackendError) this.replace(member);
      else this.release(member);
      throw error;
    } finally {
      clearTimeout(timer);
      delete member.onDeath;
    }
  }

  /** Tells every living worker; answers are not awaited. */
  broadcast(tell: (worker: PoolWorker) => void): void {
    for (const { worker } of this.members) tell(worker);
  }

  dispose(): void {
    const members = [...this.members];
    this.members.clear(); // first, so that no death is answered with a new worker
    this.idle.length = 0;
    for (const { worker } of members) worker.terminate();
  }

  private nextIdle(): Promise<Member> {
    const member = this.idle.pop();
    if (member) return Promise.resolve(member);
    if (this.members.size === 0) return Promise.reject(hopeless());
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  }

  private add(): void {
    const member: Member = { worker: this.spawn(), prepared: new Set() };
    this.members.add(member);
    void member.worker.died.then((reason) => {
      // a worker at work is replaced by the job that misses it
      if (member.onDeath) member.onDeath(reason);
      else this.replace(member);
    });
    this.release(member);
  }

  private release(member: Member): void {
    const next = this.waiting.shift();
    if (next) next.resolve(member);
    else this.idle.push(member);
  }

  private replace(member: Member): void {
    if (!this.members.delete(member)) return;
    member.worker.terminate();
    const at = this.idle.indexOf(member);
    if (at >= 0) this.idle.splice(at, 1);
    this.deaths += 1;
    if (this.deaths <= this.mostDeaths) this.add();
    else if (this.members.size === 0) for (const { reject } of this.waiting.splice(0)) reject(hopeless());
  }
}

function hopeless(): BackendError {
  return new BackendError('worker-crashed', 'No CPU worker stays alive.');
}

class PooledSweep implements PreparedSweep {
  readonly maxTileCells = MAX_TILE_CELLS;
  private readonly pool: Pool;
  private readonly id: number;
  private readonly file: AnySweepFile;
  private readonly memory: ArrayBuffer[][] = [];

  constructor(pool: Pool, id: number, file: AnySweepFile) {
    this.pool = pool;
    this.id = id;
    this.file = file;
  }

  compute(range: TileRange): Promise<Tile> {
    return this.attempt((api) => {
      const memory = this.memory.pop() ?? [];
      return api.compute(this.id, range, transfer(memory, memory)) as Promise<Tile>;
    });
  }

  computeInPlace(range: TileRange): Promise<void> {
    return this.attempt((api) => api.computeInPlace(this.id, range));
  }

  recycle(tile: Tile): void {
    this.memory.push(tileBuffers(tile));
  }

  dispose(): void {
    this.memory.length = 0;
    this.pool.broadcast((worker) => void worker.api.release(this.id));
  }

  private async attempt<T>(job: (api: Remote<CpuWorkerApi>) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.pool.use(async ({ worker, prepared }) => {
          if (!prepared.has(this.id)) {
            await worker.api.prepare(this.id, this.file);
            prepared.add(this.id);
          }
          return job(worker.api);
        });
      } catch (error) {
        if (!(error instanceof BackendError) || attempt === ATTEMPTS) throw error;
      }
    }
  }
}
