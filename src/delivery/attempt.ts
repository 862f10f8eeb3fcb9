import { maskPhones } from '../mask.js';
import type { Batch, Call, Clock, HttpReply, HttpRequest, NoReply, Outcome, Verdict } from '../model.js';
import type { Wire } from '../providers/provider.js';
import type { Course } from './course.js';
import { backoffMs } from './retry.js';
import { NEVER_SENT, outcome, settleAnswer, type Trail } from './settle.js';

/** Calls of the run so far. */
export interface Tally {
  calls: number;
  /** Calls beyond the first of their batch. */
  retries: number;
  /** Answers that said: not now. */
  throttled: number;
}

export interface Means {
  readonly wire: Wire;
  readonly repeatable: boolean;
  /** Tries after the first. A wait that the provider asks for is none. */
  readonly maxRetries: number;
  readonly send: (request: HttpRequest) => Promise<HttpReply | NoReply>;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly redact: (text: string) => string;
  /** Keeps the fates of rows, and calls. Resolves when they are safe. */
  readonly settle: (outcomes: readonly Outcome[], calls: readonly Call[]) => Promise<void>;
  readonly tally: Tally;
}

interface Why {
  readonly code: string;
  readonly reason: string;
  readonly field?: string;
}

/** What a call has come to: a fate for each contact, or a rest before the next one. */
type Step = { readonly fates: readonly Outcome[] } | { readonly restMs: number };

/**
 * Sends a batch that has entered the course until each of its contacts has a fate, and settles them. Sends again only
 * what certainly was not processed, or where a repeat is harmless.
 */
export async function attempt(batch: Batch, course: Course, means: Means): Promise<void> {
  const { clock, tally } = means;
  const request = means.wire.encode(batch);
  const story = new Story(batch, course, means);
  for (;;) {
    tally.calls += 1;
    if (story.attempts > 0) tally.retries += 1;
    const startedAt = clock.now();
    const startedTicks = clock.ticks();
    const reply = await means.send(request);
    const durationMs = clock.ticks() - startedTicks;
    const { step, kept } = story.goOn(reply, startedAt);
    const rows = batch.contacts.map((contact) => contact.row);
    await means.settle('fates' in step ? step.fates : [], [{ rows, startedAt, durationMs, ...kept }]);
    if ('fates' in step) return undefined;
    const goesOn = (await course.rest(step.restMs)) && (await course.turn());
    if (!goesOn) return means.settle(story.undecided(), []);
  }
}

/** The tries of one batch. */
class Story {
  readonly #batch: Batch;
  readonly #course: Course;
  readonly #means: Means;
  #trail: Trail = NEVER_SENT;
  #tries = 0;
  /** Set once a call may have been processed without a word: from then on the batch is not known to be unsent. */
  #doubt: Why | undefined;

  constructor(batch: Batch, course: Course, means: Means) {
    this.#batch = batch;
    this.#course = course;
    this.#means = means;
  }

  get attempts(): number {
    return this.#trail.attempts;
  }

  /** Fates when the run ends under way. */
  undecided(): readonly Outcome[] {
    return this.#doubt === undefined
      ? this.#course.notSent(this.#batch, this.#trail)
      : this.#all('unknown', this.#doubt);
  }

  goOn(
    reply: HttpReply | NoReply,
    startedAt: number,
  ): { step: Step; kept: Omit<Call, 'rows' | 'startedAt' | 'durationMs'> } {
    const { redact, wire } = this.#means;
    const { attempts, sentAt } = this.#trail;
    if (!('status' in reply)) {
      this.#trail = { attempts: attempts + 1, httpStatus: null, sentAt: reply.left ? startedAt : sentAt };
      const reason = redact(reply.reason);
      const kept = { httpStatus: null, verdict: 'no_reply', code: reply.code, excerpt: excerpt(reason) } as const;
      return { step: this.#afterNoReply({ ...reply, reason }), kept };
    }
    this.#trail = { attempts: attempts + 1, httpStatus: reply.status, sentAt: startedAt };
    // A provider may repeat what it was sent, the key too.
    const body = redact(reply.body);
    const verdict = wire.interpret({ ...reply, body }, this.#batch);
    const well = verdict.kind === 'answered' && verdict.answers.every((answer) => answer?.status === 'ok');
    const kept = {
      httpStatus: reply.status,
      verdict: verdict.kind,
      code: 'code' in verdict ? verdict.code : '',
      excerpt: well ? '' : excerpt(body),
    };
    return { step: this.#afterReply(verdict), kept };
  }

  #afterReply(verdict: Verdict): Step {
    switch (verdict.kind) {
      case 'unsure':
        this.#doubt = verdict;
        return this.#afterSilence(verdict, this.#means.repeatable, verdict.pauseMs);
      case 'throttled':
        return this.#afterThrottling(verdict, verdict.pauseMs);
      case 'stop':
        this.#course.heard(false);
        this.#course.stop(verdict.stop, maskPhones(verdict.reason));
        return { fates: this.undecided() };
      case 'refused':
        this.#heardAndPause(verdict.pauseMs);
        return { fates: this.#all('rejected', verdict) };
      case 'answered':
        this.#heardAndPause(verdict.pauseMs);
        return {
          fates: this.#batch.contacts.map((contact, i) => settleAnswer(contact, verdict.answers[i], this.#trail)),
        };
    }
  }

  #afterNoReply(reply: NoReply): Step {
    if (reply.left) this.#doubt = reply;
    if (reply.untrusted) {
      this.#course.stop('settings', reply.reason);
      return { fates: this.undecided() };
    }
    return this.#afterSilence(reply, !reply.left || this.#means.repeatable);
  }

  #afterSilence(why: Why, mayRepeat: boolean, pauseMs = 0): Step {
    this.#course.silent();
    if (pauseMs > 0) this.#course.hold(pauseMs, maskPhones(why.reason));
    this.#tries += 1;
    return mayRepeat && this.#tries <= this.#means.maxRetries ? { restMs: this.#backoffMs() } : this.#giveUp(why);
  }

  #afterThrottling(why: Why, pauseMs = 0): Step {
    this.#means.tally.throttled += 1;
    this.#course.heard(true);
    // An obeyed wait is not a try; the backoff keeps a provider that says "0 seconds" from being asked at once.
    if (pauseMs === 0) this.#tries += 1;
    // The others rest too, even when this batch is given up: they would be told the same.
    this.#course.hold(Math.max(pauseMs, this.#backoffMs()), maskPhones(why.reason));
    return this.#tries > this.#means.maxRetries ? this.#giveUp(why) : { restMs: 0 };
  }

  #heardAndPause(pauseMs = 0): void {
    this.#course.heard(false);
    if (pauseMs > 0) this.#course.hold(pauseMs, 'the quota of the provider is used up');
  }

  /** The tries are over: in doubt, or certainly not stored. */
  #giveUp(why: Why): Step {
    if (this.#doubt !== undefined || this.#course.ending !== undefined) return { fates: this.undecided() };
    this.#course.lost(this.#batch, this.#trail);
    return { fates: this.#all('failed', why) };
  }

  #backoffMs(): number {
    return backoffMs(Math.max(1, this.#tries), this.#means.random());
  }

  #all(status: 'rejected' | 'failed' | 'unknown', { code, reason, field = '' }: Why): readonly Outcome[] {
    const why = { code, message: reason, field };
    return this.#batch.contacts.map((contact) => outcome(contact, status, why, this.#trail));
  }
}

const EXCERPT_BYTES = 2048;

function excerpt(text: string): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(EXCERPT_BYTES));
  return text.slice(0, read);
}
