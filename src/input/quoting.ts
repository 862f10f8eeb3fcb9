import type { CsvError } from 'csv-parse/sync';
import { InputError } from '../errors.js';
import { excerpt } from './excerpt.js';
import { MAX_RECORD_BYTES } from './limits.js';
import { LineCounter } from './lines.js';

const QUOTE = 34;
const QUOTING = 'a cell with quotes in it is written as "say ""hi"""';

/** Says in our words why csv-parse refused the record at the start of `bytes`. */
export function quotingError(name: string, line: number, bytes: Buffer, cause: CsvError): InputError {
  const cell = typeof cause['column'] === 'number' ? `cell ${cause['column'] + 1}` : 'a cell';
  switch (cause.code) {
    case 'CSV_QUOTE_NOT_CLOSED': {
      const opened = line + openQuote(bytes);
      const where = bytes.length < MAX_RECORD_BYTES ? 'before the end of the file' : 'within 1 MiB';
      const message = `${cell} begins with a quote: expected a closing quote ${where}, found none; close or remove the quote`;
      return new InputError(`${name}:${opened}: ${message}`, { line: opened, cause });
    }
    case 'INVALID_OPENING_QUOTE': {
      const before = excerpt(String(cause['field']));
      const message = `${cell} begins without a quote: expected none inside, found one after ${before}; ${QUOTING}`;
      return new InputError(`${name}:${line}: ${message}`, { line, cause });
    }
    case 'CSV_INVALID_CLOSING_QUOTE': {
      const message = `${cell}: expected the delimiter or the end of the line after its closing quote, found more text; ${QUOTING}`;
      return new InputError(`${name}:${line}: ${message}`, { line, cause });
    }
    default:
      throw cause;
  }
}

/** Line ends before the quote that is open at the end of `bytes`. */
function openQuote(bytes: Buffer): number {
  let opened = 0;
  let open = false;
  let last = -2;
  for (let at = bytes.indexOf(QUOTE); at >= 0; at = bytes.indexOf(QUOTE, at + 1)) {
    open = !open;
    // A quote written twice closes the cell and opens it again.
    if (open && at !== last + 1) opened = at;
    last = at;
  }
  const counter = new LineCounter();
  counter.pass(bytes, 0, opened);
  return counter.line - 1;
}
