import { Cursor } from './cursor.js';

/** What a block needs of a terminal. */
export interface Terminal {
  /** undefined, or 0, where nobody knows. */
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  write(text: string): unknown;
  on(event: 'resize', listener: () => void): unknown;
  off(event: 'resize', listener: () => void): unknown;
}

/** Lines at the moment, none of them wider than `columns`. `frame` counts up eight times a second. */
export type Draw = (columns: number, frame: number) => readonly string[];

const FRAME_MS = 125;

// What is typed meanwhile may have moved the cursor on.
const ERASE_BELOW = '\r\x1b[J';
const ERASE_REST = '\x1b[J';
const ERASE_LINE_END = '\x1b[K';
// What is too long all the same, because the terminal has just become narrower, is cut and not wrapped.
const NO_WRAP = '\x1b[?7l';
const WRAP = '\x1b[?7h';

/**
 * A few lines at the end of a terminal that are rewritten in place, in one write and only when they change. The cursor
 * rests, hidden, at the beginning of the first: wherever a terminal that has another size now has put the lines, all of
 * the block and nothing else is below it.
 */
export class Block {
  readonly #terminal: Terminal;
  readonly #draw: Draw;
  readonly #cursor: Cursor;
  #timer: NodeJS.Timeout | undefined;
  #frame = 0;
  /** What stands there; empty when nothing does. */
  #shown = '';

  constructor(terminal: Terminal, draw: Draw) {
    this.#terminal = terminal;
    this.#draw = draw;
    this.#cursor = new Cursor(
      (text) => terminal.write(text),
      () => this.clear(),
      () => this.#redraw(),
    );
  }

  get stands(): boolean {
    return this.#timer !== undefined;
  }

  start(): void {
    if (this.stands) return;
    this.#timer = setInterval(() => {
      this.#frame += 1;
      this.#redraw();
    }, FRAME_MS);
    this.#timer.unref();
    this.#cursor.hide();
    this.#terminal.on('resize', this.#resized);
    this.#redraw();
  }

  /** Writes whole lines above it. */
  above(text: string): void {
    const block = this.#lines();
    this.#terminal.write(`${ERASE_BELOW}${text}${block}`);
    this.#shown = block;
  }

  /** Makes room for what somebody else writes; the next frame stands below that. */
  clear(): void {
    if (this.#shown !== '') this.#terminal.write(ERASE_BELOW);
    this.#shown = '';
  }

  /** Takes it away for good. */
  stop(): void {
    if (!this.stands) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#terminal.off('resize', this.#resized);
    this.clear();
    this.#cursor.show();
  }

  readonly #resized = (): void => {
    this.clear();
    this.#redraw();
  };

  #redraw(): void {
    const block = this.#lines();
    if (block === this.#shown) return;
    this.#shown = block;
    this.#terminal.write(block);
  }

  /** The lines, and the way back to the beginning of the first. */
  #lines(): string {
    const { columns, rows } = this.#terminal;
    // The last column stays free: a full line would move the cursor on some terminals.
    const lines = this.#draw((columns || 80) - 1, this.#frame).slice(0, Math.max(1, (rows || 24) - 1));
    const up = lines.length > 1 ? `\x1b[${lines.length - 1}A` : '';
    const text = lines.map((line) => `${line}${ERASE_LINE_END}`).join('\r\n');
    return `\r${NO_WRAP}${text}${ERASE_REST}${up}\r${WRAP}`;
  }
}
