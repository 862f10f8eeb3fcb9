import type { Outcome } from '../model.js';

/** More errors than this stop a run: a number of rows, or a share of the rows settled; undefined for no limit. */
export type MaxErrors = { readonly rows: number } | { readonly percent: number } | undefined;

/** Rows before a share of them means anything. */
export const SHARE_FROM_ROWS = 100;

/** Counts the rows that went wrong, and knows when they are too many. */
export class ErrorsLimit {
  readonly #max: MaxErrors;
  #settled = 0;
  #errors = 0;

  constructor(max: MaxErrors) {
    this.#max = max;
  }

  /**
   * Takes note of rows that got their fate. Gives the reason, for people, why the run must stop, once they are too many.
   * Only rows that were sent count: `ok`, and the errors `rejected`, `failed` and `unknown`.
   */
  settled(outcomes: readonly Pick<Outcome, 'status'>[]): string | undefined {
    for (const { status } of outcomes) {
      const isError = status === 'rejected' || status === 'failed' || status === 'unknown';
      if (isError) this.#errors += 1;
      if (isError || status === 'ok') this.#settled += 1;
    }
    return this.#reason();
  }

  #reason(): string | undefined {
    const max = this.#max;
    if (max === undefined) return undefined;
    if ('rows' in max) {
      if (this.#errors <= max.rows) return undefined;
      const rows = this.#errors === 1 ? '1 row was' : `${this.#errors} rows were`;
      return `${rows} rejected, failed or unknown, more than --max-errors ${max.rows}`;
    }
    if (this.#settled < SHARE_FROM_ROWS || this.#errors * 100 <= this.#settled * max.percent) return undefined;
    const rows = `${this.#errors} of ${this.#settled} rows`;
    return `${rows} were rejected, failed or unknown, more than --max-errors ${max.percent}%`;
  }
}
