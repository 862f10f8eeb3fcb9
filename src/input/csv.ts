import { InputError } from '../errors.js';
import type { Issue, Row } from '../model.js';
import type { Block } from './blocks.js';
import { findDelimiter, takeSepLine } from './delimiter.js';
import type { ReadFormat } from './format.js';
import { PAGE_ROWS } from './pages.js';
import { type CsvRecords, countBlock, csvBlocks, readBlock } from './records.js';

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
    const blocks = csvBlocks(name, start.chunks(), delimiter);
    const first = await firstOf(blocks, (block) => readBlock(name, block, delimiter));
    const header = first?.records[0];
    if (!first || !header)
      throw new InputError(`${name} is empty: expected a header line with the names of the columns`);
    const quoting = start.take().startsWith(header.map(quoted).join(delimiter)) ? 'all' : 'minimal';
    const rows = new CsvRows(name, delimiter, header, first, blocks);
    return {
      columns: header,
      delimiter,
      quoting,
      pages: rows.pages(),
      count: () => rows.count(),
      passOver: (count) => rows.passOver(count),
      lateColumns: () => [],
    };
  };
}

/** The first records there are, as they were read; undefined where there are none. */
async function firstOf(
  blocks: AsyncGenerator<Block>,
  read: (block: Block) => CsvRecords,
): Promise<CsvRecords | undefined> {
  for (;;) {
    const { done, value } = await blocks.next();
    if (done) return undefined;
    const found = read(value);
    if (found.records.length > 0) return found;
    if (found.broken) throw found.broken;
  }
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

/** The rows after a header. */
class CsvRows {
  readonly #name: string;
  readonly #delimiter: string;
  readonly #width: number;
  readonly #named: number;
  readonly #blocks: AsyncGenerator<Block>;
  /** Records that were read and not given yet, from `#at` on. */
  #read: CsvRecords;
  #at = 1;
  /** Rows given so far, or passed over. */
  #count = 0;

  constructor(
    name: string,
    delimiter: string,
    header: readonly string[],
    first: CsvRecords,
    blocks: AsyncGenerator<Block>,
  ) {
    this.#name = name;
    this.#delimiter = delimiter;
    this.#width = header.length;
    this.#named = named(header);
    this.#read = first;
    this.#blocks = blocks;
  }

  async *pages(): AsyncGenerator<readonly Row[]> {
    for (;;) {
      while (this.#at < this.#read.records.length) yield this.#page();
      if (this.#read.broken) throw this.#read.broken;
      const { done, value } = await this.#blocks.next();
      if (done) return;
      this.#take(value);
    }
  }

  async count(): Promise<number> {
    if (this.#read.broken) throw this.#read.broken;
    let count = this.#read.records.length - this.#at;
    for await (const block of this.#blocks) count += countBlock(this.#name, block, this.#delimiter);
    return count;
  }

  async passOver(rows: number): Promise<number | undefined> {
    for (;;) {
      const left = rows - this.#count;
      const ready = this.#read.records.length - this.#at;
      if (left <= ready) {
        this.#at += left;
        this.#count = rows;
        return this.#read.lines[this.#at - 1];
      }
      if (this.#read.broken) throw this.#read.broken;
      this.#count += ready;
      this.#at += ready;
      const { done, value } = await this.#blocks.next();
      if (done) return undefined;
      // The one with the last of them is read, so that it is known where that is.
      if (value.plain && value.lines.length < rows - this.#count) this.#count += value.lines.length;
      else this.#take(value);
    }
  }

  #take(block: Block): void {
    this.#read = readBlock(this.#name, block, this.#delimiter);
    this.#at = 0;
  }

  #page(): readonly Row[] {
    const { records, lines } = this.#read;
    const end = Math.min(this.#at + PAGE_ROWS, records.length);
    const rows: Row[] = [];
    for (; this.#at < end; this.#at++) rows.push(this.#row(records[this.#at] ?? [], lines[this.#at] ?? 0));
    return rows;
  }

  #row(cells: readonly string[], line: number): Row {
    this.#count++;
    if (cells.length <= this.#named) return { row: this.#count, line, cells, record: cells };
    const row = { row: this.#count, line, cells: cells.slice(0, this.#width), record: cells };
    const shifted = cells.slice(this.#named).some((cell) => cell.trim() !== '');
    return shifted ? { ...row, problem: columnsShifted(cells.length, this.#named, this.#width) } : row;
  }
}

/** Cells of a header up to the last that names something: what stands in a row behind that has slipped there. */
function named(header: readonly string[]): number {
  let end = header.length;
  while (end > 0 && header[end - 1]?.trim() === '') end--;
  return end;
}

function columnsShifted(found: number, named: number, width: number): Issue {
  const has = named < width ? 'names' : 'has';
  const message = `${found} cells where the header ${has} ${named}; a cell with the delimiter in it needs quotes around it`;
  return { field: '', code: 'columns_shifted', message };
}
