import type { Outcome } from '../model.js';

export interface RenderOptions {
  /** Makes cells harmless that a spreadsheet would take for formulas, where the format is one that spreadsheets open. */
  readonly defuse: boolean;
}

/** A way to write outcomes as text. Pure: the same outcomes give the same text, in the order they came. */
export interface ReportFormat {
  /** As in `--as`. */
  readonly name: string;
  /** With its dot, in lower case. */
  readonly extension: string;
  /** Text of the whole report, about a piece a page. Holds one page at a time. */
  render(pages: AsyncIterable<readonly Outcome[]>, options: RenderOptions): AsyncIterable<string>;
}

/** An outcome as every format shows it: names and order are public. */
export function reportLine(outcome: Outcome) {
  return {
    row: outcome.row,
    line: outcome.line,
    status: outcome.status,
    result: outcome.result,
    phone: outcome.phone,
    code: outcome.code,
    field: outcome.field,
    message: outcome.message,
    attempts: outcome.attempts,
    http_status: outcome.httpStatus,
    provider_id: outcome.providerId,
    sent_at: outcome.sentAt === null ? null : new Date(outcome.sentAt).toISOString(),
  };
}
