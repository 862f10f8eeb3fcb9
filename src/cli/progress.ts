import type { Ora } from 'ora';
import type { Progress } from '../import.js';
import { STATUSES } from '../model.js';
import type { Output } from './output.js';

const FIRST_LINES_MS = [10_000, 60_000];
const LATER_MS = 600_000;
const FRAME_MS = 200;

/** How much there is. */
export interface Extent {
  /** Rows of the run, where that is known. */
  readonly rows: number | undefined;
  /** Of the input that is read, where that is known. */
  readonly percent: number | undefined;
}

/** Shows how far a run is on standard error: one living line on a terminal, a plain line now and then elsewhere. */
export class ProgressView {
  readonly #output: Output;
  readonly #progress: Progress;
  readonly #extent: () => Extent;
  readonly #intervalMs: number | undefined;
  readonly #startedAt = performance.now();
  #spinner: Ora | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** `intervalMs` replaces the usual moments. */
  constructor(output: Output, progress: Progress, extent: () => Extent, intervalMs: number | undefined) {
    this.#output = output;
    this.#progress = progress;
    this.#extent = extent;
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
    const waitMs = waitForLineMs(printed, elapsedMs, this.#intervalMs);
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
    const perSecond = done / Math.max(seconds, 0.001);
    const { rows: total, percent } = this.#extent();
    const left = total === undefined || done === 0 ? [] : [timeLeft((total - done) / perSecond)];
    return [
      reached(rows, done, total, percent),
      ...counts,
      `${calls} calls`,
      `${perSecond.toFixed(1)} rows/s`,
      ...left,
    ].join(', ');
  }
}

/** How long until the next plain line where so many were printed. */
export function waitForLineMs(printed: number, elapsedMs: number, intervalMs: number | undefined): number {
  const atMs = FIRST_LINES_MS[printed];
  return intervalMs ?? (atMs === undefined ? LATER_MS : atMs - elapsedMs);
}

function reached(rows: number, done: number, total: number | undefined, percent: number | undefined): string {
  if (total !== undefined) return `${done} of ${total} rows (${Math.floor((100 * done) / Math.max(1, total))} %)`;
  return percent === undefined ? `${rows} rows read` : `${rows} rows read (${percent} %)`;
}

function timeLeft(seconds: number): string {
  if (seconds < 90) return `about ${Math.ceil(seconds)} s left`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90 ? `about ${minutes} min left` : `about ${Math.ceil(minutes / 60)} h left`;
}
