import type { Heard, PaceChange, Wait } from '../delivery/heard.js';
import type { Held, Tempo } from '../delivery/tempo.js';
import type { Progress } from '../import.js';
import { type Clock, STATUSES } from '../model.js';
import { blockLines, percentOf } from './block-lines.js';
import { Forecast } from './forecast.js';
import { factsOf, heardEntry } from './heard.js';
import { waitForLineMs } from './line-times.js';
import type { Output } from './output.js';
import { progressEntry } from './progress-line.js';
import type { RunState } from './run-state.js';
import { hasUnicode } from './terminal/unicode.js';

/** How much there is. */
export interface Extent {
  /** Rows of the run, where that is known. */
  readonly rows: number | undefined;
  /** Of the input that is read, where that is known. */
  readonly percent: number | undefined;
}

/** How often the forecast hears how far the run is. */
const LOOK_MS = 500;
/** Waits from here on are worth a line that stays. */
const LONG_MS = 10_000;

/** Shows how far a run is on standard error: a living block on a terminal, a plain line now and then elsewhere. */
export class ProgressView {
  readonly #output: Output;
  readonly #progress: Progress;
  readonly #extent: () => Extent;
  readonly #intervalMs: number | undefined;
  readonly #clock: Clock;
  readonly #startedAt: number;
  readonly #forecast: Forecast;
  #block: { stop(): void } | undefined;
  #lookTimer: NodeJS.Timeout | undefined;
  #lineTimer: NodeJS.Timeout | undefined;

  /** `intervalMs` replaces the usual moments. `clock` is the one that the run goes by. */
  constructor(output: Output, progress: Progress, extent: () => Extent, intervalMs: number | undefined, clock: Clock) {
    this.#output = output;
    this.#progress = progress;
    this.#extent = extent;
    this.#intervalMs = intervalMs;
    this.#clock = clock;
    this.#startedAt = clock.ticks();
    this.#forecast = new Forecast(doneOf(progress), this.#startedAt);
  }

  start(): void {
    const { quiet, animated, paintError: paint } = this.#output;
    if (quiet) return;
    this.#output.underWay = true;
    this.#lookTimer = setInterval(() => this.#look(), LOOK_MS);
    this.#lookTimer.unref();
    if (!animated) {
      this.#nextLine(0);
      return;
    }
    const unicode = hasUnicode(process.platform, process.env);
    const block = this.#output.block((columns, frame) => {
      return blockLines(this.#state(), columns, { unicode, frame, paint });
    });
    block.start();
    this.#block = block;
  }

  say(sentence: string, facts?: Wait | PaceChange): void {
    const { animated, verbose } = this.#output;
    // The block says it as long as it matters.
    const isShort = facts !== undefined && !(facts.event === 'wait' && facts.ms >= LONG_MS);
    if (animated && !verbose && isShort) return;
    const level = facts?.event === 'wait' ? 'warn' : 'info';
    this.#output.notice(sentence, facts && { level, event: facts.event, facts: factsOf(facts) });
  }

  /** Tells of a call that has ended, or of a short wait. */
  heard(heard: Heard): void {
    this.#output.tell(heardEntry(heard), true);
  }

  stop(): void {
    clearInterval(this.#lookTimer);
    clearTimeout(this.#lineTimer);
    this.#block?.stop();
    this.#output.underWay = false;
  }

  #look(): void {
    this.#forecast.note(doneOf(this.#progress), this.#clock.ticks(), this.#progress.tempo()?.held?.until);
  }

  #nextLine(printed: number): void {
    const elapsedMs = this.#clock.ticks() - this.#startedAt;
    const waitMs = waitForLineMs(printed, elapsedMs, this.#intervalMs);
    this.#lineTimer = setTimeout(() => {
      this.#output.tell(progressEntry(this.#state()), true);
      this.#nextLine(printed + 1);
    }, waitMs);
    this.#lineTimer.unref();
  }

  #state(): RunState {
    const { rows, settled, calls, retries } = this.#progress;
    const done = doneOf(this.#progress);
    const tempo = safely(this.#progress.tempo(), (text) => this.#output.inALine(text));
    const { rows: total, percent } = this.#extent();
    // Nobody can tell when a provider will be back.
    const isOpen = total === undefined || tempo?.away === true || tempo?.ending !== undefined;
    return {
      ...{ rows, done, total, settled, calls, retries, tempo },
      percent: total === undefined ? percent : percentOf(done, total),
      perSecond: this.#forecast.perSecond,
      leftMs: isOpen ? undefined : this.#forecast.leftMs(total - done, tempo?.held?.until),
      ticks: this.#clock.ticks(),
      now: this.#clock.now(),
    };
  }
}

/** With reasons that do nothing to a terminal, and hold no secret. */
function safely(tempo: Tempo | undefined, safe: (text: string) => string): Tempo | undefined {
  if (tempo === undefined) return undefined;
  const told = (held: Held | undefined): Held | undefined => held && { ...held, reason: safe(held.reason) };
  const { slowed, held, nextTry, ending } = tempo;
  return {
    ...tempo,
    slowed: slowed === undefined ? undefined : safe(slowed),
    held: told(held),
    nextTry: told(nextTry),
    ending: ending === undefined ? undefined : safe(ending),
  };
}

/** Rows that have their fate. */
function doneOf({ settled }: Progress): number {
  return STATUSES.reduce((sum, status) => sum + settled[status], 0);
}
