/** Time that passes only from one event to the next. */
export class Timeline {
  now = 0;
  readonly #events: { readonly at: number; readonly happen: () => void }[] = [];

  after(ms: number, happen: () => void): void {
    const at = this.now + ms;
    let index = this.#events.length;
    while (index > 0 && (this.#events[index - 1]?.at ?? 0) > at) index -= 1;
    this.#events.splice(index, 0, { at, happen });
  }

  /** Goes on until `end`, or until nothing is left to happen. */
  run(end = Number.POSITIVE_INFINITY): void {
    for (let [next] = this.#events; next !== undefined && next.at <= end; [next] = this.#events) {
      this.#events.shift();
      this.now = next.at;
      next.happen();
    }
  }
}

/** Numbers in [0, 1), the same for the same seed. */
export function randoms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
