import { Duplex } from 'node:stream';
import * as zlib from 'node:zlib';
import { InputError } from '../errors.js';
import { peek } from './peek.js';
import { isZstd, type ZstdPiece, zstdPieces } from './zstd.js';

/** What a compressed file may cost: beyond this size, it may be no more than so many times larger than it was. */
export interface UnpackLimits {
  readonly freeBytes: number;
  readonly ratio: number;
}

// Lists of contacts become 5 to 50 times smaller; only what is made for it becomes a thousand times.
const LIMITS: UnpackLimits = { freeBytes: 2 ** 30, ratio: 200 };
const CHUNK_BYTES = 64 * 1024;
const BLOCK_BYTES = 16 * 1024; // may become a thousand times as many at once
const MAGIC_BYTES = 4;
const GZIP_MAGIC = Buffer.of(0x1f, 0x8b);
const ENDINGS = /\.(?:gz|zst|br)$/i;

/** `path` without the ending of a compressed file. */
export function unpackedName(path: string): string {
  return path.replace(ENDINGS, '');
}

/**
 * The bytes as they were before they were compressed: gzip and zstd are known by their content, brotli by the ending `.br` of `path`.
 * Rejects with InputError where they are cut off or damaged, go on with something else, or exceed the limits; and for
 * zstd on a Node that cannot read it.
 */
export async function* unpack(
  name: string,
  path: string,
  bytes: AsyncIterable<Buffer>,
  limits: UnpackLimits = LIMITS,
): AsyncGenerator<Buffer> {
  const { head, chunks } = await peek(bytes, (read) => read.length >= MAGIC_BYTES);
  if (head.subarray(0, GZIP_MAGIC.length).equals(GZIP_MAGIC)) {
    yield* bounded(name, chunks, limits, (counted) => through(name, 'gzip', zlib.createGunzip(OPTIONS), counted));
  } else if (isZstd(head)) {
    const create = zstdMaker(name);
    yield* bounded(name, chunks, limits, (counted) => unzstd(name, create, counted));
  } else if (/\.br$/i.test(path)) {
    const engine = zlib.createBrotliDecompress(OPTIONS);
    yield* bounded(name, chunks, limits, (counted) => through(name, 'brotli', engine, counted));
  } else {
    yield* chunks;
  }
}

const OPTIONS = { chunkSize: CHUNK_BYTES };

async function* bounded(
  name: string,
  chunks: AsyncIterable<Buffer>,
  { freeBytes, ratio }: UnpackLimits,
  open: (chunks: AsyncIterable<Buffer>) => AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  let packed = 0;
  let unpacked = 0;
  async function* counted(): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      packed += chunk.length;
      yield chunk;
    }
  }
  for await (const chunk of open(counted())) {
    unpacked += chunk.length;
    if (unpacked > freeBytes && unpacked > ratio * packed) {
      throw new InputError(
        `${name}: expected contacts, found a file that becomes more than ${ratio} times larger when unpacked, which is made to fill memory and disks; if it is right, unpack it and import what is in it`,
      );
    }
    yield chunk;
  }
}

/** Frame by frame, since Node leaves out all but the first, and on 22 does not miss the end. */
async function* unzstd(name: string, create: () => Duplex, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const pieces = zstdPieces(name, chunks);
  for (let next = await pieces.next(); !next.done; next = await pieces.next()) {
    yield* through(name, 'zstd', create(), frameFrom(next.value, pieces));
  }
}

async function* frameFrom(first: ZstdPiece, rest: AsyncIterator<ZstdPiece>): AsyncGenerator<Buffer> {
  for (let piece = first; ; ) {
    yield piece.bytes;
    if (piece.last) return;
    const next = await rest.next();
    if (next.done) return;
    piece = next.value;
  }
}

/**
 * What `engine` makes of the chunks, as far as it comes: where they break, all that was whole before is given first, and
 * that does not depend on how they were cut.
 */
async function* through(
  name: string,
  kind: string,
  engine: Duplex,
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  const made: Buffer[] = [];
  let failure: unknown;
  let over = false;
  let wake: () => void = () => {};
  engine.on('data', (chunk: Buffer) => made.push(chunk));
  engine.on('error', (error) => {
    failure ??= error;
    wake();
  });
  // With something behind its end, the engine ends without a word to who writes.
  engine.on('end', () => {
    over = true;
    wake();
  });
  const until = (start: (done: () => void) => void): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
      start(resolve);
    });

  let fed = 0;
  try {
    for await (const block of blocksOf(chunks)) {
      if (over) break;
      fed += block.length;
      await until((done) => engine.write(block, () => done()));
      yield* made.splice(0);
      if (failure !== undefined) throw damaged(name, kind, failure);
    }
    const ended = over;
    if (!ended) await until(() => engine.end());
    yield* made.splice(0);
    if (failure !== undefined) throw damaged(name, kind, failure);
    const taken = 'bytesWritten' in engine ? engine.bytesWritten : fed;
    if (ended || taken !== fed) throw damaged(name, kind, { code: 'ERR_STREAM_PREMATURE_CLOSE' });
  } finally {
    engine.destroy();
  }
}

/** The same bytes, each block but the last of one size. */
async function* blocksOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    let start = 0;
    for (; held.length - start >= BLOCK_BYTES; start += BLOCK_BYTES) yield held.subarray(start, start + BLOCK_BYTES);
    held = held.subarray(start);
  }
  if (held.length > 0) yield held;
}

const FOUND: Readonly<Record<string, string>> = {
  Z_BUF_ERROR: 'its end is missing: it was cut off',
  ERR_STREAM_PREMATURE_CLOSE: 'something else follows its end',
};

function damaged(name: string, kind: string, error: unknown): unknown {
  if (error instanceof InputError) return error;
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  const found = FOUND[code] ?? 'it is damaged';
  return new InputError(`${name}: cannot be unpacked as ${kind}: ${found}; compress or download it again`, {
    cause: error,
  });
}

/** Node has zstd from 22.15 on, and its types for older ones do not know it. */
function zstdMaker(name: string): () => Duplex {
  const create: unknown = Reflect.get(zlib, 'createZstdDecompress');
  if (typeof create !== 'function') {
    throw new InputError(
      `${name} is compressed with zstd, which Node ${process.versions.node} cannot read: expected Node 22.15 or newer; or unpack it with: unzstd ${name}`,
    );
  }
  return () => {
    const engine: unknown = create(OPTIONS);
    if (engine instanceof Duplex) return engine;
    throw new Error('node:zlib gave no stream for zstd');
  };
}
