const FIRST_MS = 500;
const MOST_MS = 30_000;

/**
 * How long to wait before the next try: full jitter, at random between 0 and a bound that doubles from 0.5 s to 30 s.
 * `tries` counts those that have failed, from 1; `random` is in [0, 1).
 */
export function backoffMs(tries: number, random: number): number {
  return random * Math.min(MOST_MS, FIRST_MS * 2 ** (tries - 1));
}
