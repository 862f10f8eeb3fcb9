/**
 * Sums over scripts, for people.
 * @typedef {object} Sums
 * @property {Record<string, number>} scripts by provider
 * @property {Record<string, number>} sessions by command
 * @property {number} tired sessions that took too long
 * @property {Record<string, number>} signals
 * @property {number} calls
 * @property {Record<string, number>} faults
 * @property {Record<string, number>} fates rows by their last status
 * @property {number} violations
 */

/** @returns {Sums} */
export function noSums() {
  return { scripts: {}, sessions: {}, tired: 0, signals: {}, calls: 0, faults: {}, fates: {}, violations: 0 };
}

/**
 * @param {Sums} sums
 * @param {import('./play.js').Evidence} evidence
 * @param {readonly string[]} violations
 */
export function addTo(sums, { script, sessions, arrivals, faults }, violations) {
  add(sums.scripts, script.provider, 1);
  for (const { argv, struck, tired } of sessions) {
    add(sums.sessions, argv[0], 1);
    if (tired) sums.tired += 1;
    else if (struck !== null) add(sums.signals, struck, 1);
  }
  sums.calls += arrivals.length;
  for (const [fault, times] of Object.entries(faults)) add(sums.faults, fault, times);
  const lines = sessions.findLast((session) => session.lines !== null)?.lines;
  if (lines === undefined) add(sums.fates, '(no report)', script.rows.length);
  for (const { status } of lines ?? []) add(sums.fates, status, 1);
  sums.violations += violations.length;
}

/**
 * @param {Sums} sums
 * @param {number} seconds
 * @returns {string}
 */
export function tableOf({ scripts, sessions, tired, signals, calls, faults, fates, violations }, seconds) {
  return [
    ['scripts', counted(scripts)],
    ['sessions', counted(sessions)],
    ['too slow', tired],
    ['signals', counted(signals)],
    ['calls', calls],
    ['faults met', counted(faults)],
    ['rows at last', counted(fates)],
    ['violations', violations],
    ['duration', `${Math.round(seconds)} s`],
  ]
    .map(([name, value]) => `${name.padEnd(14)}${value}`)
    .join('\n');
}

function add(counts, name, n) {
  counts[name] = (counts[name] ?? 0) + n;
}

function counted(counts) {
  const parts = Object.entries(counts).sort(([, a], [, b]) => b - a);
  const total = parts.reduce((sum, [, n]) => sum + n, 0);
  return parts.length === 0 ? '0' : `${total}: ${parts.map(([name, n]) => `${name} ${n}`).join(', ')}`;
}
