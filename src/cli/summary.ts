import type { Counts, RunEnd, RunStart } from '../ledger/ledger.js';
import { STATUSES, type Status, type Stop } from '../model.js';
import type { Reasons } from '../report/reasons.js';
import { COLOURS } from './colours.js';
import { counted, elapsed, grouped } from './figures.js';
import type { Output } from './output.js';
import { reasonLines, whyWords } from './reason-lines.js';
import { cutLeft, cutRight } from './terminal/cut.js';
import { printable } from './terminal/printable.js';
import { linesOf, widthOf } from './terminal/width.js';
import { wrapped } from './terminal/wrap.js';

/** The `--json` document of a run; its keys are public. */
export interface Document {
  readonly run: string;
  readonly provider: string;
  readonly input: string;
  readonly status: RunEnd['status'];
  readonly stop: Stop | null;
  readonly exit: number;
  readonly rows: number;
  readonly counts: Readonly<Record<Status, number>>;
  readonly results: Readonly<Record<string, number>>;
  readonly calls: number;
  readonly retries: number;
  readonly throttled: number;
  readonly seconds: number;
  readonly rows_per_second: number;
  readonly report: string | null;
  readonly rejects: string | null;
  readonly next: string | null;
}

/** The `--json` document of an end before there was a run. */
export interface Refusal {
  readonly run: null;
  readonly status: 'refused';
  readonly exit: number;
  readonly error: string;
}

/** What one session took: `rows` got their fate in it. */
export interface Stretch {
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly rows: number;
}

/** Counts are the run's; calls and time are those of the session that ended. */
export function document(
  run: RunStart,
  end: RunEnd,
  { counts, results }: Counts,
  { startedAt, rows }: Stretch,
  next: string | null,
): Document {
  const seconds = Math.max(0, end.endedAt - startedAt) / 1000;
  return {
    run: run.id,
    provider: run.provider,
    input: run.input,
    status: end.status,
    stop: end.stop,
    exit: end.exit,
    rows: end.rows,
    counts,
    results,
    calls: end.calls,
    retries: end.retries,
    throttled: end.throttled,
    seconds,
    rows_per_second: seconds > 0 ? Math.round((rows / seconds) * 10) / 10 : rows,
    report: end.report,
    rejects: end.rejects,
    next,
  };
}

/** What the summary for people says beside the document. */
export interface Told {
  /** Why it stopped; empty when it did not. */
  readonly reason: string;
  readonly dryRun: boolean;
  /** A word about the next command, or what stands in its place. */
  readonly hint: string;
  readonly reasons: Reasons;
}

const LINES = 24;

/**
 * The summary for people, but for what to do now: what happened and what is wrong. Together with `nextText` it has at
 * most 24 lines on a terminal of 80 columns; a narrower one gets more. Only paths are longer than a line.
 */
export function summaryText(doc: Document, told: Told, columns: number, { paint }: Output): string {
  const { reason, dryRun, reasons } = told;
  const wrap = (line: string, indent: number): readonly string[] => wrapped(line, columns, { indent });
  const head = [...headLines(doc, columns), ...(dryRun ? [paint.bold('dry run: nothing was sent')] : [])];
  const counts = countLines(doc, told, columns, paint);
  // A number stays with its unit.
  const pace = dryRun
    ? []
    : wrap(paceText(doc).replace(/(?<=\d) /g, '\u00a0'), 2).map((line) => line.replaceAll('\u00a0', ' '));
  const why = reason === '' ? [] : wrap(cutRight(`stopped: ${printable(reason)}`, MOST_SAID), 2);
  const files = [
    ...(doc.report === null ? [] : [`report:  ${printable(doc.report)}`]),
    ...(doc.rejects === null ? [] : [`rejects: ${printable(doc.rejects)}`]),
  ];
  const rest = [...head, ...counts, ...pace, ...why, ...files, ...nextText(doc.next, told.hint, columns)];
  const taken = rest.reduce((sum, line) => sum + linesOf(line, columns), 0);
  const room = Math.ceil((LINES * 80) / Math.min(80, columns)) - taken - HEADING;
  const { shown, more } = reasonLines(reasons, columns, room);
  const wrong = [
    ...(shown.length === 0 ? [] : ['', paint.bold('what is wrong:')]),
    ...shown.flatMap(({ status, head: first, example }) => [
      ...first.map((line) => line.replace(`${status}:`, paint[COLOURS[status]](`${status}:`))),
      ...example,
    ]),
    ...(more === 0 || shown.length === 0 ? [] : [`  and ${grouped(more)} more ${more === 1 ? 'reason' : 'reasons'}`]),
    ...(shown.length === 0 ? [] : ['']),
  ];
  return [...head, ...counts, ...pace, ...why.map((line) => paint.red(line)), ...wrong, ...files].join('\n');
}

