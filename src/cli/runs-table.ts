import { STATUSES, type Status, type Stop } from '../model.js';
import { grouped } from './figures.js';
import { cutLeft } from './terminal/cut.js';
import { onOneLine } from './terminal/printable.js';
import { padded, widthOf } from './terminal/width.js';
import { wrapped } from './terminal/wrap.js';

/** A run as `runs --json` has it: names and order are public. */
export interface RunEntry {
  readonly run: string;
  readonly started: string;
  readonly provider: string;
  readonly input: string;
  readonly dry_run: boolean;
  /** `unfinished`: it goes on, or it broke off; a dry run that broke off is `interrupted`, since nothing is left of it to do. */
  readonly status: 'finished' | 'stopped' | 'interrupted' | 'unfinished';
  readonly stop: Stop | null;
  readonly exit: number | null;
  readonly rows: number;
  readonly counts: Readonly<Record<Status, number>>;
  readonly report: string | null;
  readonly ended: string | null;
  readonly sessions: number;
  /** Whether somebody is at work on it now. */
  readonly going_on: boolean;
  /** The line to type, where rows are left that can be sent or found out about. */
  readonly next: string | null;
}

const HEADER = ['RUN', 'STARTED (UTC)', 'PROVIDER', 'INPUT', 'ENDED', 'ROWS'] as const;
const INPUT = 3; // its place among the cells
const LEAST_INPUT = 16;
const LEAST_TABLE = 66;

/**
 * Runs for people, in the order they came, the first line being a header. Where `width` is Infinity, each has one line,
 * however long, with the line to type at its end. In a terminal of `width` columns what does not fit stands below.
 */
export function runsTable(entries: readonly RunEntry[], width: number): readonly string[] {
  const rows = entries.map(cellsOf);
  if (width === Number.POSITIVE_INFINITY) {
    return aligned([[...HEADER, 'NEXT'], ...rows.map((cells, index) => [...cells, entries[index]?.next ?? ''])]);
  }
  const others = widthsOf([HEADER, ...rows]).reduce(
    (sum, each, column) => (column === INPUT ? sum : sum + each + 2),
    0,
  );
  const longest = Math.max(...rows.map((cells) => widthOf(cells[INPUT] ?? '')), 0);
  const room = width - others;
  const next = (index: number): readonly string[] => nextLines(entries[index]?.next ?? null, width);
  if (room >= Math.min(longest, LEAST_INPUT)) {
    const [header = '', ...lines] = aligned([HEADER, ...rows.map((cells) => shortened(cells, room))]);
    return [header, ...lines.flatMap((line, index) => [line, ...next(index)])];
  }
  if (width < LEAST_TABLE) return rows.flatMap((cells, index) => [...card(cells, width), ...next(index)]);
  const heads = rows.map((cells) => cells.slice(0, INPUT + 1));
  const before = widthsOf([HEADER.slice(0, INPUT), ...heads.map((cells) => cells.slice(0, INPUT))]);
  const left = width - before.reduce((sum, each) => sum + each + 2, 0);
  const [header = '', ...lines] = aligned([
    HEADER.slice(0, INPUT + 1),
    ...heads.map((cells) => shortened(cells, left)),
  ]);
  return [
    header,
    ...lines.flatMap((line, index) => [line, ...below(rows[index]?.slice(INPUT + 1) ?? [], width), ...next(index)]),
  ];
}

function cellsOf(entry: RunEntry): readonly string[] {
  const counts = STATUSES.filter((status) => entry.counts[status] > 0);
  return [
    entry.run,
    entry.started.slice(0, 16).replace('T', ' '),
    entry.provider,
    onOneLine(entry.input === '-' ? 'standard input' : entry.input),
    endingOf(entry),
    counts.map((status) => `${status} ${grouped(entry.counts[status])}`).join(', ') || 'no rows',
  ];
}

const STOPPED: Readonly<Record<Stop, string>> = {
  credentials: 'stopped: credentials refused',
  account: 'stopped: account refused',
  settings: 'stopped: settings refused',
  errors: 'stopped: too many errors',
  outage: 'stopped: provider away',
  signal: 'interrupted',
  ledger: 'stopped: ledger lost',
  input: 'stopped: input broke',
};

function endingOf({ status, stop, exit, dry_run, going_on }: RunEntry): string {
  const how = stop !== null ? STOPPED[stop] : going_on ? 'going on' : status === 'unfinished' ? 'broken off' : status;
  return `${how}${exit === null ? '' : ` (${exit})`}${dry_run ? ', dry run' : ''}`;
}

/** Where there is no room for a table. */
function card([run = '', started = '', provider = '', input = '', ...more]: readonly string[], width: number) {
  const what = `  ${provider}, `;
  return [
    ...wrapped(`${run}  ${started}`, width, { breaksWords: true }),
    `${what}${cutLeft(input, Math.max(8, width - widthOf(what)))}`,
    ...below(more, width),
  ];
}

function below(texts: readonly string[], width: number): readonly string[] {
  const text = texts.join(': ');
  const pieces = widthOf(text) + 2 <= width ? [text] : texts;
  // A number stays with its word, and its thousands with each other.
  const kept = pieces.map((piece) => piece.replace(/ (?=\d)/g, '\u00a0'));
  return kept
    .flatMap((piece) => wrapped(piece, width - 2, { breaksWords: true }))
    .map((line) => `  ${line.replaceAll('\u00a0', ' ')}`);
}

/** A line to type is never broken: it is to be copied. */
function nextLines(line: string | null, width: number): readonly string[] {
  if (line === null) return [];
  const whole = `  next: ${line}`;
  return widthOf(whole) <= width ? [whole] : ['  next:', line];
}

function shortened(cells: readonly string[], width: number): readonly string[] {
  return cells.map((cell, column) => (column === INPUT ? cutLeft(cell, width) : cell));
}

function widthsOf(lines: readonly (readonly string[])[]): readonly number[] {
  return (lines[0] ?? []).map((_, column) => Math.max(...lines.map((cells) => widthOf(cells[column] ?? ''))));
}

function aligned(lines: readonly (readonly string[])[]): readonly string[] {
  const widths = widthsOf(lines);
  return lines.map((cells) =>
    cells
      .map((cell, column) => padded(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
