// SHA-256 in pieces (FIPS 180-4). The browser's own takes a file at once only, and a library that calls a function for each part of a round
// runs at a quarter of this speed in Chromium: its compiler stops inlining long before the end of a block. So the rounds are written out.

/** Bytes of a block. */
const BLOCK_BYTES = 64;

/** Bytes of the length, in bits, that ends the last block. */
const LENGTH_BYTES = 8;

/** Bytes whose number of bits fills 32 bits. */
const BYTES_OF_LOW_WORD = 2 ** 29;

/** The hash value before the first block (section 5.3.3). */
const START = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

/** A constant for each round (section 4.2.2). */
// prettier-ignore
const ROUNDS = Int32Array.of(
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
);

/** How far a hash is. Plain data, so that it may pass from thread to thread between two pieces. */
export interface HashState {
  /** The hash value after the last whole block, [8]. */
  readonly words: Int32Array<ArrayBuffer>;
  /** The block that is not whole yet, [64]. */
  readonly block: Uint8Array<ArrayBuffer>;
  /** Bytes so far; what they leave over 64 is filled of the block. */
  bytes: number;
}

/** The state before the first byte. */
export function startHash(): HashState {
  return { words: Int32Array.from(START), block: new Uint8Array(BLOCK_BYTES), bytes: 0 };
}

/** Adds a piece of any length. */
export function addBytes(state: HashState, bytes: Uint8Array): void {
  const { words, block } = state;
  const filled = state.bytes % BLOCK_BYTES;
  state.bytes += bytes.length;
  let from = 0;
  if (filled > 0) {
    from = Math.min(BLOCK_BYTES - filled, bytes.length);
    block.set(bytes.subarray(0, from), filled);
    if (filled + from < BLOCK_BYTES) return;
    addBlocks(words, block, 0, BLOCK_BYTES);
  }
  const to = bytes.length - ((bytes.length - from) % BLOCK_BYTES);
  addBlocks(words, bytes, from, to);
  block.set(bytes.subarray(to));
}

