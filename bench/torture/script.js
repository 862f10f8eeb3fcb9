import { rowsOf } from './contacts.js';
import { draws } from './random.js';

/**
 * What is done to one session: a signal so many milliseconds after its start, or after its so-manieth call.
 * @typedef {object} Blow
 * @property {'SIGKILL' | 'SIGINT' | 'SIGTERM'} signal
 * @property {number} afterMs after the start, or after the call
 * @property {number} [afterCalls]
 */

/**
 * Everything about a script. The same seed gives the same one.
 * @typedef {object} Script
 * @property {number} seed
 * @property {'octopush' | 'protexting' | 'amoot'} provider
 * @property {import('./contacts.js').Row[]} rows
 * @property {string} chaos as `--chaos` takes it; empty for none
 * @property {number} latencyMs of the stand-in
 * @property {'A' | 'B'} generation of ProTexting's answers
 * @property {number} concurrency
 * @property {number | null} rate calls a second
 * @property {number} batchSize
 * @property {number} timeoutMs
 * @property {number} maxRetries
 * @property {number} maxWaitMs
 * @property {Blow[]} blows one a session, from the first on
 */

const BATCHED = 'octopush';

/**
 * What a fault costs in time: `timeout` for a call that runs into its deadline, a number for milliseconds in which nothing goes on.
 * After a 429 the program goes on more slowly.
 */
const COSTS = {
  reset: 0,
  'reset-after': 0,
  timeout: 'timeout',
  drip: 'timeout',
  slow: 'timeout',
  truncate: 0,
  huge: 0,
  html: 0,
  302: 0,
  429: 2500,
  '429-date': 2500,
  '429-reset': 2500,
  '429-unix': 2500,
  '429-bare': 2000,
  500: 0,
  502: 0,
  503: 1000,
  504: 0,
  missing: 0,
  repeated: 0,
  reordered: 0,
  foreign: 0,
};

// A 201 of ProTexting confirms whatever its body is; a stand-in that says 201 and does nothing breaks its word.
const NOT_OF = { protexting: ['missing'], octopush: [], amoot: [] };

/**
 * Draws a script.
 * @param {number} seed
 * @returns {Script}
 */
export function drawScript(seed) {
  const draw = draws(seed);
  const provider = draw.pick(['octopush', 'protexting', 'amoot']);
  const rows = rowsOf(provider, drawKinds(draw));
  const concurrency = draw.whole(1, 16);
  const batchSize = provider === BATCHED ? draw.whole(1, 50) : 1;
  const timeoutMs = draw.whole(300, 1000);
  const calls = Math.ceil(rows.length / batchSize);
  // At a pace so slow that the run would take more than four seconds there is nothing more to see.
  const rate = draw.chance(0.4) ? Math.max(draw.whole(20, 200), Math.ceil(calls / 4)) : null;
  const shares = drawShares(draw, provider);
  const bound = bounded(shares, { calls, concurrency, timeoutMs, retried: provider === BATCHED });
  const down = draw.chance(0.2) ? [draw.pick(['down=2s', 'down=300ms', 'down=300ms', 'down=forever'])] : [];
  return {
    seed,
    provider,
    rows,
    chaos: [...bound.map(([name, percent]) => `${name}=${percent}%`), ...down].join(','),
    latencyMs: draw.pick([0, 0, 5, 20]),
    generation: draw.pick(['A', 'B']),
    concurrency,
    rate,
    batchSize,
    timeoutMs,
    maxRetries: draw.whole(0, 3),
    maxWaitMs: 5000,
    blows: drawBlows(draw, calls),
  };
}

function drawKinds(draw) {
  const count = draw.whole(20, 200);
  const invalid = draw.pick([0, 0.02, 0.1]);
  const duplicate = draw.pick([0, 0.02, 0.1]);
  const refusals = draw.chance(0.3);
  return Array.from({ length: count }, (_, index) => {
    const at = draw.unit();
    if (at < invalid) return 'invalid';
    if (at < invalid + duplicate) return 'duplicate';
    // Not before some are taken: a run whose first call is refused as a whole may take its settings for wrong.
    return refusals && index > count / 2 && at > 0.98 ? 'refused' : 'good';
  });
}

function drawShares(draw, provider) {
  const names = Object.keys(COSTS).filter((name) => !NOT_OF[provider].includes(name));
  if (draw.chance(0.1)) return [];
  if (draw.chance(0.2)) return [[draw.pick(names), draw.whole(30, 90)]];
  const chosen = draw.some(names, draw.whole(1, 6));
  return chosen.map((name) => [name, draw.whole(1, Math.floor(40 / chosen.length))]);
}

const PATIENCE_MS = 4000;

const BACKOFF_MS = 400; // about, before a call that goes again

/** Lowers the shares of faults that take time until all of them together cost a session no more than a few seconds. */
function bounded(shares, { calls, concurrency, timeoutMs, retried }) {
  const atOnce = Math.min(concurrency, calls);
  const each = (name) =>
    (COSTS[name] === 'timeout' ? timeoutMs / atOnce : COSTS[name]) + (retried ? BACKOFF_MS / atOnce : 0);
  const total = shares.reduce((sum, [name, percent]) => {
    const again = retried ? 1 / Math.max(0.25, 1 - percent / 100) : 1;
    return sum + (calls * again * each(name) * percent) / 100;
  }, 0);
  const factor = Math.min(1, PATIENCE_MS / Math.max(total, 1));
  return shares.map(([name, percent]) => [
    name,
    each(name) === 0 ? percent : Math.max(0.5, Math.round(percent * factor * 10) / 10),
  ]);
}

function drawBlows(draw, calls) {
  const plan = draw.unit();
  const blow = (signal) =>
    draw.chance(0.5)
      ? { signal, afterMs: draw.whole(50, draw.pick([300, 800, 2000])) }
      : { signal, afterCalls: draw.whole(1, Math.max(1, Math.ceil(calls / 2))), afterMs: draw.whole(0, 30) };
  const kills = () => Array.from({ length: draw.whole(1, 4) }, () => blow('SIGKILL'));
  const polite = () => [blow(draw.pick(['SIGINT', 'SIGTERM']))];
  if (plan < 0.3) return [];
  if (plan < 0.65) return kills();
  if (plan < 0.85) return polite();
  return draw.chance(0.5) ? [...kills(), ...polite()] : [...polite(), ...kills()];
}
