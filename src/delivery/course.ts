import { setMaxListeners } from 'node:events';
import type { Contact, Outcome, Stop, Trail } from '../model.js';
import { Breaker } from './breaker.js';
import { Budget } from './budget.js';
import { ErrorsLimit, type MaxErrors } from './errors-limit.js';
import { Reception, type ReceptionOptions } from './reception.js';
import { NEVER_SENT, settleAll } from './settle.js';
import type { Held, Tempo } from './tempo.js';
import { type Turn, Turns, type TurnsOptions } from './turns.js';

/** Why a run ended before its time. */
export interface Ending {
  readonly stop: Stop;
  /** For people. */
  readonly reason: string;
}

export interface CourseOptions extends TurnsOptions, ReceptionOptions {
  readonly concurrency: number;
  /** More rows than this that are rejected, failed or unknown end the run. */
  readonly maxErrors: MaxErrors;
}

/**
 * What all calls of a run share: whether it goes on, when the next call may start, and whether the provider is there.
 * A batch enters before its first call and leaves when it has its fate.
 */
export class Course {
  /** What the provider has taken so far, and what refused. */
  readonly reception: Reception;
  readonly #options: CourseOptions;
  readonly #turns: Turns;
  readonly #breaker: Breaker;
  readonly #budget = new Budget();
  readonly #errors: ErrorsLimit;
  readonly #halt = new AbortController();
  #ending: Ending | undefined;
  #batchSize: number;
  /** Batches that have made a call and have no fate yet. */
  #underWay = 0;
  /** Rests of batches before their next try. */
  readonly #rests = new Set<Held>();
  /** Woken when the breaker closes or the run ends. */
  #sleepers: (() => void)[] = [];
  /** Contacts whose tries ended without a trustworthy answer, and certainly without being stored, since the last one. */
  #lost: { contacts: readonly Contact[]; trail: Trail }[] = [];

  constructor(options: CourseOptions) {
    this.#options = options;
    this.reception = new Reception(options, (reason) => this.stop('settings', reason));
    this.#turns = new Turns(options, this.#halt.signal, (reason) => this.stop('outage', reason));
    this.#breaker = new Breaker(options.concurrency);
    this.#errors = new ErrorsLimit(options.maxErrors);
    this.#batchSize = options.batchSize;
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

  /** Contacts in a call at the most, from now on. */
  get batchSize(): number {
    return this.#batchSize;
  }

  /** How fast calls go at the moment, and what keeps them from going faster. */
  get tempo(): Tempo {
    const rests = [...this.#rests].sort((a, b) => a.until - b.until);
    const isFull = this.#breaker.open || this.#underWay >= this.#options.concurrency;
    return {
      ...this.#turns.tempo,
      nextTry: isFull && rests.length === this.#underWay ? rests[0] : undefined,
      away: this.#breaker.open,
      ending: this.#ending?.reason,
    };
  }

  /** Ends the run: nothing new starts, waits are cut short. The first reason stays. */
  stop(stop: Stop, reason: string): void {
    if (this.#ending !== undefined) return;
    this.#ending = { stop, reason };
    this.#halt.abort();
    this.#wake();
  }

  /** Gives a batch its first turn, or undefined when the run has ended instead. */
  async enter(): Promise<Turn | undefined> {
    while (this.#ending === undefined) {
      if (this.#breaker.open) {
        await new Promise<void>((resolve) => this.#sleepers.push(resolve));
        continue;
      }
      const turn = this.#turns.take();
      if (typeof turn !== 'number') {
        this.#underWay += 1;
        this.#budget.call();
        return turn;
      }
      await this.#turns.wait(turn);
    }
    return undefined;
  }

  /** A batch that entered has its fate. */
  leave(): void {
    this.#underWay -= 1;
    if (this.#breaker.open && this.#underWay === 0) this.#away();
  }

  /** Gives a batch that entered another turn, or undefined when the run has ended instead. */
  async turn(): Promise<Turn | undefined> {
    while (this.#ending === undefined) {
      const turn = this.#turns.take();
      if (typeof turn !== 'number') return turn;
      await this.#turns.wait(turn);
    }
    return undefined;
  }

  /** Waits before a try of a batch that entered, with false when the run has ended instead. */
  async rest(ms: number, reason: string): Promise<boolean> {
    if (this.#ending !== undefined || ms === 0) return this.#ending === undefined;
    const { clock, heard } = this.#options;
    heard?.({ event: 'wait', ms, reason });
    const rest = { until: clock.ticks() + ms, reason };
    this.#rests.add(rest);
    await clock.sleep(ms, this.#halt.signal);
    this.#rests.delete(rest);
    return this.#ending === undefined;
  }

  /**
   * Holds the whole run because the provider asks for it. As soon as a call has to wait for that, ends the run where it
   * is longer than the user will wait: by itself, or together with the waits since the provider last did anything else.
   */
  hold(ms: number, reason: string): void {
    this.#turns.hold(ms, reason);
  }

  /** The provider gave an answer that can be trusted, and it was not that there are too many calls. */
  heard(): void {
    this.#answered();
    this.#turns.heard();
  }

  /** The provider said that there are too many calls, to one that left at `leftAt`. */
  throttled(leftAt: number, reason: string): void {
    this.#answered();
    this.#turns.throttled(leftAt, reason);
  }

  /** A call brought no answer that can be trusted. */
  silent(): void {
    this.#breaker.silent();
    // An outage must not turn a list into rows that nobody knows the fate of.
    if (this.#breaker.open && !this.#options.repeatable) this.#away();
  }

  /** Whether a batch may be tried again without being told when. Where not, that ends the run. */
  mayRetry(reason: string): boolean {
    if (this.#ending !== undefined) return false;
    if (this.#budget.mayRetry()) return true;
    this.stop('outage', `the provider fails too often, and more tries would be a burden to it: ${reason}`);
    return false;
  }

  /** A call with a whole batch of so many contacts was too large: from now on calls are smaller. */
  tooLarge(contacts: number): void {
    const size = Math.ceil(contacts / 2);
    if (contacts === 1 || size >= this.#batchSize) return;
    this.#batchSize = size;
    this.#options.say(`sending at most ${size} contacts a call: ${contacts} are too many for the provider (HTTP 413)`);
  }

  /** Takes note of fates, and ends the run when too many of them are errors. */
  note(fates: readonly Outcome[]): void {
    this.reception.note(fates);
    const tooMany = this.#errors.settled(fates);
    if (tooMany !== undefined) this.stop('errors', tooMany);
  }

  /** Takes note of contacts whose tries are over, in case the run turns out to end here. */
  lost(contacts: readonly Contact[], trail: Trail): void {
    this.#lost.push({ contacts, trail });
  }

  /** Once the run has ended in an outage: fates that replace `failed` for what fell to the outage itself. */
  spared(): readonly Outcome[] {
    if (this.#ending?.stop !== 'outage') return [];
    return this.#lost.flatMap(({ contacts, trail }) => this.notSent(contacts, trail));
  }

  /** The fate of contacts that the end of the run kept from being sent. */
  notSent(contacts: readonly Contact[], trail: Trail = NEVER_SENT): readonly Outcome[] {
    const { stop, reason } = this.#ending ?? { stop: 'errors', reason: '' };
    return settleAll(contacts, 'not_sent', { code: `stopped_${stop}`, reason: `the run stopped: ${reason}` }, trail);
  }

  #answered(): void {
    this.#breaker.answered();
    this.#lost = [];
    this.#wake();
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
