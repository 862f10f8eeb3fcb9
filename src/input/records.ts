import { CsvError, type Options, parse } from 'csv-parse/sync';
import type { InputError } from '../errors.js';
import { type Block, BlockCutter } from './blocks.js';
import { MAX_COLUMNS, MAX_RECORD_BYTES, recordTooLong, tooManyColumns } from './limits.js';
import { quotingError } from './quoting.js';

export interface CsvRecord {
  /** On which it starts. */
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Cuts CSV text into records, strictly by RFC 4180 but for cells `="…"`, which spreadsheets write. Yields those that ended in a chunk together, never none; blank lines are
 * left out. Rejects with InputError where the text breaks, after the records before that were yielded.
 */
export async function* csvRecords(
  name: string,
  chunks: AsyncIterable<Buffer>,
  delimiter: string,
): AsyncGenerator<readonly CsvRecord[]> {
  const cutter = new BlockCutter(delimiter);
  for await (const chunk of chunks) {
    for (const block of cutter.cut(chunk)) yield* recordsOf(name, block, delimiter);
    if (cutter.heldBytes > MAX_RECORD_BYTES) throw overlong(name, cutter.rest(), delimiter);
  }
  if (cutter.heldBytes > 0) yield* recordsOf(name, cutter.rest(), delimiter);
}

function* recordsOf(
  name: string,
  { bytes, lines, formulas }: Block,
  delimiter: string,
): Generator<readonly CsvRecord[]> {
  const { cells: all, error } = parseCells(bytes, delimiter, formulas);
  let broken = error && quotingError(name, lines[all.length] ?? 0, bytes, error);
  const records: CsvRecord[] = [];
  for (const [index, cells] of all.entries()) {
    const line = lines[index] ?? 0;
    if (cells.length > MAX_COLUMNS) {
      broken = tooManyColumns(name, line, cells.length);
      break;
    }
    if (!isBlank(cells)) records.push({ line, cells });
  }
  if (records.length > 0) yield records;
  if (broken) throw broken;
}

/** The records of `bytes`; where they break, those before that, with the error. */
function parseCells(
  bytes: Buffer,
  delimiter: string,
  formulas: boolean,
): { cells: readonly string[][]; error?: CsvError } {
  const options: Options<string[]> = {
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: true,
    relax_quotes: formulas,
  };
  try {
    return { cells: parse(bytes, options) };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { cells: recordsBefore(bytes, options), error };
  }
}

/** What `parse` read before it threw. To be told of each record makes it slower, so that it is asked only then. */
function recordsBefore(bytes: Buffer, options: Options<string[]>): string[][] {
  const records: string[][] = [];
  const keep = (record: string[]) => {
    records.push(record);
    return null;
  };
  try {
    parse(bytes, { ...options, on_record: keep });
  } catch {
    return records;
  }
  return records;
}

/** A line of white space alone. `""` is none: an empty cell that stands alone is written so. */
function isBlank(cells: readonly string[]): boolean {
  const [only = ''] = cells;
  return cells.length === 1 && only !== '' && only.trim() === '';
}

/** Most often, a record is that long because of a quote. */
function overlong(name: string, { bytes, lines }: Block, delimiter: string): InputError {
  const [line = 0] = lines;
  const start = bytes.subarray(0, MAX_RECORD_BYTES);
  const { error } = parseCells(start, delimiter, false);
  return error ? quotingError(name, line, start, error) : recordTooLong(name, line);
}
