import { waitingLines } from './block-lines.js';
import { exactly } from './figures.js';
import type { Output } from './output.js';
import { hasUnicode } from './terminal/unicode.js';

/** Says what is waited for: on a terminal for as long as it lasts, and as it stands just then; elsewhere once. */
export class WaitView {
  readonly #output: Output;
  #block: { stop(): void } | undefined;
  #text = '';

  constructor(output: Output) {
    this.#output = output;
  }

  /** Waits for this, and no longer than `leftMs` from now. */
  show(text: string, leftMs: number): void {
    const isFirst = this.#text === '';
    this.#text = `${this.#output.inALine(text)}; for at most ${exactly(leftMs)}`;
    if (!isFirst) return;
    if (this.#output.animated) this.#begin();
    else this.#output.notice(text);
  }

  stop(): void {
    this.#block?.stop();
  }

  #begin(): void {
    const unicode = hasUnicode(process.platform, process.env);
    const paint = this.#output.paintError;
    const block = this.#output.block((columns, frame) => waitingLines(this.#text, columns, { unicode, frame, paint }));
    block.start();
    this.#block = block;
  }
}
