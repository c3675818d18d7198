import type { ExportMeasure } from '../bench/export-cases';
import type { ExportFormat } from '../export/format';
import type { DescentBatch, DescentEnds } from '../fit/batch';
import type { Job, SearchResult, SearchSpace } from '../model/plan/search';
import type { BackendFailure, BackendInfo, BackendKind } from '../sweep/backend';
import type { AnySweepFile } from '../sweep/any';
import type { TileRange } from '../sweep/backend';

/** An answer that crosses two borders, worker to page and page to Node: plain data, errors included. */
export type HeadlessAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly message: string; readonly failure?: BackendFailure };

/** A sweep that is ready in the page. */
export interface PreparedHandle {
  readonly id: number;
  readonly maxTileCells: number;
}

/** What a program that drives the page without a user may ask for. */
export interface HeadlessApi {
  /** Opens the WebGPU device, once; fails with `no-adapter` where there is none. */
  open(): Promise<HeadlessAnswer<{ readonly info: BackendInfo; readonly lanes: number }>>;
  /** Makes a sweep ready on the WebGPU device. */
  prepare(file: AnySweepFile): Promise<HeadlessAnswer<PreparedHandle>>;
  /** Computes a tile and posts its arrays, one after the other, to a path of the page's own server. */
  compute(id: number, range: TileRange, path: string): Promise<HeadlessAnswer<undefined>>;
  /** Computes a tile and leaves it on the device. */
  computeInPlace(id: number, range: TileRange): Promise<HeadlessAnswer<undefined>>;
  /** Frees a sweep. */
  release(id: number): Promise<HeadlessAnswer<undefined>>;
  /** Descends a batch of a fit on the WebGPU device. */
  descend(batch: DescentBatch): Promise<HeadlessAnswer<DescentEnds>>;
  /** Seconds of each run of a benchmark case of fitting on the WebGPU device, after a warm-up. */
  measureFit(caseId: string, runs: number): Promise<HeadlessAnswer<number[]>>;
  /** Seconds of each run of a benchmark case, or of its small form, after a warm-up. */
  measure(caseId: string, kind: BackendKind, runs: number, isQuick: boolean): Promise<HeadlessAnswer<number[]>>;
  /** Writes the benchmark's file in a format, as the page does. */
  measureExport(format: ExportFormat, runs: number): Promise<HeadlessAnswer<ExportMeasure>>;
  /** Searches layouts on the WebGPU device. */
  searchLayouts(job: Job, space: SearchSpace): Promise<HeadlessAnswer<SearchResult>>;
  /** Seconds of each run of a benchmark case of planning on the WebGPU device, after a warm-up. */
  measurePlan(caseId: string, runs: number): Promise<HeadlessAnswer<number[]>>;
}

/** The page's global, `isoflop`: calls a method of the worker by name. */
export interface HeadlessGlobal {
  call(method: keyof HeadlessApi, args: readonly unknown[]): Promise<unknown>;
}
