import { clean } from './clean.js';
import { readEnd } from './end.js';
import type { Again, RunRecord, RunStart } from './ledger.js';
import { integer, nullable, oneOf, parsed, row, text, texts } from './narrow.js';

/** Gives the run's key. Takes `runValues`. */
export const ADD_RUN = `
  INSERT INTO runs (id, provider, account, input, format, delimiter, columns, dry_run, settings, started_at, durable,
    encoding, bom, quoting, line_end, input_path, content, bytes, rows_expected, report, rejects, defuse)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  RETURNING key`;

/** What a later session changes of its run. Takes `againValues`. */
export const REOPEN_RUN = 'UPDATE runs SET account = ?, report = ?, rejects = ?, defuse = ? WHERE key = ?';

/** What `readRun` reads: a run, how its last session ended, and the sums of those that did. */
export const RUNS = `
  SELECT runs.*, last.number AS sessions, last.end_status, last.stop, last.reason, last.exit, last.rows, last.rows_left,
    last.ended_at, last.report_written, last.rejects_written, sums.*
  FROM runs
  JOIN (SELECT run, max(number) AS number, sum(calls) AS calls, sum(retries) AS retries, sum(throttled) AS throttled
    FROM sessions GROUP BY run) AS sums ON sums.run = runs.key
  JOIN sessions AS last ON last.run = sums.run AND last.number = sums.number`;

const FORMATS = ['csv', 'tsv', 'json', 'ndjson'] as const satisfies readonly RunStart['format'][];
const QUOTINGS = ['minimal', 'all'] as const satisfies readonly RunStart['quoting'][];
const LINE_ENDS = ['lf', 'crlf'] as const satisfies readonly RunStart['lineEnd'][];

export function runValues(run: RunStart): unknown[] {
  return [
    clean(run.id),
    clean(run.provider),
    clean(run.account),
    clean(run.input),
    run.format,
    clean(run.delimiter),
    JSON.stringify(run.columns),
    // The binding takes no booleans.
    Number(run.dryRun),
    JSON.stringify(run.settings),
    Math.round(run.startedAt),
    Number(run.durable),
    run.encoding,
    Number(run.bom),
    run.quoting,
    run.lineEnd,
    run.inputPath,
    run.content,
    run.bytes,
    run.rowsExpected,
    clean(run.report),
    clean(run.rejects),
    Number(run.defuse),
  ];
}

export function againValues(run: number, again: Again): unknown[] {
  return [clean(again.account), clean(again.report), clean(again.rejects), Number(again.defuse), run];
}

export function readRun(value: unknown): RunRecord {
  const found = row(value);
  return {
    id: text(found['id']),
    provider: text(found['provider']),
    account: text(found['account']),
    input: text(found['input']),
    inputPath: nullable(found['input_path'], text),
    content: nullable(found['content'], text),
    bytes: nullable(found['bytes'], integer),
    rowsExpected: nullable(found['rows_expected'], integer),
    format: oneOf(FORMATS, found['format']),
    delimiter: text(found['delimiter']),
    encoding: text(found['encoding']),
    bom: integer(found['bom']) === 1,
    quoting: oneOf(QUOTINGS, found['quoting']),
    lineEnd: oneOf(LINE_ENDS, found['line_end']),
    columns: texts(parsed(found['columns'])),
    dryRun: integer(found['dry_run']) === 1,
    settings: row(parsed(found['settings'])),
    startedAt: integer(found['started_at']),
    durable: integer(found['durable']) === 1,
    report: text(found['report']),
    rejects: text(found['rejects']),
    defuse: integer(found['defuse']) === 1,
    sessions: integer(found['sessions']),
    end: readEnd(found),
  };
}
