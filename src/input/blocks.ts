import { MAX_COLUMNS, MAX_RECORD_BYTES } from './limits.js';
import { LineCounter } from './lines.js';
import { Quotes } from './quotes.js';

const SPACE = 0x20;
const QUOTE = 0x22;
// With these, white space beyond ASCII begins.
const FIRST_OF_SPACES = [0xc2, 0xe1, 0xe2, 0xe3, 0xef];

/** Bytes of CSV records, and for each of them the line on which it starts. Lines without a byte are no records. */
export interface Block {
  readonly bytes: Buffer;
  readonly lines: readonly number[];
  /** True when the only quotes within bare cells are those of `="…"`, as spreadsheets write numbers that are text. */
  readonly formulas: boolean;
  /**
   * True when nothing in it takes a judge: no quote where none may stand, no `="…"`, no line that may be blank, none with
   * too many cells. Each of `lines` is a record then.
   */
  readonly plain: boolean;
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
  readonly #delimiter: number;
  readonly #quotes: Quotes;
  readonly #counter = new LineCounter();

  /** `delimiter` is one ASCII character. */
  constructor(delimiter: string) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#quotes = new Quotes(this.#delimiter);
  }

  /** The records that end in `chunk`. Holds what is left, which includes any record that is too long. */
  cut(chunk: Buffer): readonly Block[] {
    const blocks: Block[] = [];
    const quotes = this.#quotes;
    let lines: number[] = [];
    let blockStart = 0;
    let start = 0;
    let plain = true;
    const endBlock = (end: number, formulas: boolean): void => {
      const bytes = this.#release(chunk.subarray(blockStart, end));
      if (lines.length > 0) blocks.push({ bytes, lines, formulas, plain });
      lines = [];
      blockStart = end;
      plain = true;
    };
    let formulas = false;
    for (let end = quotes.passLine(chunk, 0); end >= 0; end = quotes.passLine(chunk, start)) {
      const held = start === 0 ? this.heldBytes : 0;
      const size = end - start + held;
      if (size > MAX_RECORD_BYTES) break;
      const { misplaced } = quotes;
      if (misplaced && start > 0) endBlock(start, formulas);
      formulas = !misplaced && (quotes.formulas || (formulas && blockStart < start));
      if (size > 0) {
        lines.push(this.#line);
        const first = held > 0 ? this.#held[0]?.[0] : chunk[start];
        plain &&= !misplaced && !quotes.formulas && size < MAX_COLUMNS && !this.#mayBeBlank(first);
      }
      // Lines end within quotes, or with the record.
      this.#counter.pass(chunk, quotes.lineEnds ? start : Math.max(start, end - 1), end + 1);
      this.#line = this.#counter.line;
      start = end + 1;
      quotes.newRecord();
      if (misplaced) endBlock(start, false);
    }
    if (start > blockStart) endBlock(start, formulas);
    this.#hold(chunk.subarray(start));
    return blocks;
  }

  /** The record that has begun and not ended. */
  rest(): Block {
    const { formulas, misplaced, inside } = this.#quotes;
    return { bytes: this.#release(), lines: [this.#line], formulas: formulas && !misplaced && !inside, plain: false };
  }

  /** Whether a line that begins so may be white space alone, or that in quotes. */
  #mayBeBlank(first = SPACE): boolean {
    if (first === QUOTE) return true;
    if (first > SPACE) return first >= 0x80 && FIRST_OF_SPACES.includes(first);
    return first !== this.#delimiter;
  }

  #hold(bytes: Buffer): void {
    if (bytes.length === 0) return;
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
