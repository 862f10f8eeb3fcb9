import { randomInt } from 'node:crypto';
import { systemClock } from '../../clock.js';
import type { Mapping } from '../../contact/columns.js';
import type { ReadingRules } from '../../contact/read.js';
import { oneLine } from '../../contact/text.js';
import { openHttp } from '../../delivery/http.js';
import { redactor } from '../../delivery/redact.js';
import { ConfigError } from '../../errors.js';
import { importContacts, newProgress, type Result } from '../../import.js';
import { type Input, openInput } from '../../input/index.js';
import type { RunStart } from '../../ledger/ledger.js';
import { openLedger } from '../../ledger/sqlite.js';
import { type Sandbox, startSandbox } from '../../sandbox/index.js';
import type { Call } from '../command.js';
import { type Connection, connect, readConnection } from '../connection.js';
import { chooseFiles } from '../files.js';
import { abandon, finish } from '../finish.js';
import { firstRequestText } from '../first-request.js';
import { limitNotices } from '../limits.js';
import { mappingNotices, saveMapping, useMapping } from '../mapping.js';
import { type Plan, readPlan } from '../plan.js';
import { type Extent, ProgressView } from '../progress.js';
import { ReadingView } from '../reading.js';
import { standInSettings } from '../stand-in.js';
import { stateFolder } from '../state.js';

/** Imports a file from its opening to the summary. */
export async function runImport(call: Call): Promise<number> {
  const opened: (() => Promise<void>)[] = [];
  const keep = <T extends { close(): Promise<void> }>(thing: T): T => {
    opened.unshift(() => thing.close());
    return thing;
  };
  try {
    return await importFile(call, readPlan(call), keep);
  } finally {
    // Each is closed, whatever another one says; what went wrong before matters more.
    await Promise.allSettled(opened.map((close) => close()));
  }
}

type Keep = <T extends { close(): Promise<void> }>(thing: T) => T;

async function importFile(call: Call, plan: Plan, keep: Keep): Promise<number> {
  const { flags, output } = call;
  const { provider, limits, dryRun } = plan;
  const id = newRunId(systemClock.now());

  const sandbox = plan.sandbox && !dryRun ? keep(await startSandbox(plan.chaos)) : undefined;
  const connection = openConnection(call, plan, sandbox);
  const redact = redactor(connection.secrets);
  output.redact = redact;

  const reading = keep(new ReadingView(output, plan.path, plan.progressIntervalMs));
  await reading.start();
  const onReadThrough = (bytesRead: number, bytesTotal: number) => reading.reach(bytesRead, bytesTotal);
  const input = keep(await openInput(plan.path, { ...plan.inputOptions, onReadThrough }));
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
  for (const notice of notices) output.notice(notice);
  if (plan.preflight) await input.readThrough();
  await reading.close();

  const run: RunStart = {
    id,
    provider: provider.name,
    account: sandbox === undefined ? connection.account : `${provider.name} sandbox ${id}`,
    input: plan.path,
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
    durable: !provider.limits.repeatable,
  };
  const http = keep(
    openHttp({
      origin: connection.origin,
      concurrency: limits.concurrency,
      timeoutMs: limits.timeoutMs,
      repeatable: provider.limits.repeatable,
      // What goes to a loopback host goes there itself, in the clear or not.
      proxied: connection.origin.startsWith('https:') && hasProxy(),
      clock: systemClock,
    }),
  );
  const wire = provider.connect(connection.read);
  const progress = newProgress();
  const view = new ProgressView(output, progress, () => extentOf(input, plan), plan.progressIntervalMs);
  await view.start();
  let result: Result;
  try {
    const job = { ...limits, run, input, wire, reading: readingOf(plan, mapping), ...rangeOf(plan) };
    result = await importContacts(job, {
      ledger,
      send: http.send,
      clock: systemClock,
      random: Math.random,
      redact,
      say: (text) => view.say(text),
      progress,
    });
  } catch (error) {
    // Before the first row nothing has happened that would need to be told.
    if (progress.rows === 0) throw error;
    return abandon({ run, progress, error, json: plan.json, output, endedAt: systemClock.now() });
  } finally {
    view.stop();
  }

  const late = input.lateColumns();
  if (late.length > 0) output.notice(`not read, since they first appear late: ${late.map(oneLine).join(', ')}`);
  const appendix =
    result.firstBatch === undefined ? '' : firstRequestText(wire.encode(result.firstBatch), result.firstBatch);
  try {
    return await finish({
      run,
      result,
      calls: { calls: progress.calls, retries: progress.retries, throttled: progress.throttled },
      input,
      files,
      ledger,
      provider,
      endedAt: systemClock.now(),
      skip: plan.skip,
      argv: call.argv,
      json: plan.json,
      appendix,
      output,
    });
  } catch (error) {
    return abandon({ run, progress, error, json: plan.json, output, endedAt: systemClock.now() });
  }
}

function readingOf({ provider, phone, dates }: Plan, mapping: Mapping): ReadingRules {
  return { fields: provider.fields, form: provider.phone, mapping, phone, dates };
}

function rangeOf({ provider, skip, limit }: Plan) {
  return { repeatable: provider.limits.repeatable, skip, limit };
}

function openConnection({ environment }: Call, { provider, dryRun }: Plan, sandbox: Sandbox | undefined): Connection {
  if (sandbox !== undefined) {
    const settings = standInSettings(sandbox.url);
    // Whatever is listed there: a stand-in is never the real service.
    const { notices: _, ...connection } = connect(provider, (env) =>
      env === provider.baseUrl.env ? sandbox.url : settings[env],
    );
    return { ...connection, notices: [] };
  }
  return dryRun ? connect(provider, (env) => environment.get(env)) : readConnection(provider, environment);
}

/** When, and a little more, so that two runs of one second differ: `20260131-094500-k3f`. */
function newRunId(now: number): string {
  const [date = '', time = ''] = new Date(now).toISOString().split(/[T.]/);
  const more = Array.from({ length: 3 }, () => randomInt(36).toString(36)).join('');
  return `${date.replaceAll('-', '')}-${time.replaceAll(':', '')}-${more}`;
}

function hasProxy(): boolean {
  const name = ['HTTPS_PROXY', 'https_proxy'].find((each) => (process.env[each] ?? '') !== '');
  if (name === undefined) return false;
  const proxy = process.env[name] ?? '';
  if (URL.canParse(proxy) && /^https?:$/.test(new URL(proxy).protocol)) return true;
  throw new ConfigError(`${name}: expected the URL of a proxy such as http://proxy.example:3128`);
}

function extentOf(input: Input, { skip, limit }: Plan): Extent {
  const rows = input.rowsTotal();
  return {
    rows: rows === null ? undefined : Math.min(limit, Math.max(0, rows - skip)),
    percent: input.bytesTotal ? Math.floor((100 * input.bytesRead()) / input.bytesTotal) : undefined,
  };
}
