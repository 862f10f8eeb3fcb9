/** A second as servers count it, and what the network may shift: calls that leave 1010 ms apart arrive a second apart. */
const SECOND = 1010;
/** What a machine sleeps past the time asked for. */
const HICCUP = 10;

/**
 * When calls may start. Answers how long to wait and never sleeps; time comes in, in milliseconds of a clock that
 * does not jump. Starts are evenly spaced, and at most `perSecond` calls, rounded up, leave this machine in any second,
 * however long their connections take. Hears of each call that took its turn once more: that it left, or that it never
 * will.
 */
export class Pace {
  #perSecond: number;
  #heldUntil = Number.NEGATIVE_INFINITY;
  /** When the last call was due. */
  #dueAt = Number.NEGATIVE_INFINITY;
  /** Calls that took their turn and have not left yet. They may leave at any moment. */
  #starting = 0;
  /** When calls of the last second left, oldest first. */
  readonly #left: number[] = [];

  /** `perSecond` may be a fraction; Infinity is no pace at all. */
  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** 0 when a call may start now, which takes its turn; else the milliseconds to wait before asking again. */
  take(now: number): number {
    const intervalMs = SECOND / this.#perSecond;
    const dueAt = this.#dueAt + intervalMs;
    const at = Math.max(this.#heldUntil, dueAt, this.#opensAt(now));
    if (at > now) return at - now;
    // A call that is a little late does not move the ones after it; a longer pause is not made up for.
    this.#dueAt = now - dueAt < Math.max(intervalMs, HICCUP) ? dueAt : now;
    this.#starting += 1;
    return 0;
  }

  /** A call that took its turn leaves this machine. */
  left(now: number): void {
    this.#starting -= 1;
    if (Number.isFinite(this.#perSecond)) this.#left.push(now);
  }

  /** A call that took its turn will never leave. */
  gone(): void {
    this.#starting -= 1;
  }

  /** Nothing starts before `until`. A shorter hold does not shorten a longer one. */
  hold(until: number): void {
    this.#heldUntil = Math.max(this.#heldUntil, until);
  }

  /** Goes on at another pace. What has left counts on; what left while there was none does not. */
  setRate(perSecond: number): void {
    this.#perSecond = perSecond;
    if (!Number.isFinite(perSecond)) this.#left.length = 0;
  }

  /** When one more call can leave without being one too many, wherever those that are starting are by then. */
  #opensAt(now: number): number {
    if (!Number.isFinite(this.#perSecond)) return Number.NEGATIVE_INFINITY;
    while ((this.#left[0] ?? now) + SECOND <= now) this.#left.shift();
    const tooMany = this.#left.length + this.#starting - Math.ceil(this.#perSecond);
    return tooMany < 0 ? Number.NEGATIVE_INFINITY : (this.#left[tooMany] ?? now) + SECOND;
  }
}
