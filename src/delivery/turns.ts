import type { Clock } from '../model.js';
import type { Heard, PaceChange, Wait } from './heard.js';
import { Hold } from './hold.js';
import { Pace } from './pace.js';
import { type Change, Slowdown } from './slowdown.js';
import type { Tempo } from './tempo.js';

export interface TurnsOptions {
  readonly clock: Clock;
  /** Calls a second; Infinity for no pace. */
  readonly perSecond: number;
  /** A longer wait than this, asked for by the provider, ends the run. */
  readonly maxWaitMs: number;
  /** Hears of every wait of a second or more, and of every change of pace or size; of the first two as facts too. */
  readonly say: (sentence: string, facts?: Wait | PaceChange) => void;
  /** Hears of all that is not said. */
  readonly heard?: ((heard: Heard) => void) | undefined;
}

/** The right to make one call. Hears what became of it; what it hears later than that changes nothing. */
export interface Turn {
  /** The call leaves this machine. */
  readonly left: () => void;
  /** The call certainly never will. */
  readonly gone: () => void;
  /** When it left, in ticks of the clock. */
  readonly leftAt: () => number;
}

/** When the next call of a run may start: the pace, what slows it down, and the waits that the provider asks for. */
export class Turns {
  readonly #options: TurnsOptions;
  readonly #pace: Pace;
  readonly #slowdown: Slowdown;
  readonly #hold: Hold;
  readonly #halt: AbortSignal;
  readonly #tooLong: (reason: string) => void;
  /** Calls that wait for their time. */
  #waiting = 0;

  /** Waits are cut short when `halt` aborts. `tooLong` hears when the provider asks for more than the user will wait. */
  constructor(options: TurnsOptions, halt: AbortSignal, tooLong: (reason: string) => void) {
    this.#options = options;
    this.#pace = new Pace(options.perSecond);
    this.#slowdown = new Slowdown(options.perSecond, options.clock.ticks());
    this.#hold = new Hold(options.maxWaitMs);
    this.#halt = halt;
    this.#tooLong = tooLong;
  }

  get tempo(): Pick<Tempo, 'perSecond' | 'fullPerSecond' | 'slowed' | 'held'> {
    const { perSecond, reason } = this.#slowdown;
    return { perSecond, fullPerSecond: this.#options.perSecond, slowed: reason, held: this.#hold.held };
  }

  /** A turn, or the milliseconds to wait before asking again. */
  take(): Turn | number {
    const waitMs = this.#pace.take(this.#options.clock.ticks());
    if (waitMs > 0) return waitMs;
    this.#hold.turn();
    return this.#turn();
  }

  async wait(ms: number): Promise<void> {
    this.#obey();
    this.#waiting += 1;
    await this.#options.clock.sleep(ms, this.#halt);
    this.#waiting -= 1;
  }

  /** Nothing starts for so long because the provider asks for it. */
  hold(ms: number, reason: string): void {
    this.#hold.ask(ms, reason, this.#options.clock.ticks());
    this.#pace.hold(this.#hold.until);
    if (this.#waiting > 0) this.#obey();
  }

  /** The provider gave an answer that can be trusted, and it was not that there are too many calls. */
  heard(): void {
    this.#hold.heard();
    this.#change(this.#slowdown.accepted(this.#options.clock.ticks()));
  }

  /** The provider said that there are too many calls, to one that left at `leftAt`. */
  throttled(leftAt: number, reason: string): void {
    this.#change(this.#slowdown.throttled(this.#options.clock.ticks(), leftAt, reason));
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

  /** A call has to wait, perhaps for what the provider asked for. */
  #obey(): void {
    if (this.#halt.aborted) return;
    const { clock, say, heard } = this.#options;
    const obeyed = this.#hold.obey(clock.ticks());
    if (obeyed === undefined) return;
    if ('tooLong' in obeyed) {
      this.#tooLong(obeyed.tooLong);
      return;
    }
    const { waitMs, reason } = obeyed;
    const wait = { event: 'wait', ms: waitMs, reason } as const;
    if (waitMs < 1000) heard?.(wait);
    else say(`waiting ${Math.ceil(waitMs / 1000)} s: ${reason}`, wait);
  }

  #change(change: Change | undefined): void {
    if (change === undefined) return;
    this.#pace.setRate(change.perSecond);
    if (change.said !== undefined) this.#options.say(change.said, { event: 'pace', perSecond: change.perSecond });
  }
}
