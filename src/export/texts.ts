import { MAX_NUMBER_BYTES, writeFloat64 } from './number';

/** 32-bit words of a text: room for the longest number and a comma. */
const STRIDE = Math.ceil((MAX_NUMBER_BYTES + 1) / 4);

/** Bytes that `copyText` may write beyond the end of a text. */
export const OVERSHOOT = 3;

/** The texts of an axis, written once and padded to whole words, so that they are copied four bytes at a time. */
export interface Texts {
  /** [texts, STRIDE], little-endian */
  readonly words: Int32Array;
  /** Bytes of each text, comma included. */
  readonly lengths: Uint8Array;
}

/** Writes every value of an axis, each followed by a comma. */
export function writeTexts(values: Float64Array, comma: number): Texts {
  const words = new Int32Array(values.length * STRIDE);
  const lengths = new Uint8Array(values.length);
  const bytes = new Uint8Array(STRIDE * 4);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => {
    const end = writeFloat64(value, bytes, 0);
    bytes[end] = comma;
    lengths[i] = end + 1;
    for (let word = 0; word < STRIDE; word++) words[i * STRIDE + word] = view.getInt32(word * 4, true);
  });
  return { words, lengths };
}

/** Copies text i and returns the next free place; up to OVERSHOOT bytes beyond it are overwritten, too. */
export function copyText({ words, lengths }: Texts, i: number, out: DataView, at: number): number {
  const end = at + lengths[i]!;
  for (let word = i * STRIDE; at < end; word++, at += 4) out.setInt32(at, words[word]!, true);
  return end;
}
