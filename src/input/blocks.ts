import { MAX_RECORD_BYTES } from './limits.js';
import { LineCounter } from './lines.js';

const LF = 10;
const CR = 13;
const QUOTE = 34;

/** Bytes of CSV records, and for each of them the line on which it starts. Lines without a byte are no records. */
export interface Block {
  readonly bytes: Buffer;
  readonly lines: readonly number[];
}

/**
 * Cuts CSV text after line ends that stand outside quotes. A streaming csv-parse keeps the last bytes of what it was given
 * until more come, which holds back the last row of a slow pipe, and tells only the line on which a record ends.
 *
 * Whether a quote opens or closes is told by counting. That goes wrong only after a quote that csv-parse refuses.
 */
export class BlockCutter {
  /** Size of the record that has begun and not ended. */
  heldBytes = 0;
  #held: Buffer[] = [];
  #line = 1;
  #quoted = false;
  readonly #counter = new LineCounter();

  /** The records that end in `chunk`, undefined for none. Holds what is left, which includes any record that is too long. */
  cut(chunk: Buffer): Block | undefined {
    const lines: number[] = [];
    let start = 0;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i];
      if (byte === QUOTE) this.#quoted = !this.#quoted;
      if ((byte !== LF && byte !== CR) || this.#quoted) continue;
      const size = i - start + (start === 0 ? this.heldBytes : 0);
      if (size > MAX_RECORD_BYTES) break;
      if (size > 0) lines.push(this.#line);
      this.#counter.pass(chunk, start, i + 1);
      this.#line = this.#counter.line;
      start = i + 1;
    }
    const bytes = start > 0 ? this.#release(chunk.subarray(0, start)) : chunk;
    this.#hold(chunk.subarray(start));
    return lines.length > 0 ? { bytes, lines } : undefined;
  }

  /** The record that has begun and not ended. */
  rest(): Block {
    return { bytes: this.#release(), lines: [this.#line] };
  }

  #hold(bytes: Buffer): void {
    this.#counter.pass(bytes);
    this.#held.push(bytes);
    this.heldBytes += bytes.length;
  }

  #release(end: Buffer = Buffer.alloc(0)): Buffer {
    const bytes = this.heldBytes > 0 ? Buffer.concat([...this.#held, end]) : end;
    this.#held = [];
    this.heldBytes = 0;
    return bytes;
  }
}
