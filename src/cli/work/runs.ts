import { systemClock } from '../../clock.js';
import type { History, RunRecord } from '../../ledger/ledger.js';
import { openHistory, openLedger } from '../../ledger/sqlite.js';
import { STATUSES, type Status } from '../../model.js';
import type { Call } from '../command.js';
import { type Keep, keeping } from '../keep.js';
import { readCount, readDuration } from '../parse.js';
import { type RunEntry, runsTable } from '../runs-table.js';
import { stateFolder } from '../state.js';
import { columnsOf } from '../terminal/columns.js';
import { jsonText } from '../terminal/printable.js';
import { toDo } from '../to-do.js';
import { isUnfinished } from '../unfinished.js';

/** Lists the runs of the ledger, and forgets old ones before that where asked to. */
export function runRuns(call: Call): Promise<number> {
  return keeping((keep) => listRuns(call, keep));
}

async function listRuns(call: Call, keep: Keep): Promise<number> {
  const { flags, output, argv } = call;
  const folder = stateFolder(flags);
  const ageMs = flags.read('prune', (name, text) => readDuration(name, text, Number.POSITIVE_INFINITY), undefined);
  // The variable is import's, and counts rows.
  const typed = flags.given('limit')?.name === '--limit';
  const most = typed ? flags.read('limit', (name, text) => readCount(name, text, 1), undefined) : undefined;
  const now = systemClock.now();
  const history = await openHistory(folder);
  if (history !== undefined) keep(history);
  if (ageMs !== undefined) {
    const forgotten = history === undefined ? 0 : await keep(await openLedger(folder)).prune(now - ageMs);
    const number = forgotten === 0 ? 'no run is that old: none' : `${forgotten} ${forgotten === 1 ? 'run' : 'runs'}`;
    output.notice(`${number} ${forgotten > 1 ? 'are' : 'is'} forgotten`);
  }
  const runs = (await history?.runs(most)) ?? [];
  const working = (await history?.working(now)) ?? new Set();
  const entries: RunEntry[] = [];
  for (const run of runs) if (history !== undefined) entries.push(await asEntry(run, history, working, argv));
  if (flags.on('json')) output.print(jsonText(entries));
  else if (entries.length === 0) output.print('no runs yet');
  else output.print(runsTable(entries, columnsOf(process.stdout, Number.POSITIVE_INFINITY)).join('\n'));
  return 0;
}

async function asEntry(
  run: RunRecord,
  history: History,
  working: ReadonlySet<string>,
  argv: readonly string[],
): Promise<RunEntry> {
  const { counts } = await history.counts(run.id);
  const { end } = run;
  const goesOn = working.has(run.id);
  const left = goesOn ? undefined : leftOf(run, counts);
  return {
    run: run.id,
    started: new Date(run.startedAt).toISOString(),
    provider: run.provider,
    input: run.input,
    dry_run: run.dryRun,
    status: end?.status ?? (run.dryRun ? 'interrupted' : 'unfinished'),
    stop: end?.stop ?? null,
    exit: end?.exit ?? null,
    rows: end?.rows ?? STATUSES.reduce((sum, status) => sum + counts[status], 0),
    counts,
    report: end?.report ?? null,
    ended: end === null ? null : new Date(end.endedAt).toISOString(),
    sessions: run.sessions,
    going_on: goesOn,
    next: left === undefined ? null : toDo(left, run, argv).line,
  };
}

/** Rows to go on with, the most urgent first. */
function leftOf(run: RunRecord, counts: Readonly<Record<Status, number>>): Status | undefined {
  if (isUnfinished(run)) return 'not_sent';
  if (counts.unknown > 0) return 'unknown';
  return counts.failed > 0 ? 'failed' : undefined;
}
