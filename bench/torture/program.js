import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../bin/contact-push.js', import.meta.url));
const POLL_MS = 2;

const PATIENCE_MS = 6000;

/** No session takes longer than this, whatever happens. */
export const MOST_MS = 30_000;

/**
 * A run of the program from its start to its end.
 * @typedef {object} Ran
 * @property {readonly string[]} argv
 * @property {number} startedAt of `performance.now()`
 * @property {number} endedAt
 * @property {number | null} exit null when a signal ended it
 * @property {string | null} signal the one that ended it
 * @property {string | null} struck the one that it was sent
 * @property {boolean} tired it took so long that it was sent SIGINT
 * @property {boolean} overdue it did not end even then
 * @property {string} stdout
 * @property {string} stderr
 */

/**
 * Runs the built program.
 * @param {readonly string[]} argv
 * @param {{ cwd: string, env: Readonly<Record<string, string>>, blow?: import('./script.js').Blow, calls?: () => number }} world
 *   `calls` counts the calls that the services have had so far
 * @returns {Promise<Ran>}
 */
export function runProgram(argv, { cwd, env, blow, calls = () => 0 }) {
  return new Promise((resolve, reject) => {
    const callsBefore = calls();
    const startedAt = performance.now();
    const child = spawn(process.execPath, [PROGRAM, ...argv], {
      cwd,
      env: { PATH: process.env.PATH ?? '', HOME: cwd, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ran = { argv, startedAt, endedAt: 0, exit: null, signal: null, struck: null, tired: false, overdue: false };
    const heard = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr']) {
      child[stream].setEncoding('utf8').on('data', (text) => {
        heard[stream] += text;
      });
    }
    const strike = (signal = blow?.signal ?? 'SIGKILL') => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      // One is enough: a second one leaves at once.
      if (signal !== 'SIGKILL' && ran.struck !== null) return;
      ran.struck = signal;
      child.kill(signal);
    };
    const timers = [
      setTimeout(() => {
        ran.tired = ran.struck === null;
        strike('SIGINT');
      }, PATIENCE_MS),
      setTimeout(() => {
        ran.overdue = true;
        child.kill('SIGKILL');
      }, MOST_MS),
    ];
    if (blow?.afterCalls !== undefined) {
      const poll = setInterval(() => {
        if (calls() - callsBefore < blow.afterCalls) return;
        clearInterval(poll);
        timers.push(setTimeout(() => strike(), blow.afterMs));
      }, POLL_MS);
      timers.push(poll);
    } else if (blow !== undefined) {
      timers.push(setTimeout(() => strike(), blow.afterMs));
    }
    child.on('error', reject);
    child.on('close', (exit, signal) => {
      for (const timer of timers) clearTimeout(timer);
      resolve({ ...ran, endedAt: performance.now(), exit, signal, ...heard });
    });
  });
}
