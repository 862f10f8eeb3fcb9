import { setMaxListeners } from 'node:events';
import { maskPhones } from '../mask.js';
import type { Clock, Contact, Outcome, Stop, Trail } from '../model.js';
import { BadNumbers } from './bad-numbers.js';
import { Breaker } from './breaker.js';
import { Budget } from './budget.js';
import { ErrorsLimit, type MaxErrors } from './errors-limit.js';
import { Hold } from './hold.js';
import { Pace } from './pace.js';
import { NEVER_SENT, settleAll, type Why } from './settle.js';
import { type Change, Slowdown } from './slowdown.js';

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
  /** Contacts in a call at the most. */
  readonly batchSize: number;
  /** A longer wait than this, asked for by the provider, ends the run. */
  readonly maxWaitMs: number;
  /** More rows than this that are rejected, failed or unknown end the run. */
  readonly maxErrors: MaxErrors;
  readonly repeatable: boolean;
  /** Whether the provider took any contact of this run before. */
  readonly confirmed: boolean;
  /** Hears of every wait of a second or more, and of every change of pace or size. */
  readonly say: (sentence: string) => void;
}

/** Calls refused in a row, and nothing ever taken, after which the fault is not that of each contact. */
const REFUSED_FIRST = 5;
/** The same where something was taken before: batches, all of whose halves are refused too. */
const REFUSED_BATCHES = 2;
const REFUSED_LATER = 20;

/** The right to make one call. Hears what became of it; what it hears later than that changes nothing. */
export interface Turn {
  /** The call leaves this machine. */
  readonly left: () => void;
  /** The call certainly never will. */
  readonly gone: () => void;
  /** When it left, in ticks of the clock. */
  readonly leftAt: () => number;
}

// So that a column with another list in every row does not fill the memory.
const MOST_TAKEN = 1000;

/**
 * What all calls of a run share: whether it goes on, when the next call may start, and whether the provider is there.
 * A batch enters before its first call and leaves when it has its fate.
 */
export class Course {
  readonly #options: CourseOptions;
  readonly #pace: Pace;
  readonly #slowdown: Slowdown;
  readonly #hold: Hold;
  readonly #breaker: Breaker;
  readonly #budget = new Budget();
  readonly #errors: ErrorsLimit;
  readonly #bad = new BadNumbers();
  /** Call fields with which the provider took a contact, by their keys. */
  readonly #taken = new Set<string>();
  /** Calls that were refused for what is in them since the provider last took a contact. */
  #refusedInARow = 0;
  readonly #halt = new AbortController();
  #ending: Ending | undefined;
  #batchSize: number;
  #confirmed: boolean;
  /** Batches that have made a call and have no fate yet. */
  #underWay = 0;
  /** Calls that wait for their time. */
  #waiting = 0;
  /** Woken when the breaker closes or the run ends. */
  #sleepers: (() => void)[] = [];
  /** Contacts whose tries ended without a trustworthy answer, and certainly without being stored, since the last one. */
  #lost: { contacts: readonly Contact[]; trail: Trail }[] = [];

