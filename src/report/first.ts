import type { Outcome } from '../model.js';
import { maskedMessage } from './masked.js';
import { TO_MEND } from './rejects.js';

/** A row to mend, as it may be shown to all who read a log. */
export interface FirstRow {
  readonly row: number;
  /** From 1; 0 where it is not known. */
  readonly line: number;
  readonly status: Outcome['status'];
  readonly code: string;
  /** On one line, numbers masked. */
  readonly message: string;
}

const MAX_MESSAGE = 1000;

/** Keeps the first rows of those that a person must mend (`invalid` and `rejected`), at most `most`, and counts them all. */
export class FirstRows {
  readonly rows: FirstRow[] = [];
  count = 0;
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  see(page: readonly Outcome[]): void {
    for (const { row, line, status, code, message, phone } of page) {
      if (!TO_MEND.some((word) => word === status)) continue;
      this.count += 1;
      if (this.rows.length >= this.#most) continue;
      const shown = maskedMessage(message.slice(0, MAX_MESSAGE), phone);
      this.rows.push({ row, line, status, code: code.slice(0, MAX_MESSAGE), message: shown });
    }
  }
}
