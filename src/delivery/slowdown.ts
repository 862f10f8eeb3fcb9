import { Lately } from './lately.js';

/** The pace from now on. */
export interface Change {
  /** Calls a second; Infinity for no pace. */
  readonly perSecond: number;
  /** What has changed, for people; undefined where the last such sentence is not two seconds old. */
  readonly said: string | undefined;
}

/** What a cut leaves of the rate, or of what the provider accepts. */
const KEPT = 0.9;
/** A step up, as a share of the rate that was too much. */
const STEP = 0.05;
const NEAR = 0.8;
/** For so long a provider may still count the calls from before a cut. */
const SETTLE_MS = 1000;
const SAY_MS = 2000;
/** A guess, where nothing was accepted yet. */
const UNTRIED_PER_SECOND = 10;
const LEAST_PER_SECOND = 0.1;
const LEAST_SHARE = 1 / 64;

/** Calls without throttling before a step, and the least and the most time for them. */
interface Patience {
  readonly calls: number;
  readonly leastMs: number;
  readonly mostMs: number;
}
const SHORT: Patience = { calls: 5, leastMs: 2000, mostMs: 10_000 };
const LONG: Patience = { calls: 60, leastMs: 20_000, mostMs: 60_000 };

/**
 * Finds the pace that the provider bears. Cuts it when calls are throttled; goes back up in small steps, stays for
 * long just below the rate that was too much, and above it takes ever larger steps, up to the full pace. Never sleeps;
 * time comes in, in milliseconds of a clock that does not jump.
 */
export class Slowdown {
  readonly #full: number;
  readonly #lately: Lately;
  #perSecond: number;
  /** Why it was cut last. */
  #reason = '';
  /** The rate at which the provider last throttled. */
  #tooMuch = Number.POSITIVE_INFINITY;
  /** A step below that. */
  #safe = Number.POSITIVE_INFINITY;
  /** The size of the next step beyond it. */
  #stride = 1;
  #cutAt = Number.NEGATIVE_INFINITY;
  /** Nothing has been accepted since the last cut: no pace would help, only waiting. */
  #isShut = false;
  #changedAt = Number.NEGATIVE_INFINITY;
  #throttledAt = Number.NEGATIVE_INFINITY;
  #saidAt = Number.NEGATIVE_INFINITY;
  #unsaid: string | undefined;

  /** `perSecond` is the full pace; Infinity for none. */
  constructor(perSecond: number, startedAt: number) {
    this.#full = perSecond;
    this.#perSecond = perSecond;
    this.#lately = new Lately(startedAt);
  }

  /** Calls a second now; Infinity for no pace. */
  get perSecond(): number {
    return this.#perSecond;
  }

  /** Why it is less than the full pace; undefined where it is not. */
  get reason(): string | undefined {
    return this.#perSecond === this.#full ? undefined : this.#reason;
  }

  /** The provider took a call. */
  accepted(now: number): Change | undefined {
    this.#lately.accepted(now);
    this.#isShut = false;
    const calmMs = now - Math.max(this.#changedAt, this.#throttledAt);
    if (this.#perSecond === this.#full || calmMs < this.#patienceMs()) return this.#tell(now);
    return this.#rise(now);
  }

  /** The provider refused a call that left at `leftAt`: there are too many. `reason` says so to people. */
  throttled(now: number, leftAt: number, reason: string): Change | undefined {
    this.#lately.throttled(now);
    this.#throttledAt = now;
    // What left before a cut, or is still counted together with that, tells nothing of the pace after it.
    if (leftAt < this.#cutAt + SETTLE_MS || this.#isShut) return this.#tell(now);
    this.#cutAt = now;
    this.#isShut = true;
    this.#reason = reason;
    const borne = this.#borne(now);
    this.#tooMuch = rounded(Math.min(this.#perSecond, borne * (1 + STEP)));
    this.#safe = rounded(this.#tooMuch * (1 - STEP));
    this.#stride = 1;
    const least = Math.min(LEAST_PER_SECOND, this.#full * LEAST_SHARE);
    const perSecond = Math.max(least, rounded(KEPT * borne));
    return this.#change(now, perSecond, `slowing down to ${paceInWords(perSecond)}: ${reason}`);
  }

  #rise(now: number): Change | undefined {
    const next = this.#next();
    if (this.#perSecond >= this.#tooMuch) this.#stride *= 2;
    if (this.#isFull(next, now)) {
      const full = this.#full === Number.POSITIVE_INFINITY ? '' : ` of ${paceInWords(this.#full)}`;
      return this.#change(now, this.#full, `back to the full pace${full}`);
    }
    const calmSeconds = Math.floor((now - this.#throttledAt) / 1000);
    return this.#change(now, next, `back to ${paceInWords(next)}: no throttling for ${calmSeconds} s`);
  }

  #isFull(perSecond: number, now: number): boolean {
    if (this.#full !== Number.POSITIVE_INFINITY) return perSecond > 0.98 * this.#full;
    // A pace far above what goes out holds nothing back.
    return this.#perSecond >= this.#tooMuch && perSecond > 4 * this.#lately.perSecond(now);
  }

  #next(): number {
    const step = STEP * this.#tooMuch;
    if (this.#perSecond < this.#safe) return Math.min(this.#safe, rounded(this.#perSecond + step));
    if (this.#perSecond < this.#tooMuch) return this.#tooMuch;
    return rounded(this.#perSecond + step * this.#stride);
  }

  #patienceMs(): number {
    const risky = this.#perSecond >= this.#safe && this.#perSecond < this.#tooMuch;
    const { calls, leastMs, mostMs } = risky ? LONG : SHORT;
    return Math.min(mostMs, Math.max(leastMs, (calls * 1000) / this.#perSecond));
  }

  /** What the provider accepts, but not more than is sent. */
  #borne(now: number): number {
    const lately = this.#lately.perSecond(now);
    // A count of calls is rough: close to the rate, the rate is the better number.
    if (lately > NEAR * this.#perSecond) return this.#perSecond;
    if (lately > 0) return lately;
    return Math.min(UNTRIED_PER_SECOND, this.#perSecond / 2);
  }

  #change(now: number, perSecond: number, sentence: string): Change | undefined {
    if (perSecond === this.#perSecond) return this.#tell(now);
    this.#perSecond = perSecond;
    this.#changedAt = now;
    this.#unsaid = sentence;
    return this.#tell(now) ?? { perSecond, said: undefined };
  }

  /** Says what is still to be said, if it is time. */
  #tell(now: number): Change | undefined {
    const said = this.#unsaid;
    if (said === undefined || now - this.#saidAt < SAY_MS) return undefined;
    this.#unsaid = undefined;
    this.#saidAt = now;
    return { perSecond: this.#perSecond, said };
  }
}

/** As it is said: down to three digits. */
function rounded(perSecond: number): number {
  const unit = 10 ** (Math.floor(Math.log10(perSecond)) - 2);
  return Number((Math.floor(perSecond / unit + 1e-9) * unit).toPrecision(3));
}

/** `0.5 calls/s`, to three digits. */
export function paceInWords(perSecond: number): string {
  return perSecond === 1 ? '1 call/s' : `${Number(perSecond.toPrecision(3))} calls/s`;
}
