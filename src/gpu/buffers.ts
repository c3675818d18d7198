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

/** Creates a buffer that work is copied to for the host to read. */
export function stagingBuffer({ device }: Gpu, label: string, size: number): GPUBuffer {
  return device.createBuffer({ label, size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
}

/**
 * Reads staging buffers as a whole once the calls that fill them have proved right. Whatever comes of it, they are gone then, and so are the
 * `others` that the work used.
 */
export async function readOnce(
  verdict: Promise<void>,
  staging: readonly GPUBuffer[],
  others: readonly GPUBuffer[],
): Promise<readonly ArrayBuffer[]> {
  try {
    await verdict;
    await Promise.all(staging.map((buffer) => buffer.mapAsync(GPUMapMode.READ)));
    return staging.map((buffer) => buffer.getMappedRange().slice(0));
  } finally {
    for (const buffer of [...staging, ...others]) buffer.destroy();
  }
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

  /**
   * Takes a lent staging buffer back with what `read` makes of its first `bytes`, once the work that fills it has succeeded. The memory that
   * `read` is given is gone afterwards.
   */
  readBack<T>(buffer: GPUBuffer, bytes: number, work: Promise<unknown>, read: (memory: ArrayBuffer) => T): Promise<T> {
    const mapped = buffer.mapAsync(GPUMapMode.READ, 0, bytes);
    const result = Promise.all([work, mapped]).then(() => {
      const value = read(buffer.getMappedRange(0, bytes));
      buffer.unmap();
      return value;
    });
    return this.giveAfter(result, buffer);
  }

  /** Frees idle buffers now, and lent ones when they come back. */
  dispose(): void {
    this.isDisposed = true;
    for (const buffer of this.idle.splice(0)) buffer.destroy();
  }
}
