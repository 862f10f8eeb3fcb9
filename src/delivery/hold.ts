import type { Held } from './tempo.js';

/** What a call that has to wait brings about: a wait to tell of, or the reason that the run ends here. */
export type Obeyed = { readonly waitMs: number; readonly reason: string } | { readonly tooLong: string } | undefined;

interface Asked {
  readonly ms: number;
  /** With the waits before it. */
  readonly inAllMs: number;
  readonly reason: string;
}

/**
 * The waits that the provider asks for. None is shortened. A wait matters as soon as a call has to wait for it: then it
 * is told, or ends the run where it is longer than the user will wait, by itself or together with the waits since the
 * provider last did anything else. Time comes in, in milliseconds of a clock that does not jump.
 */
export class Hold {
  readonly #maxWaitMs: number;
  #until = Number.NEGATIVE_INFINITY;
  /** Why nothing may start until then. */
  #reason = '';
  /** For how long the provider has held the run since it last did anything else. */
  #waitedMs = 0;
  /** The wait that counts when a call has to wait next; nobody has had to wait for it yet. */
  #asked: Asked | undefined;

  constructor(maxWaitMs: number) {
    this.#maxWaitMs = maxWaitMs;
  }

  /** Until when nothing may start. */
  get until(): number {
    return this.#until;
  }

  /** The last wait that was asked for, which may have passed. */
  get held(): Held | undefined {
    return this.#reason === '' ? undefined : { until: this.#until, reason: this.#reason };
  }

  /** The provider asks for a wait from now on. */
  ask(ms: number, reason: string, now: number): void {
    const until = now + ms;
    // Calls at once are told the same wait: only what one adds to the others counts.
    this.#waitedMs += Math.max(0, until - Math.max(now, this.#until));
    if (until > this.#until) this.#reason = reason;
    this.#until = Math.max(this.#until, until);
    if (this.#asked !== undefined && this.#isTooLong(this.#asked)) return;
    this.#asked = { ms, inAllMs: Math.max(ms, this.#waitedMs), reason };
  }

  /** The provider answered, and not that there are too many calls. */
  heard(): void {
    this.#waitedMs = 0;
  }

  /** A call starts: what was asked for has passed, and nobody had to wait. */
  turn(): void {
    this.#asked = undefined;
  }

  /** A call has to wait. Tells once for each wait. */
  obey(now: number): Obeyed {
    const asked = this.#asked;
    if (asked === undefined || now >= this.#until) return undefined;
    this.#asked = undefined;
    const { ms, inAllMs, reason } = asked;
    if (this.#isTooLong(asked)) {
      const seconds = Math.ceil(inAllMs / 1000);
      return { tooLong: `the provider asks for a wait of ${seconds} s in all, longer than --max-wait: ${reason}` };
    }
    return { waitMs: ms, reason };
  }

  #isTooLong({ inAllMs }: Asked): boolean {
    return inAllMs > this.#maxWaitMs;
  }
}
