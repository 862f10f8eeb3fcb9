const SECOND = 1000;
const SECONDS = 10;
/** Of these the best one tells what the provider takes, where calls are many: pauses make the others look worse. */
const LAST_SECONDS = 3;
const MANY = 10;
/** In less time than this, a call or two would look like very many. */
const LEAST_MS = 100;

/** How many calls a second the provider accepted lately. Seconds in which it answered nothing do not count. */
export class Lately {
  readonly #startedAt: number;
  /** Of the last ten seconds those with an answer, oldest first. */
  readonly #seconds: { readonly second: number; accepted: number }[] = [];

  constructor(startedAt: number) {
    this.#startedAt = startedAt;
  }

  accepted(now: number): void {
    this.#at(now).accepted += 1;
  }

  throttled(now: number): void {
    this.#at(now);
  }

  /** As far as the answers tell; 0 where none of them accepted a call. */
  perSecond(now: number): number {
    const { second, accepted: soFar } = this.#at(now);
    // A run that has hardly begun has no whole second to go by.
    if (second === 0) return (soFar * SECOND) / Math.max(now - this.#startedAt, LEAST_MS);
    const last = this.#seconds.filter((each) => each.second > second - LAST_SECONDS);
    const best = Math.max(...last.map(({ accepted }) => accepted));
    if (best >= MANY) return best;
    // The second that has begun would make few calls look like fewer.
    const whole = this.#seconds.length > 1 ? this.#seconds.slice(0, -1) : this.#seconds;
    return whole.reduce((sum, { accepted }) => sum + accepted, 0) / whole.length;
  }

  #at(now: number): { readonly second: number; accepted: number } {
    const second = Math.floor((now - this.#startedAt) / SECOND);
    const last = this.#seconds.at(-1);
    if (last?.second === second) return last;
    while ((this.#seconds[0]?.second ?? second) <= second - SECONDS) this.#seconds.shift();
    const next = { second, accepted: 0 };
    this.#seconds.push(next);
    return next;
  }
}
