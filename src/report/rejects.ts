import { stringify } from 'csv-stringify/sync';
import type { Outcome, SourceRecord, Status } from '../model.js';
import { defused } from './defuse.js';
import type { RenderOptions } from './format.js';
import { membersOf } from './members.js';

/** The statuses of the rows that a person must mend. */
export const TO_MEND = ['invalid', 'rejected'] as const satisfies readonly Status[];

const OWN = ['_row', '_line', '_status', '_code', '_message'];

/** What the input looked like. */
export interface RejectsInput {
  readonly format: 'csv' | 'tsv' | 'json' | 'ndjson';
  /** Between cells; not used for JSON. */
  readonly delimiter: string;
  readonly encoding: string;
  /** Whether a byte order mark came first. */
  readonly bom: boolean;
  /** Which cells of the header are quoted. */
  readonly quoting: 'minimal' | 'all';
  readonly lineEnd: 'lf' | 'crlf';
  /** Columns of the input, in order; not used for JSON. */
  readonly columns: readonly string[];
}

/** Name of the kind of file that `renderRejects` writes, with its dot. */
export function rejectsExtension(format: RejectsInput['format']): '.csv' | '.ndjson' {
  return format === 'csv' || format === 'tsv' ? '.csv' : '.ndjson';
}

/** In which encoding rejects are written: the input's own for CSV, UTF-8 for JSON. */
export function rejectsEncoding({ format, encoding }: RejectsInput): string {
  return rejectsExtension(format) === '.csv' ? encoding : 'utf-8';
}

/**
 * The rows that must be mended, as a file that can be imported again: what is wrong with each in `_row`, `_line`,
 * `_status`, `_code` and `_message`, then the record as it was read; such columns of an earlier rejects file are left
 * out. CSV with the input's delimiter, quoting, line ends and byte order mark, or NDJSON when the input was JSON. Only our own cells are ever defused.
 * Outcomes of other statuses are passed over.
 */
export function renderRejects(
  input: RejectsInput,
  pages: AsyncIterable<readonly Outcome[]>,
  options: Pick<RenderOptions, 'defuse'>,
): AsyncIterable<string> {
  return rejectsExtension(input.format) === '.csv' ? renderCsv(input, pages, options) : renderNdjson(pages);
}

async function* renderCsv(
  { delimiter, columns, bom, quoting, lineEnd }: RejectsInput,
  pages: AsyncIterable<readonly Outcome[]>,
  { defuse }: Pick<RenderOptions, 'defuse'>,
): AsyncGenerator<string> {
  const old = new Set(columns.flatMap((column, index) => (OWN.includes(column) ? [index] : [])));
  const original = (cells: readonly string[]) => (old.size === 0 ? cells : cells.filter((_, index) => !old.has(index)));
  const own = (text: string) => (defuse ? defused(text) : text);

  const all = quoting === 'all';
  const shape = {
    delimiter,
    record_delimiter: lineEnd === 'crlf' ? '\r\n' : '\n',
    quoted: all,
    quoted_empty: all,
    // Whatever ends the lines of this file, a reader may end one at any of them.
    quoted_match: /[\r\n]/,
  };

  if (bom) yield '\ufeff';
  yield stringify([[...OWN, ...original(columns)]], shape);
  for await (const page of pages) {
    const lines = page
      .filter(isToMend)
      .map(({ row, line, status, code, message, record }) => [
        row,
        line,
        status,
        own(code),
        own(message),
        ...original(cellsOf(record)),
      ]);
    yield stringify(lines, shape);
  }
}

function cellsOf(record: SourceRecord | null): readonly string[] {
  if (record === null) return [];
  return typeof record === 'string' ? [record] : record;
}

async function* renderNdjson(pages: AsyncIterable<readonly Outcome[]>): AsyncGenerator<string> {
  for await (const page of pages) {
    yield page
      .filter(isToMend)
      .map(({ row, line, status, code, message, record }) => {
        const own = JSON.stringify({ _row: row, _line: line, _status: status, _code: code, _message: message });
        return `{${[own.slice(1, -1), ...originalMembers(record)].join(',')}}\n`;
      })
      .join('');
  }
}

/** The members of the record as they were read, without ours of an earlier file; `_record` where it is no object. */
function originalMembers(record: SourceRecord | null): readonly string[] {
  if (record === null) return [];
  const members = typeof record === 'string' ? membersOf(record) : undefined;
  if (members === undefined) return [`"_record":${JSON.stringify(record)}`];
  return members.filter(({ key }) => !OWN.includes(key)).map(({ text }) => text);
}

function isToMend({ status }: Outcome): boolean {
  return TO_MEND.some((word) => word === status);
}
