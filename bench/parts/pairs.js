/**
 * Runs all of `sides` once a round, the order turned round each time, so that what drifts meets all alike.
 * @returns for each side the results of its rounds, in the order of the rounds
 */
export async function pair(rounds, sides) {
  const results = Object.fromEntries(Object.keys(sides).map((name) => [name, []]));
  const names = Object.keys(sides);
  for (let round = 0; round < rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : [...names].reverse()) results[name].push(await sides[name]());
  }
  return results;
}

/** Throws where the sides of a pair did not make the same calls. */
export function checkSame(...sides) {
  const calls = new Set(sides.flat().map(({ heard }) => `${heard.calls} calls of ${heard.bodyBytes} bytes`));
  if (calls.size > 1) throw new Error(`the sides of a pair did not make the same calls: ${[...calls].join('; ')}`);
}
