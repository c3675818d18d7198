import { type Gpu, type GpuState, openGpu } from '../gpu/device';
import { createWebGpuBackend } from '../gpu/backend';
import type { BackendError, SweepBackend } from '../sweep/backend';
import { type ChosenBackend, chooseBackend } from '../sweep/choose';
import { createWebCpuBackend } from '../sweep/cpu/web-pool';
import type { BackendSource } from '../sweep/run';
import type { BackendChoice, BackendPreference } from './api';

/** After this many losses the GPU is left alone until the page is loaded again. */
const MOST_LOSSES = 3;

/** Tells about the device that pictures are drawn on. */
export interface DeviceListener {
  /** The device was lost; `next` is the new one, undefined where there is none any more. */
  onDeviceReplaced(error: BackendError, next: Gpu | undefined): void;
}

/** Owns the GPU device and both backends, chooses between them, and finds a replacement when one fails. */
export class Backends implements BackendSource {
  private readonly listener: DeviceListener;
  private readonly cpu = createWebCpuBackend();
  private state: Promise<GpuState> | undefined;
  private webgpu: SweepBackend | undefined;
  private measured: Promise<ChosenBackend> | undefined;
  private chosen: SweepBackend | undefined;
  private losses = 0;

  constructor(listener: DeviceListener) {
    this.listener = listener;
  }

  /** The open GPU, or why there is none. The device is asked for once, and again when it is lost. */
  gpu(): Promise<GpuState> {
    this.state ??= this.open();
    return this.state;
  }

  /** Chooses a backend: the one that is wished for, where it exists, else the faster by measurement. */
  async start(preference: BackendPreference): Promise<BackendChoice> {
    const { backend, reason, measured } = await this.choose(preference);
    this.chosen = backend;
    return { info: backend.info, reason, measured };
  }

  async acquire(): Promise<SweepBackend> {
    if (!this.chosen) await this.start('auto');
    return this.chosen ?? this.cpu;
  }

  async replace(failed: SweepBackend, error: BackendError): Promise<SweepBackend | undefined> {
    if (failed === this.cpu) return undefined;
    // a lost device may come back; other failures would only repeat themselves
    if (error.failure === 'gpu-lost') await this.gpu();
    this.chosen = error.failure === 'gpu-lost' && this.webgpu && this.webgpu !== failed ? this.webgpu : this.cpu;
    return this.chosen;
  }

  private async choose(preference: BackendPreference): Promise<ChosenBackend> {
    const state = await this.gpu();
    if (state.kind === 'absent' || !this.webgpu) {
      const why = state.kind === 'absent' ? state.reason : '';
      return { backend: this.cpu, reason: `${why} Sweeps run on the CPU.`, measured: {} };
    }
    if (preference === 'cpu') return { backend: this.cpu, reason: 'The CPU, by your choice.', measured: {} };
    if (preference === 'webgpu') return { backend: this.webgpu, reason: 'WebGPU, by your choice.', measured: {} };
    this.measured ??= chooseBackend(this.cpu, this.webgpu);
    return this.measured;
  }

  private async open(): Promise<GpuState> {
    const state = await openGpu(navigator.gpu);
    if (state.kind === 'open') {
      this.webgpu = createWebGpuBackend(state.gpu);
      void state.gpu.lost.then((error) => this.reopen(error));
    }
    return state;
  }

  private async reopen(error: BackendError): Promise<void> {
    this.losses += 1;
    this.webgpu = undefined;
    this.measured = undefined;
    this.state = this.losses < MOST_LOSSES ? this.open() : Promise.resolve(lostForGood());
    const state = await this.state;
    if (this.chosen?.info.kind === 'webgpu') this.chosen = this.webgpu ?? this.cpu;
    this.listener.onDeviceReplaced(error, state.kind === 'open' ? state.gpu : undefined);
  }
}

function lostForGood(): GpuState {
  return { kind: 'absent', reason: `The GPU was lost ${MOST_LOSSES} times.` };
}