/** Ends the hash and returns it in lower-case hexadecimal; the state is used up. */
export function finishHash({ words, block, bytes }: HashState): string {
  const filled = bytes % BLOCK_BYTES;
  block[filled] = 0x80;
  block.fill(0, filled + 1);
  if (filled + 1 > BLOCK_BYTES - LENGTH_BYTES) {
    addBlocks(words, block, 0, BLOCK_BYTES);
    block.fill(0);
  }
  const view = new DataView(block.buffer);
  view.setUint32(BLOCK_BYTES - 8, Math.floor(bytes / BYTES_OF_LOW_WORD));
  view.setUint32(BLOCK_BYTES - 4, (bytes % BYTES_OF_LOW_WORD) * 8);
  addBlocks(words, block, 0, BLOCK_BYTES);
  return Array.from(words, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

/** Turns the bits of a word right. Short enough to be inlined everywhere. */
function turn(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

/** Adds the whole blocks of bytes [from, to). Letters and words are those of section 6.2.2; sixteen rounds at a time, so that nothing moves between them. */
function addBlocks(words: Int32Array, bytes: Uint8Array, from: number, to: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let a = words[0]!;
  let b = words[1]!;
  let c = words[2]!;
  let d = words[3]!;
  let e = words[4]!;
  let f = words[5]!;
  let g = words[6]!;
  let h = words[7]!;
  for (let at = from; at < to; at += BLOCK_BYTES) {
    let w0 = view.getInt32(at);
    let w1 = view.getInt32(at + 4);
    let w2 = view.getInt32(at + 8);
    let w3 = view.getInt32(at + 12);
    let w4 = view.getInt32(at + 16);
    let w5 = view.getInt32(at + 20);
    let w6 = view.getInt32(at + 24);
    let w7 = view.getInt32(at + 28);
    let w8 = view.getInt32(at + 32);
    let w9 = view.getInt32(at + 36);
    let w10 = view.getInt32(at + 40);
    let w11 = view.getInt32(at + 44);
    let w12 = view.getInt32(at + 48);
    let w13 = view.getInt32(at + 52);
    let w14 = view.getInt32(at + 56);
    let w15 = view.getInt32(at + 60);
    for (let t = 0; t < 64; t += 16) {
      if (t > 0) {
        w0 = (w0 + (turn(w1, 7) ^ turn(w1, 18) ^ (w1 >>> 3)) + w9 + (turn(w14, 17) ^ turn(w14, 19) ^ (w14 >>> 10))) | 0;
        w1 = (w1 + (turn(w2, 7) ^ turn(w2, 18) ^ (w2 >>> 3)) + w10 + (turn(w15, 17) ^ turn(w15, 19) ^ (w15 >>> 10))) | 0;
        w2 = (w2 + (turn(w3, 7) ^ turn(w3, 18) ^ (w3 >>> 3)) + w11 + (turn(w0, 17) ^ turn(w0, 19) ^ (w0 >>> 10))) | 0;
        w3 = (w3 + (turn(w4, 7) ^ turn(w4, 18) ^ (w4 >>> 3)) + w12 + (turn(w1, 17) ^ turn(w1, 19) ^ (w1 >>> 10))) | 0;
        w4 = (w4 + (turn(w5, 7) ^ turn(w5, 18) ^ (w5 >>> 3)) + w13 + (turn(w2, 17) ^ turn(w2, 19) ^ (w2 >>> 10))) | 0;
        w5 = (w5 + (turn(w6, 7) ^ turn(w6, 18) ^ (w6 >>> 3)) + w14 + (turn(w3, 17) ^ turn(w3, 19) ^ (w3 >>> 10))) | 0;
        w6 = (w6 + (turn(w7, 7) ^ turn(w7, 18) ^ (w7 >>> 3)) + w15 + (turn(w4, 17) ^ turn(w4, 19) ^ (w4 >>> 10))) | 0;
        w7 = (w7 + (turn(w8, 7) ^ turn(w8, 18) ^ (w8 >>> 3)) + w0 + (turn(w5, 17) ^ turn(w5, 19) ^ (w5 >>> 10))) | 0;
        w8 = (w8 + (turn(w9, 7) ^ turn(w9, 18) ^ (w9 >>> 3)) + w1 + (turn(w6, 17) ^ turn(w6, 19) ^ (w6 >>> 10))) | 0;
        w9 = (w9 + (turn(w10, 7) ^ turn(w10, 18) ^ (w10 >>> 3)) + w2 + (turn(w7, 17) ^ turn(w7, 19) ^ (w7 >>> 10))) | 0;
        w10 = (w10 + (turn(w11, 7) ^ turn(w11, 18) ^ (w11 >>> 3)) + w3 + (turn(w8, 17) ^ turn(w8, 19) ^ (w8 >>> 10))) | 0;
        w11 = (w11 + (turn(w12, 7) ^ turn(w12, 18) ^ (w12 >>> 3)) + w4 + (turn(w9, 17) ^ turn(w9, 19) ^ (w9 >>> 10))) | 0;
        w12 = (w12 + (turn(w13, 7) ^ turn(w13, 18) ^ (w13 >>> 3)) + w5 + (turn(w10, 17) ^ turn(w10, 19) ^ (w10 >>> 10))) | 0;
        w13 = (w13 + (turn(w14, 7) ^ turn(w14, 18) ^ (w14 >>> 3)) + w6 + (turn(w11, 17) ^ turn(w11, 19) ^ (w11 >>> 10))) | 0;
        w14 = (w14 + (turn(w15, 7) ^ turn(w15, 18) ^ (w15 >>> 3)) + w7 + (turn(w12, 17) ^ turn(w12, 19) ^ (w12 >>> 10))) | 0;
        w15 = (w15 + (turn(w0, 7) ^ turn(w0, 18) ^ (w0 >>> 3)) + w8 + (turn(w13, 17) ^ turn(w13, 19) ^ (w13 >>> 10))) | 0;
      }
      h = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + (g ^ (e & (f ^ g))) + ROUNDS[t]! + w0) | 0;
      d = (d + h) | 0;
      h = (h + (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) | (c & (a | b)))) | 0;
      g = (g + (turn(d, 6) ^ turn(d, 11) ^ turn(d, 25)) + (f ^ (d & (e ^ f))) + ROUNDS[t + 1]! + w1) | 0;
      c = (c + g) | 0;
      g = (g + (turn(h, 2) ^ turn(h, 13) ^ turn(h, 22)) + ((h & a) | (b & (h | a)))) | 0;
      f = (f + (turn(c, 6) ^ turn(c, 11) ^ turn(c, 25)) + (e ^ (c & (d ^ e))) + ROUNDS[t + 2]! + w2) | 0;
      b = (b + f) | 0;
      f = (f + (turn(g, 2) ^ turn(g, 13) ^ turn(g, 22)) + ((g & h) | (a & (g | h)))) | 0;
      e = (e + (turn(b, 6) ^ turn(b, 11) ^ turn(b, 25)) + (d ^ (b & (c ^ d))) + ROUNDS[t + 3]! + w3) | 0;
      a = (a + e) | 0;
      e = (e + (turn(f, 2) ^ turn(f, 13) ^ turn(f, 22)) + ((f & g) | (h & (f | g)))) | 0;
      d = (d + (turn(a, 6) ^ turn(a, 11) ^ turn(a, 25)) + (c ^ (a & (b ^ c))) + ROUNDS[t + 4]! + w4) | 0;
      h = (h + d) | 0;
      d = (d + (turn(e, 2) ^ turn(e, 13) ^ turn(e, 22)) + ((e & f) | (g & (e | f)))) | 0;
      c = (c + (turn(h, 6) ^ turn(h, 11) ^ turn(h, 25)) + (b ^ (h & (a ^ b))) + ROUNDS[t + 5]! + w5) | 0;
      g = (g + c) | 0;
      c = (c + (turn(d, 2) ^ turn(d, 13) ^ turn(d, 22)) + ((d & e) | (f & (d | e)))) | 0;
      b = (b + (turn(g, 6) ^ turn(g, 11) ^ turn(g, 25)) + (a ^ (g & (h ^ a))) + ROUNDS[t + 6]! + w6) | 0;
      f = (f + b) | 0;
      b = (b + (turn(c, 2) ^ turn(c, 13) ^ turn(c, 22)) + ((c & d) | (e & (c | d)))) | 0;
      a = (a + (turn(f, 6) ^ turn(f, 11) ^ turn(f, 25)) + (h ^ (f & (g ^ h))) + ROUNDS[t + 7]! + w7) | 0;
      e = (e + a) | 0;
      a = (a + (turn(b, 2) ^ turn(b, 13) ^ turn(b, 22)) + ((b & c) | (d & (b | c)))) | 0;
      h = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + (g ^ (e & (f ^ g))) + ROUNDS[t + 8]! + w8) | 0;
      d = (d + h) | 0;
      h = (h + (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) | (c & (a | b)))) | 0;
      g = (g + (turn(d, 6) ^ turn(d, 11) ^ turn(d, 25)) + (f ^ (d & (e ^ f))) + ROUNDS[t + 9]! + w9) | 0;
      c = (c + g) | 0;
      g = (g + (turn(h, 2) ^ turn(h, 13) ^ turn(h, 22)) + ((h & a) | (b & (h | a)))) | 0;
      f = (f + (turn(c, 6) ^ turn(c, 11) ^ turn(c, 25)) + (e ^ (c & (d ^ e))) + ROUNDS[t + 10]! + w10) | 0;
      b = (b + f) | 0;
      f = (f + (turn(g, 2) ^ turn(g, 13) ^ turn(g, 22)) + ((g & h) | (a & (g | h)))) | 0;
      e = (e + (turn(b, 6) ^ turn(b, 11) ^ turn(b, 25)) + (d ^ (b & (c ^ d))) + ROUNDS[t + 11]! + w11) | 0;
      a = (a + e) | 0;
      e = (e + (turn(f, 2) ^ turn(f, 13) ^ turn(f, 22)) + ((f & g) | (h & (f | g)))) | 0;
      d = (d + (turn(a, 6) ^ turn(a, 11) ^ turn(a, 25)) + (c ^ (a & (b ^ c))) + ROUNDS[t + 12]! + w12) | 0;
      h = (h + d) | 0;
      d = (d + (turn(e, 2) ^ turn(e, 13) ^ turn(e, 22)) + ((e & f) | (g & (e | f)))) | 0;
      c = (c + (turn(h, 6) ^ turn(h, 11) ^ turn(h, 25)) + (b ^ (h & (a ^ b))) + ROUNDS[t + 13]! + w13) | 0;
      g = (g + c) | 0;
      c = (c + (turn(d, 2) ^ turn(d, 13) ^ turn(d, 22)) + ((d & e) | (f & (d | e)))) | 0;
      b = (b + (turn(g, 6) ^ turn(g, 11) ^ turn(g, 25)) + (a ^ (g & (h ^ a))) + ROUNDS[t + 14]! + w14) | 0;
      f = (f + b) | 0;
      b = (b + (turn(c, 2) ^ turn(c, 13) ^ turn(c, 22)) + ((c & d) | (e & (c | d)))) | 0;
      a = (a + (turn(f, 6) ^ turn(f, 11) ^ turn(f, 25)) + (h ^ (f & (g ^ h))) + ROUNDS[t + 15]! + w15) | 0;
      e = (e + a) | 0;
      a = (a + (turn(b, 2) ^ turn(b, 13) ^ turn(b, 22)) + ((b & c) | (d & (b | c)))) | 0;
    }
    words[0] = a = (words[0]! + a) | 0;
    words[1] = b = (words[1]! + b) | 0;
    words[2] = c = (words[2]! + c) | 0;
    words[3] = d = (words[3]! + d) | 0;
    words[4] = e = (words[4]! + e) | 0;
    words[5] = f = (words[5]! + f) | 0;
    words[6] = g = (words[6]! + g) | 0;
    words[7] = h = (words[7]! + h) | 0;
  }
}
