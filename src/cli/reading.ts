import { type Input, openInput } from '../input/index.js';
import { percentOf, readingLines } from './block-lines.js';
import type { Keep } from './keep.js';
import { waitForLineMs } from './line-times.js';
import type { Output } from './output.js';
import type { Plan } from './plan.js';
import { hasUnicode } from './terminal/unicode.js';

/** Opens the input of a plan; whoever reads it through is shown how far that is, until `reading` is closed. */
export async function openWatched(
  output: Output,
  { path, inputOptions, progressIntervalMs }: Plan,
  keep: Keep,
): Promise<{ readonly input: Input; readonly reading: ReadingView }> {
  const reading = keep(new ReadingView(output, path, progressIntervalMs));
  const onReadThrough = (bytesRead: number, bytesTotal: number) => reading.reach(bytesRead, bytesTotal);
  return { input: keep(await openInput(path, { ...inputOptions, onReadThrough })), reading };
}

/** Shows how much of a file is read before the first call: a living block on a terminal, a plain line now and then elsewhere. */
export class ReadingView {
  readonly #output: Output;
  readonly #name: string;
  readonly #intervalMs: number | undefined;
  readonly #startedAt = performance.now();
  #block: { start(): void; stop(): void } | undefined;
  #bytesRead = 0;
  #bytesTotal = 0;
  #printed = 0;
  #lineAt: number;

  /** `intervalMs` replaces the usual moments. */
  constructor(output: Output, name: string, intervalMs: number | undefined) {
    this.#output = output;
    this.#name = name;
    this.#intervalMs = intervalMs;
    this.#lineAt = this.#startedAt + waitForLineMs(0, 0, intervalMs);
  }

  /** So many bytes are read. A file that is too small to be worth a word never comes here. */
  reach(bytesRead: number, bytesTotal: number): void {
    this.#bytesRead = bytesRead;
    this.#bytesTotal = bytesTotal;
    if (this.#output.animated) {
      this.#block ??= this.#begin();
      this.#block.start();
      return;
    }
    const now = performance.now();
    if (now < this.#lineAt) return;
    const percent = percentOf(bytesRead, bytesTotal);
    const message = `reading ${this.#name} before the first call: ${percent} %`;
    const facts = { percent, bytes: bytesRead, bytes_total: bytesTotal };
    this.#output.tell({ level: 'info', event: 'reading', message, facts }, true);
    this.#printed += 1;
    this.#lineAt = now + waitForLineMs(this.#printed, now - this.#startedAt, this.#intervalMs);
  }

  async close(): Promise<void> {
    this.#block?.stop();
  }

  #begin(): { start(): void; stop(): void } {
    const unicode = hasUnicode(process.platform, process.env);
    const name = this.#output.inALine(this.#name);
    const paint = this.#output.paintError;
    return this.#output.block((columns, frame) => {
      const [bytesRead, bytesTotal] = [this.#bytesRead, this.#bytesTotal];
      return readingLines({ name, bytesRead, bytesTotal }, columns, { unicode, frame, paint });
    });
  }
}
