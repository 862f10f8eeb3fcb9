const REPEATABLE = ['octopush'];
const NEVER_STORED = ['failed', 'not_sent', 'rejected'];

/**
 * What is called stored is stored, what is called unsent is not, and nobody got anything twice.
 * @param {import('./play.js').Evidence} evidence
 * @returns {string[]}
 */
export function checkStore(evidence) {
  return [...told(evidence), ...twice(evidence), ...interrupted(evidence)];
}

function told({ script, sessions, held }) {
  return sessions.flatMap(({ lines, held: heldThen, argv }, index) => {
    // What a call brings that was cut off is stored a moment later, perhaps.
    const heldNow = index === sessions.length - 1 ? held : heldThen;
    return script.rows.flatMap(({ row, digits }, at) => {
      const line = lines?.[at];
      if (line === undefined) return [];
      const where = `session ${index + 1} (${argv[0]}): row ${row}`;
      if (line.status === 'ok' && !heldNow.has(digits)) return [`${where} is ok, but is not held`];
      if (NEVER_STORED.includes(line.status) && line.code !== 'left_out' && heldNow.has(digits)) {
        return [`${where} is ${line.status} (${line.code}), but is held`];
      }
      return [];
    });
  });
}

function twice({ script, held }) {
  if (REPEATABLE.includes(script.provider)) return [];
  const rowOf = new Map(script.rows.map(({ row, digits }) => [digits, row]));
  return [...held]
    .filter(([, times]) => times > 1)
    .map(([digits, times]) => `the number of row ${rowOf.get(digits) ?? '?'} came ${times} times`);
}

/** A kill leaves in doubt what was under way, and no more. */
function interrupted({ script, sessions }) {
  const atOnce = script.concurrency * script.batchSize;
  return sessions.flatMap(({ lines, argv }, index) => {
    const kills = sessions.slice(0, index + 1).filter(({ struck }) => struck === 'SIGKILL').length;
    const doubted = (lines ?? []).filter(({ code, status }) => status === 'unknown' && code === 'interrupted').length;
    if (doubted <= kills * atOnce) return [];
    return [
      `session ${index + 1} (${argv[0]}): ${doubted} rows are interrupted after ${kills} kills with ${atOnce} rows at once`,
    ];
  });
}
