const WINDOW_MS = 1000;
const JITTER_MS = 10;
const RETRIED = 0.1;
const RETRIED_AT_LEAST = 20;

/**
 * No more calls than were allowed: in any second, and to try again.
 * @param {import('./play.js').Evidence} evidence
 * @returns {string[]}
 */
export function checkPace(evidence) {
  return [...rate(evidence), ...retries(evidence)];
}

/** Within one session, since a new one may start at once. */
function rate({ script, sessions, arrivals }) {
  if (script.rate === null) return [];
  const most = Math.ceil(script.rate);
  return sessions.flatMap(({ startedAt, endedAt, lagMs, argv }, index) => {
    const times = arrivals.filter((time) => time >= startedAt && time <= endedAt);
    // A call that the stand-in saw late comes nearer to the one after it.
    const windowMs = WINDOW_MS - JITTER_MS - lagMs;
    const at = times.findIndex((time, first) => times[first + most] - time < windowMs);
    if (at < 0) return [];
    const span = (times[at + most] - times[at]).toFixed(0);
    return [
      `session ${index + 1} (${argv[0]}): ${most + 1} calls within ${span} ms, where ${most} a second are allowed`,
    ];
  });
}

/** Halves of what was refused are another matter. */
function retries({ script, sessions }) {
  if (script.rows.some(({ kind }) => kind === 'refused')) return [];
  return sessions.flatMap(({ document, argv }, index) => {
    if (!document?.run) return [];
    const { calls, retries } = document;
    const most = RETRIED * (calls - retries) + RETRIED_AT_LEAST;
    return retries <= most ? [] : [`session ${index + 1} (${argv[0]}): ${retries} of ${calls} calls are retries`];
  });
}
