import { createHash } from 'node:crypto';

// 32 bytes of digest a mebibyte: a file of 100 GiB costs 3 MiB of memory.
const BLOCK_BYTES = 1024 * 1024;

/** What a file held when it was read through before the first call: a digest for each of its mebibytes. */
export class Witness {
  readonly #digests: string[] = [];

  /** Passes bytes on and takes note of them. Calls `onBlock` after each mebibyte. */
  async *watch(bytes: AsyncIterable<Buffer>, onBlock: () => void): AsyncGenerator<Buffer> {
    let hash = createHash('sha256');
    let size = 0;
    for await (const chunk of bytes) {
      for (const part of partsOf(chunk, BLOCK_BYTES - size)) {
        hash.update(part);
        size += part.length;
        if (size < BLOCK_BYTES) continue;
        this.#digests.push(hash.digest('base64'));
        hash = createHash('sha256');
        size = 0;
        onBlock();
      }
      yield chunk;
    }
    if (size > 0) this.#digests.push(hash.digest('base64'));
  }

  /** One digest of all that was watched, in hex: the same for the same bytes. */
  digest(): string {
    return createHash('sha256').update(this.#digests.join('\n')).digest('hex');
  }

  /**
   * Passes on the bytes of a later reading, a mebibyte at a time, each after it was found to be what it was. Calls `changed`
   * before the first that is not, or where the file ends too early; goes on without looking from there.
   */
  async *compare(bytes: AsyncIterable<Buffer>, changed: () => void): AsyncGenerator<Buffer> {
    let same = true;
    let block = 0;
    let held: Buffer[] = [];
    let size = 0;
    const compareBlock = (): readonly Buffer[] => {
      if (size > 0 && same && digestOf(held) !== this.#digests[block++]) {
        same = false;
        changed();
      }
      const checked = held;
      held = [];
      size = 0;
      return checked;
    };
    for await (const chunk of bytes) {
      for (const part of same ? partsOf(chunk, BLOCK_BYTES - size) : [chunk]) {
        held.push(part);
        size += part.length;
        if (size >= BLOCK_BYTES || !same) yield* compareBlock();
      }
    }
    yield* compareBlock();
    if (same && block < this.#digests.length) changed();
  }
}

/** `chunk` cut where a block ends that takes `room` bytes more. */
function partsOf(chunk: Buffer, room: number): readonly Buffer[] {
  return chunk.length <= room ? [chunk] : [chunk.subarray(0, room), ...blocksOf(chunk.subarray(room))];
}

function* blocksOf(chunk: Buffer): Generator<Buffer> {
  for (let at = 0; at < chunk.length; at += BLOCK_BYTES) yield chunk.subarray(at, at + BLOCK_BYTES);
}

function digestOf(parts: readonly Buffer[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('base64');
}
