const SECOND = 1000;

/**
 * When calls may start. Answers how long to wait and never sleeps; time comes in, in milliseconds of a clock that
 * does not jump. Calls are evenly spaced and never bunch: at most `perSecond`, rounded up, start in any second.
 */
export class Pace {
  readonly #intervalMs: number;
  /** Starts of the last whole second's worth of calls, oldest first. */
  readonly #window: number[] = [];
  readonly #windowSize: number;
  #nextAt = Number.NEGATIVE_INFINITY;
  #heldUntil = Number.NEGATIVE_INFINITY;

  /** `perSecond` may be a fraction; Infinity is no pace at all. */
  constructor(perSecond: number) {
    this.#intervalMs = SECOND / perSecond;
    this.#windowSize = Number.isFinite(perSecond) ? Math.ceil(perSecond) : 0;
  }

  /** 0 when a call may start now, which takes its turn; else the milliseconds to wait before asking again. */
  take(now: number): number {
    const at = Math.max(this.#heldUntil, this.#nextAt, this.#windowOpensAt());
    if (at > now) return at - now;
    // A call that is late by less than its interval does not move the ones after it; a longer pause is not made up for.
    const late = now - this.#nextAt < this.#intervalMs;
    this.#nextAt = (late ? this.#nextAt : now) + this.#intervalMs;
    if (this.#windowSize > 0) {
      if (this.#window.length >= this.#windowSize) this.#window.shift();
      this.#window.push(now);
    }
    return 0;
  }

  /** Nothing starts before `until`. A shorter hold does not shorten a longer one. */
  hold(until: number): void {
    this.#heldUntil = Math.max(this.#heldUntil, until);
  }

  #windowOpensAt(): number {
    const oldest = this.#window.length < this.#windowSize ? undefined : this.#window[0];
    return oldest === undefined ? Number.NEGATIVE_INFINITY : oldest + SECOND;
  }
}
