import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { startSandbox } from '../../dist/sandbox/index.js';
import { csvOf } from './contacts.js';
import { runProgram } from './program.js';
import { readReport } from './report.js';

/**
 * A session of a run, with what could be seen right after it.
 * @typedef {import('./program.js').Ran & Seen} Session
 *
 * @typedef {object} Seen
 * @property {Readonly<Record<string, any>> | null} document of `--json`; null when there is none
 * @property {import('./report.js').Line[] | null} lines of the report; null when this session did not write it
 * @property {ReadonlyMap<string, number>} held how often each number that is held came, by its digits
 * @property {number} callsBefore that the service had had when it started
 * @property {number} callsAfter and when it ended
 * @property {number} lagMs by which the stand-in may have been late in seeing a call
 *
 * All that is known after a script.
 * @typedef {object} Evidence
 * @property {import('./script.js').Script} script
 * @property {readonly Session[]} sessions
 * @property {ReadonlyMap<string, number>} held
 * @property {readonly number[]} arrivals of all calls, in milliseconds of `performance.now()`
 * @property {Readonly<Record<string, number>>} faults that calls met
 * @property {readonly string[]} secrets
 * @property {readonly { name: string, text: string }[]} files that the program left, byte by byte
 */

const MOST_SESSIONS = 8;
const MOST_TIRED = 2; // sessions that take too long
const FILE = 'contacts.csv';
const REPORT = 'contacts.report.csv';

/**
 * Plays a script: imports, is struck, and goes on as a user would.
 * @param {import('./script.js').Script} script
 * @param {{ keep?: boolean, goesOn?: boolean }} [options] `keep` leaves the folder, and says where; `goesOn` false ends after the import
 * @returns {Promise<Evidence & { folder: string }>}
 */
export async function play(script, { keep = false, goesOn = true } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'contact-push-torture-'));
  const credentials = newCredentials();
  const { provider, seed, latencyMs, generation } = script;
  const sandbox = await startSandbox({
    ...(script.chaos === '' ? {} : { chaos: script.chaos }),
    seed,
    latencyMs,
    protextingGeneration: generation,
    credentials,
  });
  const lag = monitorEventLoopDelay({ resolution: 5 });
  lag.enable();
  try {
    writeFileSync(join(folder, FILE), csvOf(script.rows));
    const env = {
      ...settings(sandbox.url, credentials),
      ...knobs(script),
      CONTACT_PUSH_STATE_DIR: join(folder, 'state'),
    };
    const held = () =>
      new Map([...sandbox.contacts(provider)].map(({ number }) => [number, sandbox.times(provider, number)]));
    const calls = () => sandbox.stats()[provider].calls;
    const run = (argv, blow) => runProgram(argv, { cwd: folder, env, blow, calls });
    const sessions = [];
    let argv = importOf(script);
    while (argv !== null) {
      const callsBefore = calls();
      lag.reset();
      // Of an earlier session: what is not written again is not there.
      rmSync(join(folder, REPORT), { force: true });
      const ran = await run(argv, script.blows[sessions.length]);
      sessions.push({
        ...ran,
        document: documentIn(ran.stdout),
        lines: readReport(join(folder, REPORT)),
        held: held(),
        callsBefore,
        callsAfter: calls(),
        lagMs: lag.max / 1e6,
      });
      argv = goesOn && sessions.length < MOST_SESSIONS ? await nextOf(sessions, script, run) : null;
    }
    return {
      script,
      sessions,
      held: held(),
      arrivals: sandbox.arrivals(provider),
      faults: sandbox.stats()[provider].faults,
      secrets: [credentials.octopush.key, credentials.protexting.token],
      files: filesIn(folder),
      folder,
    };
  } finally {
    lag.disable();
    await sandbox.close();
    if (!keep) rmSync(folder, { recursive: true, force: true });
  }
}

/** As long as real ones, and found nowhere by accident. */
function newCredentials() {
  const token = `token-${randomBytes(12).toString('hex')}`;
  return {
    octopush: { login: 'someone@example.org', key: `key-${randomBytes(12).toString('hex')}` },
    protexting: { token },
    amoot: { token },
  };
}

function settings(url, { octopush, protexting, amoot }) {
  return {
    OCTOPUSH_BASE_URL: url,
    OCTOPUSH_API_LOGIN: octopush.login,
    OCTOPUSH_API_KEY: octopush.key,
    PROTEXTING_BASE_URL: url,
    PROTEXTING_ACCESS_TOKEN: protexting.token,
    AMOOT_BASE_URL: url,
    AMOOT_TOKEN: amoot.token,
  };
}

/** By the environment, so that every session has them, whatever it is. */
function knobs({ concurrency, rate, timeoutMs, maxRetries, maxWaitMs }) {
  return {
    CONTACT_PUSH_JSON: '1',
    CONTACT_PUSH_CONCURRENCY: String(concurrency),
    CONTACT_PUSH_RATE: rate === null ? 'off' : `${rate}/s`,
    CONTACT_PUSH_TIMEOUT: `${timeoutMs}ms`,
    CONTACT_PUSH_MAX_RETRIES: String(maxRetries),
    CONTACT_PUSH_MAX_WAIT: `${maxWaitMs}ms`,
  };
}

function importOf({ provider, batchSize }) {
  const flags = {
    octopush: ['--set', 'list_name=spring', '--batch-size', String(batchSize)],
    protexting: ['--set', 'GroupIds=12'],
    amoot: ['--set', 'GenderType=true'],
  };
  return ['import', FILE, '--provider', provider, ...flags[provider]];
}

/** What a user would type after the last session; null when there is nothing left to do. */
async function nextOf(sessions, script, run) {
  const { document, struck, exit } = sessions.at(-1);
  if (sessions.filter(({ tired }) => tired).length >= MOST_TIRED) return null;
  if (!document?.run || struck === 'SIGKILL') {
    if (struck === null) return null; // it should not have ended so
    const { stdout } = await run(['runs', '--json']);
    const [latest] = documentIn(stdout) ?? [];
    return latest === undefined ? importOf(script) : ['resume', latest.run];
  }
  if (exit === 0) return null;
  const [, command, id] = /^contact-push (resume|retry|reconcile) (\S+)/.exec(document.next ?? '') ?? [];
  if (command === undefined) return null;
  // The faults stay: what twice did not bring on will not be brought on.
  const same = sessions.slice(-2).filter(({ argv }) => argv[0] === command);
  if (same.length === 2 && !same.some((each) => each.struck !== null) && !movedOn(same)) return null;
  return [command, id];
}

function movedOn([before, after]) {
  return JSON.stringify(before.document?.counts) !== JSON.stringify(after.document?.counts);
}

/** The last line of output that is JSON. */
function documentIn(stdout) {
  const line = stdout.trimEnd().split('\n').at(-1) ?? '';
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== FILE)
    .map((entry) => ({ name: entry.name, text: readFileSync(join(entry.parentPath, entry.name), 'latin1') }));
}
