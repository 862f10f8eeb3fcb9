import { ConfigError, UsageError } from '../errors.js';
import type { Ledger, RunRecord, SessionKind, SessionRecord } from '../ledger/ledger.js';
import { openLedger } from '../ledger/sqlite.js';
import { STATUSES } from '../model.js';
import type { Call } from './command.js';
import { accountOf } from './connection.js';
import { filesOf, lasting } from './files.js';
import { finish } from './finish.js';
import type { Keep } from './keep.js';
import { limitNotices } from './limits.js';
import { takeLock } from './lock.js';
import { readingRules, useMapping, useRecorded } from './mapping.js';
import { moveRun } from './move.js';
import { resumeLine } from './next.js';
import { openAgain } from './open-again.js';
import { type Plan, readPlan } from './plan.js';
import { reach } from './reach.js';
import { decidedBy, recordedMapping, refuseOthers } from './recall.js';
import { holdSession } from './session.js';
import { refusalOf, Signals } from './signals.js';
import { stateFolder } from './state.js';
import { isUnfinished } from './unfinished.js';

export interface Later {
  readonly kind: Exclude<SessionKind, 'import'>;
  /** Finds the run in question. */
  readonly find: (ledger: Ledger) => Promise<RunRecord>;
  /** Where a resume finds the run's input; as the run has it when undefined. */
  readonly path?: string | undefined;
}

/** Holds a later session of a run, with all that decides what is sent taken from the run. Gives the exit status. */
export async function goOn(call: Call, { kind, find, path }: Later, keep: Keep): Promise<number> {
  const { flags, output, argv } = call;
  const signals = keep(new Signals(output, (exit) => refusalOf(output, flags.on('json'), exit, argv)));
  const ledger = keep(await openLedger(stateFolder(flags)));
  const found = await find(ledger);
  if (found.dryRun) throw new UsageError(`run ${found.id} was a dry run: it sent nothing that could be gone on with`);
  // The flag is import's alone, but its variable may stand there for all commands.
  if (flags.on('dry-run')) {
    throw new UsageError(`${flags.nameOf('dry-run')} is on, and a ${kind} makes calls: leave it out`);
  }
  refuseOthers(flags.withoutProject(), found);
  const inputPath = path ?? found.inputPath ?? '-';
  const decided = { ...call, flags: flags.decided(decidedBy(found)) };
  const plan = readPlan(decided, inputPath, recordedMapping(found));

  if (await isDone(kind, found, ledger)) {
    if (kind === 'resume') await moveRun(call, plan, ledger, found);
    return showAgain(decided, plan, ledger, found, kind);
  }
  if (kind === 'resume' && found.inputPath === null && path !== '-') {
    throw new UsageError(
      `run ${found.id} read standard input: it takes the same again. Type: ${resumeLine(found.id, false, argv)}`,
    );
  }

  if (kind === 'reconcile' && plan.sandbox && !plan.provider.limits.repeatable) {
    throw new UsageError(
      `run ${found.id} went to a stand-in that is gone, and with it all that could be looked up. One that stays: contact-push sandbox`,
    );
  }
  const { connection, isStandIn } = await reach(call, plan, keep);
  const notices: string[] = [];
  const notice = (text: string): void => {
    notices.push(text);
    output.notice(text);
  };
  for (const text of connection.notices) notice(text);
  if (isStandIn) notice('the stand-in is a new one: it holds nothing of what was sent before');
  const account = isStandIn ? found.account : accountOf(found, connection, plan.provider);
  if (account !== found.account && kind !== 'resume') {
    // Another account's word on whom this one has reached would be worth nothing.
    throw new ConfigError(
      `run ${found.id} was begun with another token of ${plan.provider.title}: a ${kind} needs that one. Where it was replaced, move the run first: ${resumeLine(found.id, found.inputPath !== null, argv)}`,
    );
  }
  if (account !== found.account) {
    notice(`run ${found.id} goes on with another token of ${plan.provider.title}, and counts for its account`);
  }
  for (const text of limitNotices(plan.limits, plan.provider)) notice(text);

  const { lock } = keep(await takeLock(ledger, { account, run: found.id, waitMs: plan.waitMs, output }));
  // Another process may have gone on with it while this one waited.
  const run = (await ledger.run(found.id)) ?? found;
  const sessions = await ledger.sessions(run.id);
  if (kind !== 'resume' && sessions.filter(readsInput).at(-1)?.end === null) {
    throw new UsageError(
      `run ${run.id} was interrupted, and rows of it may not have been read. Go on with it first: ${resumeLine(run.id, run.inputPath !== null, argv)}`,
    );
  }
  const counts = await ledger.counts(run.id);
  const files = await filesOf(flags, run, inputPath);
  const input = kind === 'resume' ? await openAgain(call, plan, run, keep) : undefined;
  const mapping = input === undefined ? useRecorded(plan, run) : (await useMapping(plan, input)).mapping;
  return holdSession({
    call,
    plan,
    connection,
    ledger,
    lock,
    signals,
    kind,
    run: { ...run, account, report: lasting(files.report), rejects: lasting(files.rejects), defuse: files.defuse },
    before: sessions.flatMap(({ end }) => end ?? []).at(-1) ?? null,
    counts,
    reading: readingRules(plan, mapping),
    input,
    files,
    notices,
    keep,
  });
}

/** Whether there is nothing to do for the run. */
async function isDone(kind: Later['kind'], run: RunRecord, ledger: Ledger): Promise<boolean> {
  if (kind === 'resume') return !isUnfinished(run);
  if (run.end === null) return false;
  const { counts } = await ledger.counts(run.id);
  return counts[kind === 'retry' ? 'failed' : 'unknown'] === 0;
}

function readsInput({ kind }: SessionRecord): boolean {
  return kind === 'import' || kind === 'resume';
}

/** Writes the report again and says how the run stands, without a session. */
async function showAgain(
  { flags, output, argv }: Call,
  { provider, skip, json, path }: Plan,
  ledger: Ledger,
  run: RunRecord,
  kind: SessionKind,
): Promise<number> {
  const word = {
    resume: 'nothing is left to send',
    retry: 'no row is failed',
    reconcile: 'no row is unknown',
    import: '',
  };
  output.notice(`run ${run.id}: ${word[kind]}`);
  const counts = await ledger.counts(run.id);
  const now = Date.now();
  return finish({
    run,
    kind,
    before: run.end,
    session: undefined,
    result: {
      ...counts,
      rows: STATUSES.reduce((sum, status) => sum + counts.counts[status], 0),
      ending: undefined,
      broken: undefined,
      planned: undefined,
    },
    calls: { calls: 0, retries: 0, throttled: 0 },
    stretch: { startedAt: now, rows: 0 },
    files: await filesOf(flags, run, path),
    ledger,
    provider,
    endedAt: now,
    skip,
    argv,
    json,
    appendix: '',
    output,
  });
}
