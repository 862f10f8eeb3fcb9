import { systemClock } from '../../clock.js';
import { UsageError } from '../../errors.js';
import type { CallRecord, History, RunRecord, SessionRecord } from '../../ledger/ledger.js';
import { ranges } from '../../ledger/ranges.js';
import { type Outcome, STATUSES } from '../../model.js';
import type { Call } from '../command.js';
import { openRun } from '../find-run.js';
import { type Keep, keeping } from '../keep.js';
import {
  type CallInLife,
  type DuplicateOf,
  fateOf,
  type Life,
  meaningOf,
  namedBy,
  type SessionInLife,
} from '../life.js';
import { lifeText } from '../life-text.js';
import { readCount } from '../parse.js';
import { recallRow } from '../recall-row.js';
import { stateFolder } from '../state.js';
import { columnsOf } from '../terminal/columns.js';
import { jsonText } from '../terminal/printable.js';
import { toDo } from '../to-do.js';

/** Tells the life of one row of a run: what was read, what it became, its calls, and what is known of it now. */
export function runExplain(call: Call): Promise<number> {
  return keeping((keep) => explain(call, keep));
}

async function explain(call: Call, keep: Keep): Promise<number> {
  const { flags, output, operands } = call;
  const number = readCount('row', operands[1] ?? '', 1);
  const { history, run } = await openRun(stateFolder(flags), operands[0] ?? '', keep);
  const fate = await history.outcome(run.id, number);
  const calls: CallRecord[] = [];
  for await (const page of history.callsWith(run.id, number)) calls.push(...page);
  if (fate === undefined && calls.length === 0) await refuseStranger(history, run, number);

  const sessions = await history.sessions(run.id);
  const goesOn = (await history.working(systemClock.now())).has(run.id);
  const { line, read, became } = await recallRow(call, run, number, fate);
  const next = goesOn ? { line: null, hint: '' } : nextOf(run, fate, call.argv);
  const life: Life = {
    run: run.id,
    provider: run.provider,
    input: run.input,
    dry_run: run.dryRun,
    going_on: goesOn,
    row: number,
    line,
    read: { sessions: readersOf(run, sessions, calls), ...read },
    became,
    duplicate_of: fate === undefined ? null : await duplicateOf(history, run, fate),
    calls: calls.map((each, index) => callInLife(each, calls[index - 1], sessions)),
    fate: fate === undefined ? null : fateOf(fate, run.dryRun),
    next: next.line,
    hint: next.hint,
  };
  output.print(
    flags.on('json')
      ? jsonText(life)
      : lifeText(life, columnsOf(process.stdout, Number.POSITIVE_INFINITY), output.paint),
  );
  return 0;
}

/** Throws a UsageError for a row that is none of the run's, with those that it has. */
async function refuseStranger(history: History, run: RunRecord, number: number): Promise<void> {
  const [skip, limit] = [run.settings['skip'], run.settings['limit']];
  const before = typeof skip === 'number' ? skip : 0;
  const known = run.end?.rows ?? run.rowsExpected;
  const isOpen = known === null || (run.end !== null && run.end.left > 0 && run.inputPath === null);
  const { counts } = await history.counts(run.id);
  const rows = known ?? STATUSES.reduce((sum, status) => sum + counts[status], 0);
  if (number > before && number <= before + rows) return;
  const why = [...(before > 0 ? [`--skip ${before}`] : []), ...(typeof limit === 'number' ? [`--limit ${limit}`] : [])];
  const because = why.length === 0 ? '' : `, with ${why.join(' ')}`;
  const has =
    rows === 0
      ? `it has no rows${isOpen ? ' yet' : ''}`
      : `it has rows ${before + 1} to ${before + rows}${isOpen ? ' so far' : ''}`;
  throw new UsageError(`row ${number}: is no row of run ${run.id}: ${has}${because}`);
}

function nextOf(run: RunRecord, fate: Outcome | undefined, argv: readonly string[]) {
  const next = toDo(fate?.status ?? 'not_sent', run, argv);
  if (fate?.status !== 'duplicate' || !/sent_before$|other_group$/.test(fate.code)) return next;
  return { ...next, hint: fate.code === 'duplicate_other_group' ? '' : 'import it with --again to send it on purpose' };
}

/** The sessions one of which has read the row first. */
function readersOf(run: RunRecord, sessions: readonly SessionRecord[], calls: readonly CallRecord[]) {
  const readers = sessions.filter(({ kind }) => kind === 'import' || kind === 'resume');
  const sent = calls[0]?.session ?? Number.POSITIVE_INFINITY;
  // One that ended has read a file to its end, whatever stopped it.
  const whole = readers.findIndex(({ end }) => end !== null && (run.inputPath !== null || end.stop === null));
  return readers
    .slice(0, whole < 0 ? readers.length : whole + 1)
    .filter(({ number }) => number <= sent)
    .map(sessionInLife);
}

function sessionInLife({ number, kind, startedAt }: SessionRecord): SessionInLife {
  return { session: number, kind, started: new Date(startedAt).toISOString() };
}

async function duplicateOf(history: History, run: RunRecord, fate: Outcome): Promise<DuplicateOf | null> {
  const named = namedBy(fate, run.id);
  if (named === undefined) return null;
  const isThere = (await history.run(named.run)) !== undefined;
  const other = isThere ? await history.outcome(named.run, named.row) : undefined;
  return { ...named, line: other?.line ?? null, status: other?.status ?? null };
}

function callInLife(call: CallRecord, before: CallRecord | undefined, sessions: readonly SessionRecord[]): CallInLife {
  const { session, rows, startedAt, durationMs, httpStatus, verdict, code, excerpt } = call;
  const isKnown = before !== undefined && before.durationMs !== null && before.code !== 'interrupted';
  return {
    session,
    kind: sessions.find(({ number }) => number === session)?.kind ?? 'import',
    started: new Date(startedAt).toISOString(),
    after_seconds: isKnown ? Math.max(0, startedAt - before.startedAt - (before.durationMs ?? 0)) / 1000 : null,
    rows: rows.length,
    row_numbers: ranges(rows),
    duration_ms: code === 'interrupted' ? null : durationMs,
    http_status: httpStatus,
    verdict,
    meaning: meaningOf(call),
    code,
    excerpt,
  };
}
