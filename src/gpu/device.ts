import { type BackendInfo, BackendError } from '../sweep/backend';

/** An open GPU device with what the backend needs to know about it. */
export interface Gpu {
  readonly device: GPUDevice;
  readonly info: BackendInfo;
  /** Resolves when the device is gone, for whatever reason; never rejects. */
  readonly lost: Promise<BackendError>;
  /** The loss, once it has happened. */
  loss(): BackendError | undefined;
  /** Ends the device; pending and later work rejects as `gpu-lost`. */
  close(): void;
}

/** Whether there is a GPU; its absence is a state of the machine, not an error. */
export type GpuState = { readonly kind: 'open'; readonly gpu: Gpu } | { readonly kind: 'absent'; readonly reason: string };

/** Drivers that run shaders on the CPU, by the names they give themselves. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|microsoft basic render|\bwarp\b/i;

/** Limits that default to less than most adapters have. */
const LARGER_LIMITS = ['maxStorageBufferBindingSize', 'maxBufferSize'] as const;

/**
 * Asks for an adapter and a device with its largest buffers. The only place that does.
 * @param entry `navigator.gpu` in a page or worker, Dawn's object in Node; undefined where there is none.
 * @param onError hears errors that no error scope caught: mistakes of ours, worth a line on the console.
 */
export async function openGpu(entry: GPU | undefined, onError: (message: string) => void = console.error): Promise<GpuState> {
  if (!entry) return absent('This browser does not offer WebGPU.');
  try {
    const adapter = await entry.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) return absent('WebGPU found no adapter.');
    const requiredLimits = Object.fromEntries(LARGER_LIMITS.map((name) => [name, adapter.limits[name]]));
    const device = await adapter.requestDevice({ label: 'isoflop', requiredLimits });
    // three.js assigns the on-property, so listen beside it
    device.addEventListener('uncapturederror', ({ error }) => onError(`WebGPU: ${error.message}`));
    return { kind: 'open', gpu: watch(device, describe(adapter)) };
  } catch (error) {
    return absent(`WebGPU gave no device: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function absent(reason: string): GpuState {
  return { kind: 'absent', reason };
}

function watch(device: GPUDevice, info: BackendInfo): Gpu {
  let loss: BackendError | undefined;
  const lose = (message: string): BackendError => (loss ??= new BackendError('gpu-lost', message));
  const lost = device.lost.then(({ reason, message }) =>
    lose(
      reason === 'destroyed'
        ? 'The GPU device was closed.'
        : `The GPU device was lost: ${message.replace(/\.$/, '') || 'the driver gives no reason'}.`,
    ),
  );
  return { device, info, lost, loss: () => loss, close: () => device.destroy() };
}

/** Name of an adapter, and whether it is emulated. Older browsers have the fallback flag on the adapter itself. */
function describe(adapter: GPUAdapter & { readonly isFallbackAdapter?: boolean }): BackendInfo {
  const { vendor, architecture, device, description } = adapter.info;
  const name = [description || device, vendor, architecture].filter(Boolean).join(', ');
  const isSoftware = adapter.info.isFallbackAdapter || adapter.isFallbackAdapter === true || SOFTWARE.test(name);
  return { kind: 'webgpu', adapter: name || 'unnamed adapter', isSoftware };
}
