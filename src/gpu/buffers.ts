import type { Gpu } from './device';

/** Creates a storage buffer of zeros. */
export function storageBuffer({ device }: Gpu, label: string, size: number, usage: GPUBufferUsageFlags = 0): GPUBuffer {
  return device.createBuffer({ label, size, usage: GPUBufferUsage.STORAGE | usage });
}

/** Creates a storage buffer that holds a copy of the data. */
export function upload(gpu: Gpu, label: string, data: ArrayBuffer | ArrayBufferView<ArrayBuffer>): GPUBuffer {
  const buffer = storageBuffer(gpu, label, data.byteLength, GPUBufferUsage.COPY_DST);
  gpu.device.queue.writeBuffer(buffer, 0, data);
  return buffer;
}

/** Buffers of one use that are lent out and come back, so that each tile need not allocate its own. */
export class BufferPool {
  private readonly gpu: Gpu;
  private readonly label: string;
  private readonly usage: GPUBufferUsageFlags;
  private readonly largest: number;
  private readonly idle: GPUBuffer[] = [];
  private isDisposed = false;

  /** @param largest bytes that no buffer may exceed */
  constructor(gpu: Gpu, label: string, usage: GPUBufferUsageFlags, largest: number) {
    this.gpu = gpu;
    this.label = label;
    this.usage = usage;
    this.largest = largest;
  }

  /** A buffer of at least `bytes`. */
  take(bytes: number): GPUBuffer {
    const found = this.idle.findIndex(({ size }) => size >= bytes);
    const [buffer] = found < 0 ? [] : this.idle.splice(found, 1);
    if (buffer) return buffer;
    // tiles have grown: an idle buffer that was too small for this one will be for the next
    this.idle.pop()?.destroy();
    const size = Math.max(Math.min(2 ** Math.ceil(Math.log2(bytes)), this.largest), bytes);
    return this.gpu.device.createBuffer({ label: this.label, size, usage: this.usage });
  }

  /**
   * Takes a lent buffer back, unmapped, when the work on it has succeeded, and settles as that does. After a failure the buffer may
   * be no buffer at all (memory ran out), so it is dropped.
   */
  async giveAfter<T>(work: Promise<T>, buffer: GPUBuffer): Promise<T> {
    try {
      const result = await work;
      if (this.isDisposed) buffer.destroy();
      else this.idle.push(buffer);
      return result;
    } catch (error) {
      buffer.destroy();
      throw error;
    }
  }

  /** Frees idle buffers now, and lent ones when they come back. */
  dispose(): void {
    this.isDisposed = true;
    for (const buffer of this.idle.splice(0)) buffer.destroy();
  }
}
