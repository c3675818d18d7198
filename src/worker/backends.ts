import { type Gpu, type GpuState, openGpu } from '../gpu/device';
import { createWebGpuBackend } from '../gpu/backend';
import { BackendError, type SweepBackend } from '../sweep/backend';
import { type ChosenBackend, chooseBackend, measureRate } from '../sweep/choose';
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
  private preference: BackendPreference = 'auto';
  private losses = 0;
  /** Resolves when the next loss of the device has been dealt with. */
  private settled: Promise<void> = Promise.resolve();

  constructor(listener: DeviceListener) {
    this.listener = listener;
  }

  /** The open GPU, or why there is none. The device is asked for once, and again when it is lost. */
  gpu(): Promise<GpuState> {
    this.state ??= this.open();
    return this.state;
  }

  /** The GPU for what the CPU could do as well: none where the user wants the CPU, and no software adapter unless the user wants it. */
  async gpuForFits(): Promise<Gpu | undefined> {
    const state = this.preference === 'cpu' ? undefined : await this.gpu();
    if (state?.kind !== 'open') return undefined;
    return state.gpu.info.isSoftware && this.preference === 'auto' ? undefined : state.gpu;
  }

  /** Chooses a backend: the one that is wished for, where it exists, else the faster by measurement. */
  async start(preference: BackendPreference): Promise<BackendChoice> {
    this.preference = preference;
    const { backend, reason, measured } = await this.chooseOnLiving(preference);
    this.chosen = backend;
    return { info: backend.info, reason, measured };
  }

  /** Chooses; again when the device is lost while it is measured. */
  private async chooseOnLiving(preference: BackendPreference): Promise<ChosenBackend> {
    for (;;) {
      try {
        return await this.choose(preference);
      } catch (error) {
        if (!(error instanceof BackendError) || error.failure !== 'gpu-lost') throw error;
        await this.settled;
      }
    }
  }

  async acquire(): Promise<SweepBackend> {
    if (!this.chosen) await this.start('auto');
    return this.chosen ?? this.cpu;
  }

  async replace(failed: SweepBackend, error: BackendError): Promise<SweepBackend | undefined> {
    if (failed === this.cpu) return undefined;
    // what the GPU cannot do is a matter of one sweep: the next may use it again
    if (error.failure === 'not-supported') return this.cpu;
    // a lost device may come back; other failures would only repeat themselves
    if (error.failure === 'gpu-lost') await this.gpu();
    this.chosen = error.failure === 'gpu-lost' && this.webgpu && this.webgpu !== failed ? this.webgpu : this.cpu;
    return this.chosen;
  }

  private async choose(preference: BackendPreference): Promise<ChosenBackend> {
    const state = await this.gpu();
    if (state.kind === 'absent' || !this.webgpu) {
      const why = state.kind === 'absent' ? state.reason : '';
      return { backend: this.cpu, reason: `${why} Sweeps run on the CPU.`, measured: { cpu: await measureRate(this.cpu) } };
    }
    this.measured ??= chooseBackend(this.cpu, this.webgpu);
    const { measured } = await this.measured;
    if (preference === 'cpu') return { backend: this.cpu, reason: 'The CPU, by your choice.', measured };
    if (preference === 'webgpu' && this.webgpu) return { backend: this.webgpu, reason: 'WebGPU, by your choice.', measured };
    return this.measured;
  }

  private async open(): Promise<GpuState> {
    const state = await openGpu(navigator.gpu);
    if (state.kind === 'open') {
      this.webgpu = createWebGpuBackend(state.gpu);
      this.settled = state.gpu.lost.then((error) => this.reopen(error));
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
