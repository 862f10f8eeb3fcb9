import { InputError } from '../errors.js';
import type { Issue, Row } from '../model.js';
import type { Table, Text } from './format.js';
import { pagesOf } from './pages.js';
import { type CsvRecord, csvRecords } from './records.js';

/** Reads CSV and TSV. The first record is the header, kept verbatim; blank lines are no records. */
export async function readCsv({ name, chunks, delimiter }: Text): Promise<Table> {
  const blocks = csvRecords(name, chunks, delimiter);
  const first = await blocks.next();
  const [header, ...records] = first.done ? [] : first.value;
  if (!header) throw new InputError(`${name} is empty: expected a header line with the names of the columns`);
  const columns = header.cells;
  return { columns, pages: rowPages(columns.length, records, blocks), lateColumns: () => [] };
}

async function* rowPages(
  width: number,
  first: readonly CsvRecord[],
  blocks: AsyncIterable<readonly CsvRecord[]>,
): AsyncGenerator<readonly Row[]> {
  let count = 0;
  const readRow = ({ line, cells }: CsvRecord): Row => {
    count++;
    if (cells.length <= width) return { row: count, line, cells, record: cells };
    const row = { row: count, line, cells: cells.slice(0, width), record: cells };
    const shifted = cells.slice(width).some((cell) => cell.trim() !== '');
    return shifted ? { ...row, problem: columnsShifted(cells.length, width) } : row;
  };
  for (const page of pagesOf(first)) yield page.map(readRow);
  for await (const block of blocks) {
    for (const page of pagesOf(block)) yield page.map(readRow);
  }
}

function columnsShifted(found: number, width: number): Issue {
  const message = `${found} cells where the header has ${width}; a cell with the delimiter in it needs quotes around it`;
  return { field: '', code: 'columns_shifted', message };
}
