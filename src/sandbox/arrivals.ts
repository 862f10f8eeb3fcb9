/** When calls came, in 8 bytes a call. */
export class Arrivals {
  #times = new Float64Array(64);
  #count = 0;

  add(time: number): void {
    if (this.#count === this.#times.length) {
      const larger = new Float64Array(this.#times.length * 2);
      larger.set(this.#times);
      this.#times = larger;
    }
    this.#times[this.#count] = time;
    this.#count += 1;
  }

  /** In the order in which they came. */
  times(): readonly number[] {
    return Array.from(this.#times.subarray(0, this.#count));
  }
}