  constructor(options: CourseOptions) {
    this.#options = options;
    this.#pace = new Pace(options.perSecond);
    this.#slowdown = new Slowdown(options.perSecond, options.clock.ticks());
    this.#hold = new Hold(options.maxWaitMs);
    this.#breaker = new Breaker(options.concurrency);
    this.#errors = new ErrorsLimit(options.maxErrors);
    this.#batchSize = options.batchSize;
    this.#confirmed = options.confirmed;
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

  /** Whether the provider has taken any contact of this run. */
  get confirmed(): boolean {
    return this.#confirmed;
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
      const waitMs = this.#take();
      if (waitMs === 0) {
        this.#underWay += 1;
        this.#budget.call();
        return this.#turn();
      }
      await this.#wait(waitMs);
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
      const waitMs = this.#take();
      if (waitMs === 0) return this.#turn();
      await this.#wait(waitMs);
    }
    return undefined;
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
    const now = this.#options.clock.ticks();
    this.#hold.ask(ms, reason, now);
    this.#pace.hold(this.#hold.until);
    if (this.#waiting > 0) this.#obey();
  }

  /** The provider gave an answer that can be trusted, and it was not that there are too many calls. */
  heard(): void {
    this.#answered();
    this.#hold.heard();
    this.#change(this.#slowdown.accepted(this.#options.clock.ticks()));
  }

  /** The provider said that there are too many calls, to one that left at `leftAt`. */
  throttled(leftAt: number, reason: string): void {
    this.#answered();
    this.#change(this.#slowdown.throttled(this.#options.clock.ticks(), leftAt, reason));
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

  /** A batch of one contact was refused, and the provider has taken none: that may be the fault of every call. */
  refusedWhole({ reason }: Why): void {
    if (!this.#confirmed && this.#refusedInARow >= REFUSED_FIRST) {
      this.stop('settings', `the provider refuses every call: ${maskPhones(reason)}`);
    }
  }

  /** A call was refused for what is in it. Ends the run where that has long become of every call. */
  refusedOnce({ reason }: Why): void {
    this.#refusedInARow += 1;
    // Halving a batch takes at most two calls a contact.
    const most = Math.max(REFUSED_LATER, REFUSED_BATCHES * 2 * this.#options.batchSize);
    if (this.#confirmed && this.#refusedInARow >= most) {
      this.stop('settings', `the provider refused the last ${most} calls: ${maskPhones(reason)}`);
    }
  }

  /** A contact was refused alone: its number is not tried again, where the fault is not that of its call fields. */
  refused(contact: Contact, why: Why): void {
    // Elsewhere a number comes only once anyway.
    if (!this.#options.repeatable || why.field !== undefined) return;
    if (this.#taken.has(contact.call.key)) this.#bad.add(contact, why);
  }

  /** The contacts that may be sent, and a fate for those whose number was refused before. */
  sift(contacts: readonly Contact[]): ReturnType<BadNumbers['sift']> {
    return this.#bad.sift(contacts);
  }

  /** Takes note of fates, and ends the run when too many of them are errors. */
  note(fates: readonly Outcome[]): void {
    for (const { status, person } of fates) {
      if (status !== 'ok') continue;
      this.#confirmed = true;
      this.#refusedInARow = 0;
      if (person !== undefined && this.#taken.size < MOST_TAKEN) this.#taken.add(person.call);
    }
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

  /** As the pace's: 0 takes a turn. */
  #take(): number {
    const waitMs = this.#pace.take(this.#options.clock.ticks());
    if (waitMs === 0) this.#hold.turn();
    return waitMs;
  }

  #turn(): Turn {
    const { clock } = this.#options;
    let leftAt = clock.ticks();
    let open = true;
    return {
      left: () => {
        if (!open) return;
        open = false;
        leftAt = clock.ticks();
        this.#pace.left(leftAt);
      },
      gone: () => {
        if (open) this.#pace.gone();
        open = false;
      },
      leftAt: () => leftAt,
    };
  }

  async #wait(ms: number): Promise<void> {
    this.#obey();
    this.#waiting += 1;
    await this.#options.clock.sleep(ms, this.#halt.signal);
    this.#waiting -= 1;
  }

  /** A call has to wait, perhaps for what the provider asked for. */
  #obey(): void {
    if (this.#ending !== undefined) return;
    const obeyed = this.#hold.obey(this.#options.clock.ticks());
    if (obeyed === undefined) return;
    if ('tooLong' in obeyed) this.stop('outage', obeyed.tooLong);
    else this.#options.say(obeyed.say);
  }

  #change(change: Change | undefined): void {
    if (change === undefined) return;
    this.#pace.setRate(change.perSecond);
    if (change.said !== undefined) this.#options.say(change.said);
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
