import { randomInt } from 'node:crypto';
import { resolve } from 'node:path';
import { systemClock } from '../../clock.js';
import { UsageError } from '../../errors.js';
import type { RunStart } from '../../ledger/ledger.js';
import { openLedger } from '../../ledger/sqlite.js';
import type { Call } from '../command.js';
import { chooseFiles, lasting } from '../files.js';
import { type Keep, keeping } from '../keep.js';
import { limitNotices } from '../limits.js';
import { takeLock } from '../lock.js';
import { mappingNotices, readingRules, saveMapping, useMapping } from '../mapping.js';
import { measured } from '../metrics.js';
import { resumeLine } from '../next.js';
import { readPlan } from '../plan.js';
import { reach } from '../reach.js';
import { openWatched } from '../reading.js';
import { differences } from '../recall.js';
import { rowsWithin } from '../rows-within.js';
import { holdSession } from '../session.js';
import { refusalOf, Signals } from '../signals.js';
import { stateFolder } from '../state.js';
import { lookForUnfinished } from '../unfinished.js';

/** Imports a file from its opening to the summary. */
export function runImport(call: Call): Promise<number> {
  return measured(call, 'import', () => keeping((keep) => importFile(call, keep)));
}

async function importFile(call: Call, keep: Keep): Promise<number> {
  const { flags, output, operands } = call;
  const plan = readPlan(call, operands[0] ?? '-');
  const { provider, limits, dryRun, json } = plan;
  const { repeatable } = provider.limits;
  const id = newRunId(systemClock.now());
  const signals = keep(new Signals(output, (exit) => refusalOf(output, json, exit, call.argv)));

  const { connection, isStandIn } = await reach(call, plan, keep);
  const { input, reading } = await openWatched(output, plan, keep);
  const used = await useMapping(plan, input);
  const { mapping } = used;
  const files = await chooseFiles(flags, plan.path, input, dryRun);
  const saved = await saveMapping(plan, used, input, files);
  const ledger = keep(await openLedger(stateFolder(flags)));
  const notices = [
    ...connection.notices,
    ...input.notices,
    ...limitNotices(limits, provider),
    ...mappingNotices(mapping, provider),
    ...saved,
  ];
  // A dry run has them in its plan.
  const isPlan = dryRun && !json && !output.quiet;
  if (!isPlan) for (const notice of notices) output.notice(notice);

  const account = isStandIn ? `${provider.name} sandbox ${id}` : connection.account;
  const held = dryRun ? undefined : keep(await takeLock(ledger, { account, run: id, waitMs: plan.waitMs, output }));
  if (plan.preflight) await input.readThrough();
  await reading.close();

  const run: RunStart = {
    id,
    provider: provider.name,
    account,
    input: plan.path,
    inputPath: input.replayable ? resolve(plan.path) : null,
    content: input.content(),
    bytes: input.bytesTotal,
    rowsExpected: rowsWithin(plan, input.rowsTotal()),
    format: input.format,
    delimiter: input.delimiter,
    encoding: input.encoding,
    bom: input.bom,
    quoting: input.quoting,
    lineEnd: input.lineEnd,
    columns: input.columns,
    dryRun,
    settings: { ...plan.settings, ...used.settings },
    startedAt: systemClock.now(),
    durable: !repeatable,
    report: lasting(files.report),
    rejects: lasting(files.rejects),
    defuse: files.defuse,
  };
  const venture = {
    call,
    plan,
    connection,
    ledger,
    signals,
    reading: readingRules(plan, mapping),
    input,
    files,
    notices,
    keep,
  };

  const { same, others, elsewhere } = dryRun
    ? { same: undefined, others: [], elsewhere: undefined }
    : await lookForUnfinished(ledger, run);
  if (same !== undefined && plan.resume) {
    const differing = differences(same.run, run);
    if (differing.length > 0) {
      throw new UsageError(
        `run ${same.run.id} of the same content is unfinished, and was begun otherwise (${differing.join('; ')}). Finish it with: ${resumeLine(same.run.id, true, call.argv)}`,
      );
    }
    const { id: sameId } = same.run;
    output.notice(`going on with run ${sameId}, which has the same content and is unfinished`);
    // A lock names the run that it is for. Another process may go on with it in between.
    await held?.close();
    const { lock } = keep(await takeLock(ledger, { account, run: sameId, waitMs: plan.waitMs, output }));
    const found = (await ledger.run(sameId)) ?? same.run;
    const again = { ...found, report: run.report, rejects: run.rejects, defuse: run.defuse };
    const counts = await ledger.counts(sameId);
    return holdSession({ ...venture, lock, kind: 'resume', run: again, before: found.end, counts });
  }
  if (same !== undefined) {
    const line = resumeLine(same.run.id, true, call.argv);
    const told = `run ${same.run.id} of the same content is unfinished`;
    if (!repeatable && !plan.again && (same.touched || differences(same.run, run).length === 0)) {
      throw new UsageError(
        `${told}: ${plan.path} is not begun anew, since a repeat is ${provider.repeat}. Go on with: ${line}`,
      );
    }
    output.notice(`${told}; to go on with it instead: ${line}`);
  }
  if (elsewhere !== undefined && !repeatable && !plan.sandbox) {
    output.notice(
      `run ${elsewhere.id} has the same content, and another token: whom it has sent to is not known for this one. If the token was only replaced, stop here, and have it count for the new one: ${resumeLine(elsewhere.id, elsewhere.inputPath !== null, call.argv)}`,
    );
  }
  if (plan.resume) {
    for (const other of others) {
      const hint = resumeLine(other.id, other.inputPath !== null, call.argv);
      output.notice(`run ${other.id} of other content (${other.input}) is unfinished; to go on with it: ${hint}`);
    }
  }
  return holdSession({ ...venture, lock: held?.lock ?? null, kind: 'import', run, before: null, counts: undefined });
}

/** When, and a little more, so that two runs of one second differ: `20260131-094500-k3f`. */
function newRunId(now: number): string {
  const [date = '', time = ''] = new Date(now).toISOString().split(/[T.]/);
  const more = Array.from({ length: 3 }, () => randomInt(36).toString(36)).join('');
  return `${date.replaceAll('-', '')}-${time.replaceAll(':', '')}-${more}`;
}