// Columns; two lines of a usual terminal.
const MOST_SAID = 150;

/** The file's name is cut where it is long: its end tells most, and the report's name has it whole. */
function headLines({ provider, input, run }: Document, columns: number): readonly string[] {
  const name = input === '-' ? 'standard input' : printable(input);
  const [before, behind] = [`${provider}: `, `, run ${run}`];
  const beside = columns - before.length - behind.length;
  if (widthOf(name) <= beside || beside >= LEAST_NAME) return [before + cutLeft(name, beside) + behind];
  return [`${before}${cutLeft(name, columns - before.length - 1)},`, `  run ${run}`];
}

const LEAST_NAME = 30;

// A blank line, a heading, and a blank line behind the reasons.
const HEADING = 3;

/** What to do now: the command alone on its line, never broken, so that it can be copied; a blank line before it. */
export function nextText(
  next: string | null,
  hint: string,
  columns: number,
  paint = (text: string): string => text,
): readonly string[] {
  if (next !== null)
    return ['', ...wrapped(hint === '' ? 'next:' : `next, ${hint}:`, columns, { indent: 2 }), `  ${paint(next)}`];
  return hint === '' ? [] : ['', ...wrapped(`next: ${printable(hint)}`, columns, { indent: 2 })];
}

/** With `--quiet`: what went wrong, in a few lines; the last one is the next command. */
export function quietText(doc: Document, reason: string, hint: string): string {
  return [
    `${doc.provider}: ${doc.input}: ${reason === '' ? `run ${doc.run} has rows that need a person` : reason}`,
    `${countsText(doc.rows, doc.counts)}; report: ${doc.report ?? 'none'}`,
    ...(doc.next === null || hint === '' ? [] : [`${hint}:`]),
    ...(doc.next === null && hint === '' ? [] : [`next: ${doc.next ?? hint}`]),
  ].join('\n');
}

/** How many rows there are, and how many have which status, in one line. */
export function countsText(rows: number, counts: Document['counts']): string {
  const each = STATUSES.filter((status) => counts[status] > 0).map((status) => `${status} ${counts[status]}`);
  return `${rows} ${rows === 1 ? 'row' : 'rows'}: ${each.join(', ')}`;
}

/** How many rows have which status, and that this is every row. */
function countLines(doc: Document, told: Told, columns: number, paint: Output['paint']): readonly string[] {
  const shown = STATUSES.filter((status) => doc.counts[status] > 0 || status === 'ok');
  const width = grouped(doc.rows).length;
  const line = (name: string, count: number, more: string): readonly string[] =>
    wrapped(`  ${name.padEnd(NAME)} ${grouped(count).padStart(width)}${more}`.trimEnd(), columns, {
      indent: NAME + width + 5,
    });
  const sum = shown.map((status) => grouped(doc.counts[status])).join(' + ');
  return [
    ...shown.flatMap((status) => {
      const words = statusWords(status, doc, told);
      const clip = status === 'ok' ? words : cutRight(words, Math.max(20, columns - NAME - width - 5));
      const lines = line(status, doc.counts[status], words === '' ? '' : `  ${clip}`);
      // Nothing is green that is not there.
      const colour = doc.counts[status] > 0 ? paint[COLOURS[status]] : paint;
      const end = NAME + width + 3;
      return lines.map((each, index) => (index === 0 ? colour(each.slice(0, end)) + each.slice(end) : each));
    }),
    ...line('rows read', doc.rows, ` = ${sum}`),
  ];
}

const NAME = 10; // columns of the longest name, and one more

/** What there is to say of a status that needs nobody: the provider's words, or why nothing was sent. */
function statusWords(status: Status, { results }: Document, { reasons }: Told): string {
  if (status === 'duplicate' || status === 'not_sent') return printable(whyWords(reasons, status));
  if (status !== 'ok') return '';
  const words = Object.entries(results);
  return words.map(([result, count]) => (words.length === 1 ? result : `${result} ${grouped(count)}`)).join(', ');
}

function paceText({ calls, retries, throttled, seconds, rows_per_second }: Document): string {
  const made = [
    counted(calls, 'call', 'calls'),
    ...(retries === 0 ? [] : [counted(retries, 'retry', 'retries')]),
    ...(throttled === 0 ? [] : [`${grouped(throttled)} throttled`]),
  ].join(', ');
  return calls === 0 ? made : `${made}; ${elapsed(seconds)}, ${rows_per_second} rows/s`;
}
