import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { numbersVersion, version } from '../../data/version';
import { InputError } from '../../quantities/issue';
import { createNativeDigest } from '../sweep/native-digest';

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));

const sidecarSchema = v.object({
  sweep: v.looseObject({}),
  version: v.string(),
  numbersVersion: v.optional(whole),
  backend: v.picklist(['cpu', 'webgpu']),
  adapter: v.string(),
  isSoftware: v.boolean(),
  rows: whole,
  bytes: whole,
  sha256: v.string(),
  shard: v.object({ index: whole, of: whole, file: v.string() }),
});

/** A shard as its sidecar describes it. */
export interface ShardFile extends v.InferOutput<typeof sidecarSchema> {
  readonly path: string;
}

/** An InputError about one of the SHARDs. */
export function refuseShard(path: string, allowed: string): never {
  throw new InputError([{ field: 'SHARD', given: path, allowed }]);
}

/** Reads the sidecar of a shard. Throws an InputError where there is none, or one of something else, or of another version. */
export async function readShardFile(path: string): Promise<ShardFile> {
  const text = await readFile(`${path}.json`, 'utf8').catch((error: NodeJS.ErrnoException) =>
    refuseShard(path, `a shard with its sidecar ${path}.json beside it, which cannot be read (${error.code})`),
  );
  const result = v.safeParse(sidecarSchema, parseJson(text));
  if (!result.success) refuseShard(path, `a shard, written with --shard; its sidecar ${path}.json does not describe one`);
  const { output } = result;
  if (output.version !== version)
    refuseShard(path, `shards written by version ${version}, which is this one; it was written by version ${output.version}`);
  if (output.numbersVersion !== numbersVersion) {
    const theirs = output.numbersVersion === undefined ? 'its sidecar states none' : `it was written with ${output.numbersVersion}`;
    refuseShard(path, `shards written with numbersVersion ${numbersVersion}, which is this build's; ${theirs}`);
  }
  return { ...output, path };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The bytes of a shard, in pieces, until the signal is aborted. */
export function readPieces({ path }: ShardFile, signal: AbortSignal): AsyncIterable<Uint8Array<ArrayBuffer>> {
  return createReadStream(path, { highWaterMark: 1 << 20, signal }) as AsyncIterable<Buffer<ArrayBuffer>>;
}

/** Checks that a shard's file is the one that its sidecar describes, byte for byte. Throws an InputError that names the file. */
export async function verifyShard(shard: ShardFile, remake: string, signal: AbortSignal): Promise<void> {
  const digest = createNativeDigest();
  try {
    for await (const piece of readPieces(shard, signal)) await digest.update(piece);
  } catch (error) {
    signal.throwIfAborted();
    refuseShard(shard.path, `a file that can be read (${(error as NodeJS.ErrnoException).code})`);
  }
  if (digest.hex() === shard.sha256) return;
  refuseShard(shard.path, `the bytes whose sha256 its sidecar states; it is damaged or was changed, this makes it again: ${remake}`);
}
