import { randomInt } from 'node:crypto';
import { systemClock } from '../../clock.js';
import { type Mapping, mapColumns } from '../../contact/columns.js';
import type { ReadingRules } from '../../contact/read.js';
import { openHttp } from '../../delivery/http.js';
import { redactor } from '../../delivery/redact.js';
import { StorageError } from '../../errors.js';
import { importContacts, newProgress, type Result } from '../../import.js';
import { type Input, openInput } from '../../input/index.js';
import type { RunStart } from '../../ledger/ledger.js';
import { openLedger } from '../../ledger/sqlite.js';
import { type Sandbox, startSandbox } from '../../sandbox/index.js';
import type { AddCommand, Call } from '../command.js';
import { type Connection, connect, readConnection } from '../connection.js';
import { chooseFiles } from '../files.js';
import { abandon, finish } from '../finish.js';
import { firstRequestText } from '../first-request.js';
import { limitNotices } from '../limits.js';
import { mappingNotices } from '../mapping.js';
import { addCommonOptions, addImportOptions, addLedgerOptions } from '../options.js';
import { type Plan, readPlan } from '../plan.js';
import { ProgressView } from '../progress.js';
import { standInSettings } from '../stand-in.js';
import { stateFolder } from '../state.js';

const EXAMPLES = `
Examples:
  contact-push import contacts.csv --provider octopush --sandbox
  contact-push import contacts.csv --provider octopush --country FR --set list_name=spring
  contact-push import contacts.csv --provider protexting --set GroupIds=12 --dry-run
  contact-push import people.json --provider amoot --report people.json.report.ndjson
  cat contacts.csv | contact-push import - --provider octopush --quiet`;

/** `import`: sends the contacts of a file and writes the fate of every row. */
export const addImport: AddCommand = (program, does) => {
  const command = program
    .command('import')
    .summary('send contacts, and write what became of every row')
    .description('Sends the contacts of a CSV, TSV, JSON or NDJSON file and writes what became of every row.')
    .argument('<file>', 'the contacts; - for standard input');
  addImportOptions(command);
  addLedgerOptions(command);
  addCommonOptions(command).addHelpText('after', EXAMPLES).action(does(runImport));
};

async function runImport(call: Call): Promise<number> {
  const opened: (() => Promise<void>)[] = [];
  const keep = <T extends { close(): Promise<void> }>(thing: T): T => {
    opened.unshift(() => thing.close());
    return thing;
  };
  try {
    return await importFile(call, readPlan(call), keep);
  } finally {
    for (const close of opened) await close();
  }
}

type Keep = <T extends { close(): Promise<void> }>(thing: T) => T;

async function importFile(call: Call, plan: Plan, keep: Keep): Promise<number> {
  const { flags, output } = call;
  const { provider, limits, dryRun } = plan;
  const id = newRunId(systemClock.now());

  const sandbox = plan.sandbox && !dryRun ? keep(await startSandbox()) : undefined;
  const connection = openConnection(call, plan, sandbox);
  const redact = redactor(connection.secrets);
  output.redact = redact;

  const input = keep(await openInput(plan.path, plan.inputOptions));
  for (const notice of input.notices) output.notice(notice);
  const mapping = mapColumns(input.name, input.columns, provider.fields, plan.wishes);
  const files = await chooseFiles(flags, plan.path, input, dryRun);
  const ledger = keep(await openLedger(stateFolder(flags)));
  const notices = [...connection.notices, ...limitNotices(limits, provider), ...mappingNotices(mapping, provider)];
  for (const notice of sandbox === undefined ? notices : notices.slice(connection.notices.length))
    output.notice(notice);

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
    settings: plan.settings,
    startedAt: systemClock.now(),
    durable: !provider.limits.repeatable,
  };
  const http = keep(
    openHttp({
      origin: connection.origin,
      concurrency: limits.concurrency,
      timeoutMs: limits.timeoutMs,
      repeatable: provider.limits.repeatable,
      proxied: sandbox === undefined && hasProxy(),
      clock: systemClock,
    }),
  );
  const wire = provider.connect(connection.read);
  const progress = newProgress();
  const view = new ProgressView(output, progress, () => percentRead(input), plan.progressIntervalMs);
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
    if (!(error instanceof StorageError)) throw error;
    return abandon(run, progress, error, plan.json, output, systemClock.now());
  } finally {
    view.stop();
  }

  const late = input.lateColumns();
  if (late.length > 0) output.notice(`not read, since they first appear late: ${late.join(', ')}`);
  const appendix =
    result.firstBatch === undefined ? '' : firstRequestText(wire.encode(result.firstBatch), result.firstBatch);
  return finish({
    run,
    result,
    calls: { calls: progress.calls, retries: progress.retries, throttled: progress.throttled },
    input,
    files,
    ledger,
    provider,
    endedAt: systemClock.now(),
    argv: call.argv,
    json: plan.json,
    appendix,
    output,
  });
}

function readingOf({ provider, phone }: Plan, mapping: Mapping): ReadingRules {
  return { fields: provider.fields, form: provider.phone, mapping, phone };
}

function rangeOf({ provider, skip, limit }: Plan) {
  return { repeatable: provider.limits.repeatable, skip, limit };
}

function openConnection({ environment }: Call, { provider, dryRun }: Plan, sandbox: Sandbox | undefined): Connection {
  if (sandbox !== undefined) {
    const settings = standInSettings(sandbox.url);
    return connect(provider, (env) => settings[env]);
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
  const names = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'];
  return names.some((name) => (process.env[name] ?? '') !== '');
}

function percentRead(input: Input): number | undefined {
  return input.bytesTotal ? Math.floor((100 * input.bytesRead()) / input.bytesTotal) : undefined;
}
