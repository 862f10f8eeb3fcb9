const MAX_SEED = 2 ** 32 - 1;

/** Numbers from 0 up to 1, the same ones for the same seed (mulberry32). Throws a RangeError for a seed that is none. */
export function seeded(seed: number): () => number {
  if (!Number.isSafeInteger(seed) || seed < 0 || seed > MAX_SEED) {
    throw new RangeError(`Expected the seed to be a whole number from 0 to ${MAX_SEED}, found ${seed}`);
  }
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
