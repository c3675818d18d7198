import { storage } from 'three/tsl';
import { StorageBufferAttribute, type StorageBufferNode, type WebGPURenderer } from 'three/webgpu';

interface BufferRecords {
  get(attribute: StorageBufferAttribute): { buffer?: Pick<GPUBuffer, 'destroy'> };
}

/** Not public API of three.js, so it is named here only; `scene-view.gpu.test.ts` sees it break. */
function recordOf(renderer: WebGPURenderer, attribute: StorageBufferAttribute): { buffer?: Pick<GPUBuffer, 'destroy'> } {
  return (renderer.backend as unknown as BufferRecords).get(attribute);
}

/**
 * Makes three.js use an existing buffer for an attribute. The record must be filled before the attribute is first drawn: the
 * backend creates a buffer only where there is none. The one-element array is a stand-in that is never uploaded.
 */
function adopt(renderer: WebGPURenderer, buffer: GPUBuffer): StorageBufferAttribute {
  const attribute = new StorageBufferAttribute(new Float32Array(1), 1);
  recordOf(renderer, attribute).buffer = buffer;
  return attribute;
}

/** Storage of another owner that three.js draws from and never destroys. */
export class AdoptedFloats {
  /** A read-only `array<f32>` for vertex code. */
  readonly node: StorageBufferNode<'float'>;
  private attribute: StorageBufferAttribute;
  private readonly renderer: WebGPURenderer;
  private buffer: GPUBuffer;

  constructor(renderer: WebGPURenderer, buffer: GPUBuffer) {
    this.renderer = renderer;
    this.buffer = buffer;
    this.attribute = adopt(renderer, buffer);
    this.node = storage(this.attribute, 'float', buffer.size / 4).toReadOnly();
  }

  /** Points the node at another buffer, of any size. The bind group follows at the next draw; the pipeline stays. */
  swap(buffer: GPUBuffer): void {
    if (buffer === this.buffer) return;
    this.release();
    this.buffer = buffer;
    this.attribute = adopt(this.renderer, buffer);
    (this.node as unknown as { value: StorageBufferAttribute }).value = this.attribute;
  }

  /** Makes three.js forget the buffer. It destroys what it knows of when it is disposed, and this buffer is not its own. */
  release(): void {
    recordOf(this.renderer, this.attribute).buffer = { destroy: () => undefined };
    this.attribute.dispose();
  }
}
