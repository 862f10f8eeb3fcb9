const EXACT = 128; // below, every value has its own place

/**
 * Counts whole milliseconds, and tells their quantiles. Exact below 128, and within 1 % above; the largest is exact.
 * Holds at most 64 places for each doubling, however many values come.
 */
export class Quantiles {
  readonly #places = new Map<number, number>();
  #count = 0;
  #largest = 0;

  add(ms: number): void {
    const place = placeOf(ms);
    this.#places.set(place, (this.#places.get(place) ?? 0) + 1);
    this.#count += 1;
    this.#largest = Math.max(this.#largest, ms);
  }

  get count(): number {
    return this.#count;
  }

  get largest(): number {
    return this.#largest;
  }

  /** The smallest value that `part` (from 0 to 1) of all do not exceed; null where there are none. */
  at(part: number): number | null {
    if (this.#count === 0) return null;
    let left = Math.max(1, Math.ceil(part * this.#count));
    for (const place of [...this.#places.keys()].sort((a, b) => a - b)) {
      left -= this.#places.get(place) ?? 0;
      if (left <= 0) return Math.min(middleOf(place), this.#largest);
    }
    return this.#largest;
  }
}

/** Of a value from `64 · 2ⁿ` to `128 · 2ⁿ`: the n-th row of 64 places. */
function placeOf(ms: number): number {
  if (ms < EXACT) return Math.max(0, Math.round(ms));
  const row = Math.floor(Math.log2(ms)) - 6;
  return row * 64 + Math.floor(ms / 2 ** row);
}

/** The middle of a place. */
function middleOf(place: number): number {
  if (place < EXACT) return place;
  const row = Math.floor(place / 64) - 1;
  const width = 2 ** row;
  return Math.round((place - row * 64) * width + (width - 1) / 2);
}
