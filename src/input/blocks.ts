import { MAX_RECORD_BYTES } from './limits.js';
import { LineCounter } from './lines.js';
import { Quotes } from './quotes.js';

const LF = 10;
const CR = 13;

/** Bytes of CSV records, and for each of them the line on which it starts. Lines without a byte are no records. */
export interface Block {
  readonly bytes: Buffer;
  readonly lines: readonly number[];
  /** True when the only quotes within bare cells are those of `="…"`, as spreadsheets write numbers that are text. */
  readonly formulas: boolean;
}

/**
 * Cuts CSV text after line ends that stand outside quotes. A streaming csv-parse keeps the last bytes of what it was given
 * until more come, which holds back the last row of a slow pipe, and tells only the line on which a record ends.
 *
 * A record with a quote that stands where none may gets a block of its own: csv-parse refuses it.
 */
export class BlockCutter {
  /** Size of the record that has begun and not ended. */
  heldBytes = 0;
  #held: Buffer[] = [];
  #line = 1;
  readonly #quotes: Quotes;
  readonly #counter = new LineCounter();

  /** `delimiter` is one ASCII character. */
  constructor(delimiter: string) {
    this.#quotes = new Quotes(delimiter.charCodeAt(0));
  }

  /** The records that end in `chunk`. Holds what is left, which includes any record that is too long. */
  cut(chunk: Buffer): readonly Block[] {
    const blocks: Block[] = [];
    let lines: number[] = [];
    let blockStart = 0;
    let start = 0;
    const endBlock = (end: number, formulas: boolean): void => {
      const bytes = this.#release(chunk.subarray(blockStart, end));
      if (lines.length > 0) blocks.push({ bytes, lines, formulas });
      lines = [];
      blockStart = end;
    };
    let formulas = false;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i] ?? 0;
      this.#quotes.pass(byte);
      if ((byte !== LF && byte !== CR) || this.#quotes.inside) continue;
      const size = i - start + (start === 0 ? this.heldBytes : 0);
      if (size > MAX_RECORD_BYTES) break;
      const { misplaced } = this.#quotes;
      if (misplaced && start > 0) endBlock(start, formulas);
      formulas = !misplaced && (this.#quotes.formulas || (formulas && blockStart < start));
      if (size > 0) lines.push(this.#line);
      this.#counter.pass(chunk, start, i + 1);
      this.#line = this.#counter.line;
      start = i + 1;
      this.#quotes.newRecord();
      if (misplaced) endBlock(start, false);
    }
    if (start > blockStart) endBlock(start, formulas);
    this.#hold(chunk.subarray(start));
    return blocks;
  }

  /** The record that has begun and not ended. */
  rest(): Block {
    const { formulas, misplaced, inside } = this.#quotes;
    return { bytes: this.#release(), lines: [this.#line], formulas: formulas && !misplaced && !inside };
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
