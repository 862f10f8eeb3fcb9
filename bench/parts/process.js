import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { now } from './clock.js';
import { findCores } from './cores.js';
import { work } from './folder.js';

export const CORES = findCores();
const USAGE = new URL('./usage.js', import.meta.url).href;
const alive = new Set();
process.prependListener('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

/** Starts a program on a core of its own, where it can be pinned; it is killed with the bench at the latest. */
export function start([program, ...argv], { core, ...options }) {
  const child =
    core === undefined
      ? spawn(program, argv, options)
      : spawn('taskset', ['-c', String(core), program, ...argv], options);
  alive.add(child);
  child.once('close', () => alive.delete(child));
  return child;
}

/** The path of a script below `bench/`. */
export const script = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));

/**
 * Runs a program to its end on the core for what is measured, and times the whole of it.
 * @returns {Promise<{ exit: number, stdout: string, stderr: string, startedAt: number, seconds: number }>}
 */
export async function run(argv, { env = process.env, input = 'ignore' } = {}) {
  const startedAt = now();
  const child = start(argv, { core: CORES.measured, env, stdio: [input, 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const [exit, signal] = await once(child, 'close');
  const seconds = (now() - startedAt) / 1000;
  if (signal !== null)
    throw new Error(`${argv.join(' ')}: ended by ${signal} after ${Math.round(seconds)} s: ${stderr}`);
  return { exit, stdout, stderr, startedAt, seconds };
}

/** As `run`, of a script for Node that must end with one of `exits`; with its processor time in seconds and its peak memory in MB. */
export async function runNode(argv, { env: given = process.env, exits = [0] } = {}) {
  const file = join(work(), 'usage.json');
  rmSync(file, { force: true });
  const env = { ...given, BENCH_USAGE: file };
  const ended = await run([process.execPath, '--import', USAGE, ...argv], { env });
  if (!exits.includes(ended.exit) || !existsSync(file)) {
    throw new Error(`${argv.join(' ')}: exit status ${ended.exit}\n${ended.stdout}\n${ended.stderr}`);
  }
  return { ...ended, ...JSON.parse(readFileSync(file, 'utf8')) };
}
