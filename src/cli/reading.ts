import type { Ora } from 'ora';
import type { Output } from './output.js';
import { waitForLineMs } from './progress.js';

/** Shows how much of a file is read before the first call: one living line on a terminal, a plain line now and then elsewhere. */
export class ReadingView {
  readonly #output: Output;
  readonly #name: string;
  readonly #intervalMs: number | undefined;
  readonly #startedAt = performance.now();
  #spinner: Ora | undefined;
  #printed = 0;
  #lineAt: number;

  /** `intervalMs` replaces the usual moments. */
  constructor(output: Output, name: string, intervalMs: number | undefined) {
    this.#output = output;
    this.#name = name;
    this.#intervalMs = intervalMs;
    this.#lineAt = this.#startedAt + waitForLineMs(0, 0, intervalMs);
  }

  async start(): Promise<void> {
    if (!this.#output.animated) return;
    const { default: ora } = await import('ora');
    this.#spinner = ora({ stream: process.stderr, discardStdin: false });
  }

  /** So many bytes are read. A file that is too small to be worth a word never comes here. */
  reach(bytesRead: number, bytesTotal: number): void {
    const percent = Math.min(100, Math.floor((100 * bytesRead) / Math.max(1, bytesTotal)));
    const line = `reading ${this.#name} before the first call: ${percent} %`;
    if (this.#spinner !== undefined) {
      this.#spinner.text = line;
      if (!this.#spinner.isSpinning) this.#spinner.start();
      return;
    }
    const now = performance.now();
    if (now < this.#lineAt) return;
    this.#output.notice(line);
    this.#printed += 1;
    this.#lineAt = now + waitForLineMs(this.#printed, now - this.#startedAt, this.#intervalMs);
  }

  async close(): Promise<void> {
    this.#spinner?.stop();
  }
}
