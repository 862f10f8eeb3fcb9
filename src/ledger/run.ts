import type { Stop } from '../model.js';
import { clean } from './clean.js';
import type { RunEnd, RunRecord, RunStart } from './ledger.js';
import { integer, nullable, oneOf, parsed, row, text, texts } from './narrow.js';

/** Takes `runValues`. */
export const ADD_RUN = `
  INSERT INTO runs (id, provider, account, input, format, delimiter, columns, dry_run, settings, started_at, durable,
    encoding, bom, quoting, line_end)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** Takes `endValues`. */
export const END_RUN = `
  UPDATE runs SET end_status = ?, stop = ?, reason = ?, exit = ?, rows = ?, calls = ?, retries = ?, throttled = ?,
    ended_at = ?, report = ?, rejects = ?
  WHERE key = ?`;

const FORMATS = ['csv', 'tsv', 'json', 'ndjson'] as const satisfies readonly RunStart['format'][];
const QUOTINGS = ['minimal', 'all'] as const satisfies readonly RunStart['quoting'][];
const LINE_ENDS = ['lf', 'crlf'] as const satisfies readonly RunStart['lineEnd'][];
const ENDS = ['finished', 'stopped', 'interrupted'] as const satisfies readonly RunEnd['status'][];
// An object, so that the compiler misses a word that is forgotten here.
const STOPS: Readonly<Record<Stop, Stop>> = {
  credentials: 'credentials',
  account: 'account',
  settings: 'settings',
  errors: 'errors',
  outage: 'outage',
  signal: 'signal',
  ledger: 'ledger',
  input: 'input',
};

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
  ];
}

export function endValues(key: number, end: RunEnd): unknown[] {
  return [
    end.status,
    end.stop,
    clean(end.reason),
    end.exit,
    end.rows,
    end.calls,
    end.retries,
    end.throttled,
    Math.round(end.endedAt),
    end.report,
    end.rejects,
    key,
  ];
}

export function readRun(value: unknown): RunRecord {
  const found = row(value);
  return {
    id: text(found['id']),
    provider: text(found['provider']),
    account: text(found['account']),
    input: text(found['input']),
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
    end: found['end_status'] === null ? null : readEnd(found),
  };
}

function readEnd(found: Readonly<Record<string, unknown>>): RunEnd {
  return {
    status: oneOf(ENDS, found['end_status']),
    stop: nullable(found['stop'], (value) => oneOf(Object.values(STOPS), value)),
    reason: text(found['reason']),
    exit: integer(found['exit']),
    rows: integer(found['rows']),
    calls: integer(found['calls']),
    retries: integer(found['retries']),
    throttled: integer(found['throttled']),
    endedAt: integer(found['ended_at']),
    report: nullable(found['report'], text),
    rejects: nullable(found['rejects'], text),
  };
}
