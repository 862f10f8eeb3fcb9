import type { Counts, RunEnd, RunStart } from '../ledger/ledger.js';
import { STATUSES, type Status, type Stop } from '../model.js';
import { type Output, printable } from './output.js';

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

/** The summary for people: what happened, what is wrong, what to do now. `hint` stands where there is nothing to type. */
export function summaryText(doc: Document, reason: string, dryRun: boolean, hint: string, { paint }: Output): string {
  const shown = STATUSES.filter((status) => doc.counts[status] > 0 || status === 'ok');
  const width = Math.max(...shown.map((status) => String(doc.counts[status]).length), String(doc.rows).length);
  const line = (name: string, count: number, more = ''): string =>
    `  ${name.padEnd(10)} ${String(count).padStart(width)}${more === '' ? '' : `   ${more}`}`;
  const sum = shown.map((status) => doc.counts[status]).join(' + ');
  return [
    `${doc.provider}: ${printable(doc.input)}, run ${doc.run}${dryRun ? ' (dry run: nothing was sent)' : ''}`,
    ...shown.map((status) => paint[COLOURS[status]](line(status, doc.counts[status], resultsText(status, doc)))),
    line('rows read', doc.rows, `= ${sum}`),
    `${doc.calls} ${doc.calls === 1 ? 'call' : 'calls'}, ${doc.retries} ${doc.retries === 1 ? 'retry' : 'retries'}, ${doc.throttled} throttled; ${doc.seconds.toFixed(1)} s, ${doc.rows_per_second} rows/s`,
    ...(reason === '' ? [] : [paint.red(`stopped: ${printable(reason)}`)]),
    ...(doc.report === null ? [] : [`report:  ${printable(doc.report)}`]),
    ...(doc.rejects === null ? [] : [`rejects: ${printable(doc.rejects)}`]),
    ...nextText(doc.next, hint),
  ].join('\n');
}

/** With `--quiet`: what went wrong, in three lines. */
export function quietText(doc: Document, reason: string, hint: string): string {
  const counts = STATUSES.filter((status) => doc.counts[status] > 0).map((status) => `${status} ${doc.counts[status]}`);
  return [
    `${doc.provider}: ${doc.input}: ${reason === '' ? `run ${doc.run} has rows that need a person` : reason}`,
    `${doc.rows} rows: ${counts.join(', ')}; report: ${doc.report ?? 'none'}`,
    ...nextText(doc.next, hint),
  ].join('\n');
}

function nextText(next: string | null, hint: string): readonly string[] {
  if (next !== null) return [`next:    ${next}${hint === '' ? '' : `   (${hint})`}`];
  return hint === '' ? [] : [`next:    ${printable(hint)}`];
}

function resultsText(status: Status, doc: Document): string {
  if (status !== 'ok') return '';
  return Object.entries(doc.results)
    .map(([result, count]) => `${result} ${count}`)
    .join(', ');
}

const COLOURS = {
  ok: 'green',
  duplicate: 'gray',
  invalid: 'yellow',
  rejected: 'yellow',
  failed: 'red',
  unknown: 'red',
  not_sent: 'gray',
} as const satisfies Record<Status, string>;
