import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { ConfigError } from '../errors.js';
import { checkWritable } from '../report/files.js';
import { isMetrics, type LastTimes, type Measured, readLastTimes, renderMetrics } from '../report/metrics.js';
import type { Call } from './command.js';
import { exitOfError } from './exit.js';
import type { Output } from './output.js';

const MAX_BYTES = 2 ** 20; // what is longer is not ours

/**
 * Makes sure, before anything is sent, that metrics can be written to `path`: a regular file, empty or written by this
 * program, or none yet. `not` names the files it must not be. Throws a ConfigError.
 */
export async function checkMetrics(path: string, not: Readonly<Record<string, string>>): Promise<void> {
  await checkWritable(path, { flag: '--metrics', not });
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  const isOurs =
    found.isFile() && (found.size === 0 || (found.size <= MAX_BYTES && isMetrics(readFileSync(path, 'utf8'))));
  if (!isOurs) throw new ConfigError(`${path} holds something else than metrics; name another file with --metrics`);
}

/**
 * Writes the metrics of a session whole or not at all, and at once, so that a program that is about to be ended can do
 * it too. When a run was last well is kept from the file before. Says so where it cannot be written: the run ends as it
 * ends, and an alert on the age of the last success is what tells.
 */
export function writeMetrics(path: string, measured: Omit<Measured, 'job'>, output: Output): void {
  try {
    const place = placeOf(path);
    const text = renderMetrics({ ...measured, job: basename(path).replace(/\.prom$/, '') }, timesIn(place));
    replace(place, output.redact(text));
  } catch (error) {
    output.error(`${path} cannot be written (${error instanceof Error ? error.message : String(error)})`);
  }
}

/**
 * Does the work of a command that takes `--metrics`. A refusal before the run begins stands in the file too, with its
 * exit status and without rows: where the file may not be written, it is left as it is.
 */
export async function measured(call: Call, session: string, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    await measureRefusal(call, session, exitOfError(error).exit).catch(() => {});
    throw error;
  }
}

async function measureRefusal({ flags, operands, output }: Call, session: string, exit: number): Promise<void> {
  const path = flags.text('metrics');
  if (path === undefined || flags.on('dry-run')) return;
  const input = session === 'import' ? (operands[0] ?? '') : '';
  await checkMetrics(path, input === '' || input === '-' ? {} : { 'the input': input });
  const provider = flags.text('provider') ?? '';
  const nothing = { run: '', provider, input, status: 'refused', stop: null } as const;
  writeMetrics(path, { ...nothing, session, exit, endedAt: Date.now() }, output);
}

function replace(place: string, text: string): void {
  // No name that ends in .prom: the collector must not read half a file.
  const beside = join(dirname(place), `.contact-push-${randomBytes(8).toString('hex')}.tmp`);
  const file = openSync(beside, 'wx', 0o600);
  try {
    try {
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    // The umask keeps all files of a run from others, but the collector is another user, and counts are nobody's secret.
    chmodSync(beside, 0o644);
    renameSync(beside, place);
  } catch (error) {
    unlinkSync(beside);
    throw error;
  }
}

/** Where a link leads, so that what it leads to is replaced. */
function placeOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

function timesIn(place: string): LastTimes {
  const found = statSync(place, { throwIfNoEntry: false });
  return readLastTimes(found?.isFile() && found.size <= MAX_BYTES ? readFileSync(place, 'utf8') : '');
}
