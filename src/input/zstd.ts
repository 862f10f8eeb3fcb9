import { InputError } from '../errors.js';

const MAGIC = Buffer.of(0x28, 0xb5, 0x2f, 0xfd);
const DICTIONARY_BYTES = [0, 1, 2, 4];
const CONTENT_SIZE_BYTES = [0, 2, 4, 8];
const RLE = 1;

/** Bytes of one frame, in order. */
export interface ZstdPiece {
  readonly bytes: Buffer;
  /** True where the frame ends. */
  readonly last: boolean;
}

/** Whether a frame of zstd, or one for it to skip, begins so. */
export function isZstd(head: Buffer): boolean {
  return head.subarray(0, MAGIC.length).equals(MAGIC) || isSkipped(head);
}

function isSkipped([first = 0, ...rest]: Buffer): boolean {
  return first >= 0x50 && first <= 0x5f && rest[0] === 0x2a && rest[1] === 0x4d && rest[2] === 0x18;
}

/**
 * Cuts zstd data (RFC 8878) between its frames. Rejects with InputError where it ends within a frame, or goes on with something
 * that is none.
 */
export async function* zstdPieces(name: string, chunks: AsyncIterable<Buffer>): AsyncGenerator<ZstdPiece> {
  let frame = new Frame(name);
  for await (const chunk of chunks) {
    let start = 0;
    for (let at = 0; at < chunk.length; ) {
      at += frame.pass(chunk, at);
      if (!frame.ended) continue;
      yield { bytes: chunk.subarray(start, at), last: true };
      start = at;
      frame = new Frame(name);
    }
    if (start < chunk.length) yield { bytes: chunk.subarray(start), last: false };
  }
  if (frame.begun) throw damaged(name, 'its end is missing: it was cut off');
}

/** One frame, of which bytes are passed until it ends. */
class Frame {
  begun = false;
  ended = false;
  readonly #name: string;
  readonly #walk = walk();
  #left = 0;
  #read: Buffer | undefined;

  constructor(name: string) {
    this.#name = name;
    this.#step(this.#walk.next());
  }

  /** Takes bytes from `at` on and gives their number, which may be less than there are. */
  pass(chunk: Buffer, at: number): number {
    const part = chunk.subarray(at, at + this.#left);
    this.begun = true;
    this.#left -= part.length;
    if (this.#read !== undefined) this.#read = Buffer.concat([this.#read, part]);
    while (this.#left === 0 && !this.ended) this.#step(this.#walk.next(this.#read ?? MAGIC));
    return part.length;
  }

  #step({ done, value }: IteratorResult<Step, boolean>): void {
    if (!done) {
      this.#left = value.bytes;
      this.#read = value.read ? Buffer.alloc(0) : undefined;
    } else if (value) {
      this.ended = true;
    } else {
      throw damaged(this.#name, 'something else follows its end');
    }
  }
}

/** So many bytes of a frame: to be read, or to be passed over. */
interface Step {
  readonly bytes: number;
  readonly read: boolean;
}

const read = (bytes: number): Step => ({ bytes, read: true });
const over = (bytes: number): Step => ({ bytes, read: false });

/** The parts of a frame; false at the end when it is none. */
function* walk(): Generator<Step, boolean, Buffer> {
  const magic = yield read(MAGIC.length);
  if (isSkipped(magic)) {
    yield over((yield read(4)).readUInt32LE());
    return true;
  }
  if (!magic.equals(MAGIC)) return false;
  const descriptor = (yield read(1)).readUInt8();
  const single = (descriptor & 0x20) !== 0;
  const sizeFlag = descriptor >> 6;
  const sizeBytes = sizeFlag === 0 && single ? 1 : (CONTENT_SIZE_BYTES[sizeFlag] ?? 0);
  yield over((single ? 0 : 1) + (DICTIONARY_BYTES[descriptor & 3] ?? 0) + sizeBytes);
  for (let last = false; !last; ) {
    const header = (yield read(3)).readUIntLE(0, 3);
    last = (header & 1) === 1;
    yield over(((header >> 1) & 3) === RLE ? 1 : header >> 3);
  }
  if ((descriptor & 4) !== 0) yield over(4);
  return true;
}

function damaged(name: string, found: string): InputError {
  return new InputError(`${name}: cannot be unpacked as zstd: ${found}; compress or download it again`);
}
