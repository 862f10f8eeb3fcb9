import { InputError } from '../errors.js';
import type { Issue, Row } from '../model.js';
import { findDelimiter, takeSepLine } from './delimiter.js';
import type { ReadFormat } from './format.js';
import { pagesOf } from './pages.js';
import { type CsvRecord, csvRecords } from './records.js';

/**
 * Reads CSV and TSV. The first record is the header, kept verbatim; blank lines and a first line such as `sep=;` are no records.
 * The delimiter is what the user says, else what that line says, else what is found; `usual` where nothing is.
 */
export function readCsv(usual: string): ReadFormat {
  return async ({ name, chunks, delimiter: told }) => {
    const text = await takeSepLine(name, chunks);
    const known = told ?? text.delimiter;
    const found = known ? { delimiter: known, chunks: text.chunks } : await findDelimiter(text.chunks, usual);
    const { delimiter } = found;
    const start = new Start(found.chunks);
    const blocks = csvRecords(name, start.chunks(), delimiter);
    const first = await blocks.next();
    const [header, ...records] = first.done ? [] : first.value;
    if (!header) throw new InputError(`${name} is empty: expected a header line with the names of the columns`);
    const columns = header.cells;
    const quoting = start.take().startsWith(columns.map(quoted).join(delimiter)) ? 'all' : 'minimal';
    const pages = rowPages(columns, records, blocks);
    return { columns, delimiter, quoting, pages, lateColumns: () => [] };
  };
}

/** Keeps what passes, until it is taken. */
class Start {
  readonly #source: AsyncIterable<Buffer>;
  #kept: Buffer[] | undefined = [];

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source;
  }

  async *chunks(): AsyncGenerator<Buffer> {
    for await (const chunk of this.#source) {
      this.#kept?.push(chunk);
      yield chunk;
    }
  }

  /** The text so far, from where it is not blank. */
  take(): string {
    const text = Buffer.concat(this.#kept ?? []).toString();
    this.#kept = undefined;
    return text.trimStart();
  }
}

function quoted(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}

async function* rowPages(
  columns: readonly string[],
  first: readonly CsvRecord[],
  blocks: AsyncIterable<readonly CsvRecord[]>,
): AsyncGenerator<readonly Row[]> {
  // Delimiters at the end of a header name nothing: what stands there in a row has slipped there.
  let named = columns.length;
  while (named > 0 && columns[named - 1]?.trim() === '') named--;
  let count = 0;
  const readRow = ({ line, cells }: CsvRecord): Row => {
    count++;
    if (cells.length <= named) return { row: count, line, cells, record: cells };
    const row = { row: count, line, cells: cells.slice(0, columns.length), record: cells };
    const shifted = cells.slice(named).some((cell) => cell.trim() !== '');
    return shifted ? { ...row, problem: columnsShifted(cells.length, named, columns.length) } : row;
  };
  for (const page of pagesOf(first)) yield page.map(readRow);
  for await (const block of blocks) {
    for (const page of pagesOf(block)) yield page.map(readRow);
  }
}

function columnsShifted(found: number, named: number, width: number): Issue {
  const has = named < width ? 'names' : 'has';
  const message = `${found} cells where the header ${has} ${named}; a cell with the delimiter in it needs quotes around it`;
  return { field: '', code: 'columns_shifted', message };
}
