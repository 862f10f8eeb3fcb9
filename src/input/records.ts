import { CsvError, type Options, parse } from 'csv-parse/sync';
import type { InputError } from '../errors.js';
import { type Block, BlockCutter } from './blocks.js';
import { MAX_COLUMNS, MAX_RECORD_BYTES, recordTooLong, tooManyColumns } from './limits.js';
import { quotingError } from './quoting.js';

/** The records of a block, without blank lines. */
export interface CsvRecords {
  readonly records: readonly (readonly string[])[];
  /** For each of them, on which it starts. */
  readonly lines: readonly number[];
  /** Set where the block breaks, after these records. */
  readonly broken: InputError | undefined;
}

/** Cuts CSV text into blocks of records, those that ended in a chunk together. Rejects with InputError at a record that is too long. */
export async function* csvBlocks(
  name: string,
  chunks: AsyncIterable<Buffer>,
  delimiter: string,
): AsyncGenerator<Block> {
  const cutter = new BlockCutter(delimiter);
  for await (const chunk of chunks) {
    yield* cutter.cut(chunk);
    if (cutter.heldBytes > MAX_RECORD_BYTES) throw overlong(name, cutter.rest(), delimiter);
  }
  if (cutter.heldBytes > 0) yield cutter.rest();
}

/** Reads a block, strictly by RFC 4180 but for cells `="…"`, which spreadsheets write. */
export function readBlock(name: string, { bytes, lines, formulas }: Block, delimiter: string): CsvRecords {
  const { cells: all, error } = parseCells(bytes, delimiter, formulas);
  let broken = error && quotingError(name, lines[all.length] ?? 0, bytes, error);
  const wide = all.findIndex((cells) => cells.length > MAX_COLUMNS);
  if (wide >= 0) broken = tooManyColumns(name, lines[wide] ?? 0, all[wide]?.length ?? 0);
  if (wide < 0 && !all.some(isBlank)) return { records: all, lines, broken };
  const kept = [...all.keys()].slice(0, wide < 0 ? all.length : wide).filter((index) => !isBlank(all[index] ?? []));
  return { records: kept.map((index) => all[index] ?? []), lines: kept.map((index) => lines[index] ?? 0), broken };
}

/** How many records a block has. Throws where it breaks. */
export function countBlock(name: string, block: Block, delimiter: string): number {
  if (block.plain) return block.lines.length;
  const { records, broken } = readBlock(name, block, delimiter);
  if (broken) throw broken;
  return records.length;
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
