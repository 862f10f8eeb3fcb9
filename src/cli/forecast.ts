const WINDOW_MS = 120_000;
/** Points that stay, however long ago they are: where rows come seldom, the window holds more time. */
const LEAST_POINTS = 6;
const APART_MS = 1000;
/** A provider's wait tells of the pace only if it comes again and again; one long wait does not. */
const WAIT_COUNTS_MS = 60_000;
const TRUST_AFTER_MS = 5000;
const TRUST_AFTER_STEPS = 3;
/** A new end that differs by less than this share of the time left is the old one. */
const SAME = 0.05;
const LONGEST_MS = 99 * 24 * 3_600_000;

/** How fast rows get their fates lately, and when the last of them will. Time comes in, in ticks of a clock. */
export class Forecast {
  /** How many rows had their fate when, oldest first, on a clock that stands still in long waits. */
  readonly #points: { at: number; done: number }[];
  #at = 0;
  #notedAt: number;
  #waitedMs = 0;
  #end: number | undefined;

  constructor(done: number, now: number) {
    this.#points = [{ at: 0, done }];
    this.#notedAt = now;
  }

  /** So many rows have their fate by now. `heldUntil` is when a wait that the provider asked for ends, or ended. */
  note(done: number, now: number, heldUntil = Number.NEGATIVE_INFINITY): void {
    const heldMs = Math.max(0, Math.min(now, heldUntil) - this.#notedAt);
    const counted = Math.min(heldMs, Math.max(0, WAIT_COUNTS_MS - this.#waitedMs));
    this.#waitedMs = heldUntil > now ? this.#waitedMs + heldMs : 0;
    this.#at += now - this.#notedAt - heldMs + counted;
    this.#notedAt = now;
    if (this.#points.at(-1)?.done !== done) this.#keep({ at: this.#at, done });
  }

  /** Rows a second; undefined before there is anything to go by. */
  get perSecond(): number | undefined {
    const [first, ...later] = this.#points;
    const last = later.at(-1);
    if (first === undefined || last === undefined) return undefined;
    // The time since the last step says nothing as long as it is no longer than the others.
    const between = (last.at - first.at) / later.length;
    const ms = Math.max(last.at, this.#at - between) - first.at;
    return ms < APART_MS ? undefined : ((last.done - first.done) * 1000) / ms;
  }

  /** Milliseconds until so many more rows have theirs; undefined where nobody can tell. */
  leftMs(rows: number, heldUntil = Number.NEGATIVE_INFINITY): number | undefined {
    const { perSecond } = this;
    const now = this.#notedAt;
    const isEarly = this.#at < TRUST_AFTER_MS || this.#points.length <= TRUST_AFTER_STEPS;
    if (perSecond === undefined || isEarly || rows <= 0) return undefined;
    const ms = (rows * 1000) / perSecond + Math.max(0, heldUntil - now);
    if (!(ms <= LONGEST_MS)) return undefined;
    const isSame = this.#end !== undefined && this.#end > now && Math.abs(now + ms - this.#end) < SAME * ms;
    this.#end = isSame && this.#end !== undefined ? this.#end : now + ms;
    return this.#end - now;
  }

  #keep(point: { readonly at: number; readonly done: number }): void {
    const before = this.#points.at(-2);
    if (before !== undefined && point.at - before.at < APART_MS) this.#points.pop();
    this.#points.push({ ...point });
    while (this.#points.length > LEAST_POINTS && (this.#points[1]?.at ?? point.at) < point.at - WINDOW_MS) {
      this.#points.shift();
    }
  }
}
