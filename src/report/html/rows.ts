import type { Outcome } from '../../model.js';
import type { RunFacts } from '../format.js';
import { problemsOf } from '../problems.js';
import { codeWords } from '../words.js';
import type { Hide } from './hide.js';
import { clipped, json, visible } from './text.js';

/** A row as the table of those that need a person shows it, numbers masked unless they may be shown. */
export interface TableRow {
  readonly row: number;
  /** 0 where it is not known. */
  readonly line: number;
  readonly status: Outcome['status'];
  /** What is wrong, in words. */
  readonly what: string;
  readonly code: string;
  readonly field: string;
  readonly message: string;
  readonly phone: string;
  /** `column: value` of the row as it was read, as much as there is room for. */
  readonly read: string;
  /** What its calls came to; empty where it was in none. */
  readonly tries: string;
}

const MOST_MESSAGE = 500;
const MOST_WORD = 120;
const MOST_CELLS = 24;
const MOST_CELL = 80;
const MOST_READ = 400;

/** Makes rows of the table from outcomes of a run. */
export function tableRows(
  { columns, settings, phoneField }: Pick<RunFacts, 'columns' | 'settings' | 'phoneField'>,
  hide: Hide,
): (outcome: Outcome) => TableRow {
  const phones = phoneColumns(settings, phoneField);
  return (outcome) => ({
    row: outcome.row,
    line: outcome.line,
    status: outcome.status,
    what: words(problemsOf(outcome).map(({ code }) => codeWords(code))),
    code: text(outcome.code, MOST_WORD),
    field: text(outcome.field, MOST_WORD),
    message: text(hide.message({ ...outcome, message: outcome.message.slice(0, 2 * MOST_MESSAGE) }), MOST_MESSAGE),
    phone: text(hide.phone(outcome.phone), MOST_WORD),
    read: readAs(outcome, columns, phones, hide),
    tries: triesOf(outcome),
  });
}

/** The columns that the number was read from. */
function phoneColumns(settings: Readonly<Record<string, unknown>>, phoneField: string): ReadonlySet<string> {
  const fields = settings['fields'];
  const found = typeof fields === 'object' && fields !== null ? Object.entries(fields) : [];
  const own = found.find(([field]) => field === phoneField)?.[1];
  return new Set(Array.isArray(own) ? own.map(String) : own === undefined ? [] : [String(own)]);
}

function readAs({ record }: Outcome, columns: readonly string[], phones: ReadonlySet<string>, hide: Hide): string {
  if (record === null) return '';
  const cells =
    typeof record === 'string'
      ? membersOf(record)
      : record.map((value, index): readonly [string, string] => [columns[index] ?? `cell ${index + 1}`, value]);
  if (cells === undefined) return text(hide.text(String(record).slice(0, 2 * MOST_READ)), MOST_READ);
  const shown = cells
    .filter(([, value]) => value.trim() !== '')
    .slice(0, MOST_CELLS)
    .map(([name, value]) => {
      const cell = hide.cell(value.slice(0, 2 * MOST_CELL), phones.has(name));
      return `${text(hide.text(name), MOST_CELL)}: ${text(cell, MOST_CELL)}`;
    });
  return text(shown.join(' · '), MOST_READ);
}

/** The members of a JSON object; undefined where the text is none. */
function membersOf(record: string): readonly (readonly [string, string])[] | undefined {
  try {
    const value: unknown = JSON.parse(record);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return Object.entries(value).map(([key, each]: [string, unknown]) => [key, plain(each)]);
  } catch {
    return undefined;
  }
}

function plain(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function triesOf({ attempts, httpStatus }: Outcome): string {
  if (attempts === 0) return '';
  const calls = attempts === 1 ? '1 call' : `${attempts} calls`;
  return httpStatus === null ? `${calls}, no answer` : `${calls}, HTTP ${httpStatus}`;
}

function words(all: readonly string[]): string {
  return text([...new Set(all)].join('; '), MOST_WORD);
}

function text(value: string, most: number): string {
  return clipped(visible(value), most);
}

const MOST_KNOWN = 2000;

/**
 * Writes rows as JSON, each as a list. A text that came before is written as its number in the order of first appearance,
 * as long as there is room in the list of those that are known: for codes and messages, which repeat.
 */
export class RowWriter {
  readonly #known = new Map<string, number>();

  write({ row, line, status, what, code, field, message, phone, read, tries }: TableRow): string {
    const repeated = [status, what, code, field, message, tries].map((each) => this.#once(each));
    return json([row, line, ...repeated, phone, read]);
  }

  #once(text: string): string | number {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    if (this.#known.size < MOST_KNOWN) this.#known.set(text, this.#known.size);
    return text;
  }
}
