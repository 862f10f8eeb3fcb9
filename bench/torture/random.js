/**
 * @typedef {object} Draws
 * @property {() => number} unit from 0 up to 1
 * @property {(least: number, most: number) => number} whole both ends included
 * @property {(probability: number) => boolean} chance
 * @property {<T>(list: readonly T[]) => T} pick
 * @property {<T>(list: readonly T[], count: number) => T[]} some so many of a list, each once
 */

/**
 * Draws that are the same for the same seed.
 * @param {number} seed
 * @returns {Draws}
 */
export function draws(seed) {
  // An additive sequence, scrambled (the finalizer of MurmurHash3): short, and even enough for scripts.
  let state = seed >>> 0;
  const unit = () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  };
  const whole = (least, most) => least + Math.floor(unit() * (most - least + 1));
  return {
    unit,
    whole,
    chance: (probability) => unit() < probability,
    pick: (list) => list[whole(0, list.length - 1)],
    some: (list, count) => {
      const left = [...list];
      return Array.from({ length: Math.min(count, left.length) }, () => left.splice(whole(0, left.length - 1), 1)[0]);
    },
  };
}
