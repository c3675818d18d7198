import { msg, str } from '@lit/localize';
import { type ReadonlySignal, signal } from '@preact/signals-core';
import { said } from '../locales/said';
import type { AnySweepFile } from '../sweep/any';
import type { Answer, ExportFormat, ExportResult, ExportTarget, Notice, SweepProgress } from '../worker/api';
import type { EngineClient } from '../worker/client';
import type { PageNotice, Store } from './store';

/** What can be exported: the cells of the surface, the frontier, or the savings map of the growth view. */
export type ExportKind = 'surface' | 'frontier' | 'growth-map';

/** Where an export stands. */
export type ExportState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly progress: SweepProgress | undefined }
  | { readonly kind: 'done'; readonly name: string; readonly result: ExportResult; readonly target: ExportTarget }
  | { readonly kind: 'failed'; readonly notice: PageNotice };

/** Runs one export at a time. */
export interface Exporter {
  readonly state: ReadonlySignal<ExportState>;
  /** Whether there is an engine to export with. */
  readonly isReady: ReadonlySignal<boolean>;
  /** Computes the sweep again and writes it to the target; `name` is what people call the file. */
  start(file: AnySweepFile, format: ExportFormat, name: string, target: ExportTarget): Promise<void>;
  /** Stops a running export at the next tile. */
  cancel(): void;
  /** Forgets a finished export. */
  reset(): void;
  /** Gives the exporter its engine. */
  connect(engine: EngineClient): void;
}

/** Creates an exporter that puts the figures of a finished export into the store. */
export function createExporter(store: Store): Exporter {
  const state = signal<ExportState>({ kind: 'idle' });
  const isReady = signal(false);
  let engine: EngineClient | undefined;
  let running: AbortController | undefined;
  /** Ends a running export whose engine is gone: it would wait for ever. */
  let fail: ((notice: Notice) => void) | undefined;
  return {
    state,
    isReady,
    async start(file, format, name, target) {
      if (!engine || running) return;
      running = new AbortController();
      state.value = { kind: 'running', progress: undefined };
      const { signal: aborted } = running;
      const onProgress = (progress: SweepProgress) => {
        if (!aborted.aborted) state.value = { kind: 'running', progress };
      };
      const failing = new Promise<Answer<never>>((resolve) => {
        fail = (notice) => resolve({ ok: false, error: { kind: 'failed', notice } });
      });
      const exporting = engine.exportSweep(file, format, target, { signal: aborted, onProgress }).catch(toFailure);
      const answer = await Promise.race([exporting, failing]);
      running = undefined;
      if (answer.ok) {
        store.summary.value = answer.value.summary;
        state.value = { kind: 'done', name, result: answer.value, target };
      } else {
        state.value = answer.error.kind === 'cancelled' ? { kind: 'idle' } : { kind: 'failed', notice: answer.error.notice };
      }
    },
    cancel() {
      running?.abort();
    },
    reset() {
      if (!running) state.value = { kind: 'idle' };
    },
    connect(client) {
      engine = client;
      isReady.value = true;
      client.onEvent((event) => {
        if (event.kind !== 'stopped') return;
        isReady.value = false;
        fail?.(event.notice);
      });
    },
  };
}

/** The answer in place of one that never came. */
function toFailure(error: unknown): Answer<never> {
  const why = said(error instanceof Error ? error.message : String(error));
  return {
    ok: false,
    error: {
      kind: 'failed',
      notice: {
        failure: 'export-failed',
        message: msg(str`The export failed: ${why}`),
        hint: msg('Try again, or another place to save to.'),
      },
    },
  };
}

/** File name of an export: what it holds and under which law. */
export function exportName(kind: ExportKind | 'sweep', { law }: AnySweepFile, format: ExportFormat): string {
  return `isoflop-${kind}-${typeof law === 'string' ? law : 'custom'}.${format}`;
}
