import { setMaxListeners } from 'node:events';
import type { Batch, Clock, Outcome, Stop } from '../model.js';
import { Breaker } from './breaker.js';
import { Pace } from './pace.js';
import { NEVER_SENT, outcome, type Trail } from './settle.js';

/** Why a run ended before its time. */
export interface Ending {
  readonly stop: Stop;
  /** For people. */
  readonly reason: string;
}

export interface CourseOptions {
  readonly clock: Clock;
  readonly concurrency: number;
  /** Calls a second; Infinity for no pace. */
  readonly perSecond: number;
  /** A longer wait than this, asked for by the provider, ends the run. */
  readonly maxWaitMs: number;
  readonly repeatable: boolean;
  /** Hears of every wait of a second or more. */
  readonly say: (sentence: string) => void;
}

interface Asked {
  readonly ms: number;
  /** With the waits before it. */
  readonly inAllMs: number;
  readonly tooLong: boolean;
  readonly reason: string;
}

/**
 * What all calls of a run share: whether it goes on, when the next call may start, and whether the provider is there.
 * A batch enters before its first call and leaves when it has its fate.
 */
export class Course {
  readonly #options: CourseOptions;
  readonly #pace: Pace;
  readonly #breaker: Breaker;
  readonly #halt = new AbortController();
  #ending: Ending | undefined;
  /** Batches that have made a call and have no fate yet. */
  #underWay = 0;
  /** For how long the provider has held the run since it last did anything else. */
  #waitedMs = 0;
  /** Until when it does. */
  #heldUntil = Number.NEGATIVE_INFINITY;
  /** The wait that it asked for last; nobody has had to wait for it yet. */
  #asked: Asked | undefined;
  /** Calls that wait for their time. */
  #waiting = 0;
  /** Woken when the breaker closes or the run ends. */
  #sleepers: (() => void)[] = [];
  /** Batches whose tries ended without a trustworthy answer, and certainly without being stored, since the last one. */
  #lost: { batch: Batch; trail: Trail }[] = [];

  constructor(options: CourseOptions) {
    this.#options = options;
    this.#pace = new Pace(options.perSecond);
    this.#breaker = new Breaker(options.concurrency);
    // Every call that waits listens.
    setMaxListeners(0, this.#halt.signal);
  }

  get ending(): Ending | undefined {
    return this.#ending;
  }

  /** Aborts when the run ends before its time. */
  get ended(): AbortSignal {
    return this.#halt.signal;
  }

  /** Ends the run: nothing new starts, waits are cut short. The first reason stays. */
  stop(stop: Stop, reason: string): void {
    if (this.#ending !== undefined) return;
    this.#ending = { stop, reason };
    this.#halt.abort();
    this.#wake();
  }

  /** Resolves when a batch may make its first call, with false when the run has ended instead. */
  async enter(): Promise<boolean> {
    while (this.#ending === undefined) {
      if (this.#breaker.open) {
        await new Promise<void>((resolve) => this.#sleepers.push(resolve));
        continue;
      }
      const waitMs = this.#take();
      if (waitMs === 0) {
        this.#underWay += 1;
        return true;
      }
      await this.#wait(waitMs);
    }
    return false;
  }

  /** A batch that entered has its fate. */
  leave(): void {
    this.#underWay -= 1;
    this.#endIfAway();
  }

  /** Resolves when the pace allows another call of a batch, with false when the run has ended instead. */
  async turn(): Promise<boolean> {
    while (this.#ending === undefined) {
      const waitMs = this.#take();
      if (waitMs === 0) return true;
      await this.#wait(waitMs);
    }
    return false;
  }

  /** Waits before a try, with false when the run has ended instead. */
  async rest(ms: number): Promise<boolean> {
    if (this.#ending === undefined && ms > 0) await this.#options.clock.sleep(ms, this.#halt.signal);
    return this.#ending === undefined;
  }

  /**
   * Holds the whole run because the provider asks for it. As soon as a call has to wait for that, ends the run where it
   * is longer than the user will wait: by itself, or together with the waits since the provider last did anything else.
   */
  hold(ms: number, reason: string): void {
    const { clock, maxWaitMs } = this.#options;
    const until = clock.ticks() + ms;
    // Calls at once are told the same wait: only what one adds to the others counts.
    this.#waitedMs += Math.max(0, until - Math.max(clock.ticks(), this.#heldUntil));
    this.#heldUntil = Math.max(this.#heldUntil, until);
    this.#pace.hold(until);
    if (this.#asked?.tooLong !== true) {
      const inAllMs = Math.max(ms, this.#waitedMs);
      this.#asked = { ms, inAllMs, tooLong: inAllMs > maxWaitMs, reason };
    }
    if (this.#waiting > 0) this.#obey();
  }

  /** The provider gave an answer that can be trusted, whatever it said. */
  heard(throttled: boolean): void {
    this.#breaker.answered();
    this.#lost = [];
    if (!throttled) this.#waitedMs = 0;
    this.#wake();
  }

  /** A call brought no answer that can be trusted. */
  silent(): void {
    this.#breaker.silent();
    // An outage must not turn a list into rows that nobody knows the fate of.
    if (this.#breaker.open && !this.#options.repeatable) this.#away();
  }

  /** Takes note of a batch whose tries are over, in case the run turns out to end here. */
  lost(batch: Batch, trail: Trail): void {
    this.#lost.push({ batch, trail });
  }

  /** Once the run has ended in an outage: fates that replace `failed` for what fell to the outage itself. */
  spared(): readonly Outcome[] {
    if (this.#ending?.stop !== 'outage') return [];
    return this.#lost.flatMap(({ batch, trail }) => this.notSent(batch, trail));
  }

  /** The fate of a batch that the end of the run kept from being sent. */
  notSent(batch: Batch, trail: Trail = NEVER_SENT): readonly Outcome[] {
    const { stop, reason } = this.#ending ?? { stop: 'errors', reason: '' };
    const why = { code: `stopped_${stop}`, message: `the run stopped: ${reason}` };
    return batch.contacts.map((contact) => outcome(contact, 'not_sent', why, trail));
  }

  /** As the pace's: 0 takes a turn. */
  #take(): number {
    const waitMs = this.#pace.take(this.#options.clock.ticks());
    if (waitMs === 0) this.#asked = undefined;
    return waitMs;
  }

  async #wait(ms: number): Promise<void> {
    const { clock } = this.#options;
    if (this.#heldUntil > clock.ticks()) this.#obey();
    this.#waiting += 1;
    await clock.sleep(ms, this.#halt.signal);
    this.#waiting -= 1;
  }

  /** A call has to wait for what the provider asked for. */
  #obey(): void {
    const asked = this.#asked;
    if (asked === undefined || this.#ending !== undefined) return;
    this.#asked = undefined;
    const { ms, inAllMs, tooLong, reason } = asked;
    if (tooLong) {
      const seconds = Math.ceil(inAllMs / 1000);
      this.stop('outage', `the provider asks for a wait of ${seconds} s in all, longer than --max-wait: ${reason}`);
    } else if (ms >= 1000) {
      this.#options.say(`waiting ${Math.ceil(ms / 1000)} s: ${reason}`);
    }
  }

  #endIfAway(): void {
    if (this.#breaker.open && this.#underWay === 0) this.#away();
  }

  #away(): void {
    this.stop('outage', 'the provider stayed away');
  }

  #wake(): void {
    const sleepers = this.#sleepers;
    this.#sleepers = [];
    for (const wake of sleepers) wake();
  }
}
