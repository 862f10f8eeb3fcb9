import type { Ora } from 'ora';
import type { Progress } from '../import.js';
import { STATUSES } from '../model.js';
import type { Output } from './output.js';

const FIRST_LINES_MS = [10_000, 60_000];
const LATER_MS = 600_000;
const FRAME_MS = 200;

/** Shows how far a run is on standard error: one living line on a terminal, a plain line now and then elsewhere. */
export class ProgressView {
  readonly #output: Output;
  readonly #progress: Progress;
  readonly #percent: () => number | undefined;
  readonly #intervalMs: number | undefined;
  readonly #startedAt = performance.now();
  #spinner: Ora | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** `percent` tells how much of the input is read, where that is known; `intervalMs` replaces the usual moments. */
  constructor(output: Output, progress: Progress, percent: () => number | undefined, intervalMs: number | undefined) {
    this.#output = output;
    this.#progress = progress;
    this.#percent = percent;
    this.#intervalMs = intervalMs;
  }

  async start(): Promise<void> {
    if (this.#output.quiet) return;
    if (this.#output.animated) {
      const { default: ora } = await import('ora');
      this.#spinner = ora({ stream: process.stderr, text: this.#line(), discardStdin: false }).start();
      this.#timer = setInterval(() => this.#redraw(), FRAME_MS);
      return;
    }
    this.#nextLine(0);
  }

  /** Prints a sentence without disturbing the living line. */
  say(sentence: string): void {
    this.#spinner?.clear();
    this.#output.notice(sentence);
    this.#spinner?.render();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#spinner?.stop();
  }

  #redraw(): void {
    if (this.#spinner !== undefined) this.#spinner.text = this.#line();
  }

  #nextLine(printed: number): void {
    const elapsedMs = performance.now() - this.#startedAt;
    const atMs = FIRST_LINES_MS[printed];
    const waitMs = this.#intervalMs ?? (atMs === undefined ? LATER_MS : atMs - elapsedMs);
    this.#timer = setTimeout(() => {
      this.#output.notice(this.#line());
      this.#nextLine(printed + 1);
    }, waitMs);
    this.#timer.unref();
  }

  #line(): string {
    const { rows, settled, calls } = this.#progress;
    const counts = STATUSES.filter((status) => settled[status] > 0).map((status) => `${status} ${settled[status]}`);
    const done = STATUSES.reduce((sum, status) => sum + settled[status], 0);
    const seconds = (performance.now() - this.#startedAt) / 1000;
    const percent = this.#percent();
    return [
      percent === undefined ? `${rows} rows read` : `${rows} rows read (${percent} %)`,
      ...counts,
      `${calls} calls`,
      `${(done / Math.max(seconds, 0.001)).toFixed(1)} rows/s`,
    ].join(', ');
  }
}
