import { maskPhones } from '../mask.js';
import type { Batch, CallEnd, Contact, HttpReply, NoReply, Outcome, Trail, Verdict } from '../model.js';
import type { Course } from './course.js';
import type { Means } from './means.js';
import { backoffMs } from './retry.js';
import { IN_FLIGHT, NEVER_SENT, NO_ANSWER, outcome, settleAll, settleAnswer, WAITING, type Why } from './settle.js';
import type { Turn } from './turns.js';

/** What a call has come to. */
export type Step =
  /** A fate for each contact; `alone` are those that go again, each in a call of its own. */
  | { readonly fates: readonly Outcome[]; readonly alone?: readonly Contact[] }
  /** A rest before the next try, and why, for people. */
  | { readonly restMs: number; readonly reason: string }
  /** The batch was refused for what is in it. */
  | { readonly refused: Why };

/** How a call ended, as the ledger keeps it. */
export type Ended = Pick<CallEnd, 'httpStatus' | 'verdict' | 'code' | 'excerpt'>;

/** What came back from a call, understood and without secrets. */
export type Understood =
  | { readonly said: NoReply; readonly httpStatus: null }
  | { readonly said: Verdict; readonly httpStatus: number; readonly body: string };

/** What calls leave behind of the contacts that were in them. */
export interface Past {
  readonly trail: Trail;
  /** Set once a call may have been processed without a word: from then on they are not known to be unsent. */
  readonly doubt?: Why | undefined;
}

export const NO_PAST: Past = { trail: NEVER_SENT };

type Answers = Extract<Verdict, { kind: 'answered' }>['answers'];

/** The tries of one batch. */
export class Story {
  readonly #batch: Batch;
  readonly #course: Course;
  readonly #means: Means;
  #trail: Trail;
  #tries = 0;
  #doubt: Why | undefined;
  readonly #isPart: boolean;

  /** `past` tells of the calls that its contacts were in as part of a larger batch. */
  constructor(batch: Batch, course: Course, means: Means, past: Past) {
    this.#batch = batch;
    this.#course = course;
    this.#means = means;
    this.#trail = past.trail;
    this.#doubt = past.doubt;
    this.#isPart = past.trail.attempts > 0;
  }

  get past(): Past {
    return { trail: this.#trail, doubt: this.#doubt };
  }

  /** What is to be known of its rows while their next call is under way. */
  inFlight(startedAt: number): readonly Outcome[] {
    const sent = { attempts: this.#trail.attempts + 1, httpStatus: null, sentAt: startedAt };
    return settleAll(this.#kept(), 'unknown', IN_FLIGHT, sent);
  }

  /** What is to be known of its rows while they wait for their next call. */
  waiting(): readonly Outcome[] {
    if (this.#doubt === undefined) return settleAll(this.#kept(), 'not_sent', WAITING, this.#trail);
    return this.#means.keepsFates ? [] : this.all('unknown', IN_FLIGHT);
  }

  /**
   * The contacts of which the ledger is to know more than that they are in a call: all where a repeat may harm; else,
   * since a call alone says that they go again, those that have an earlier fate which would be wrong by then.
   */
  #kept(): readonly Contact[] {
    const { contacts } = this.#batch;
    const { keepsFates, repeatable } = this.#means;
    if (keepsFates) return [];
    return repeatable ? contacts.filter(({ before }) => before !== undefined) : contacts;
  }

  /** Fates when the run ends under way. */
  undecided(): readonly Outcome[] {
    return this.#doubt === undefined
      ? this.#course.notSent(this.#batch.contacts, this.#trail)
      : this.all('unknown', this.#doubt);
  }

  /** One fate for all of its contacts. */
  all(status: 'rejected' | 'failed' | 'unknown' | 'not_sent', why: Why): readonly Outcome[] {
    return settleAll(this.#batch.contacts, status, why, this.#trail);
  }

  /** What a reply means. */
  understand(reply: HttpReply | NoReply): Understood {
    const { redact, wire } = this.#means;
    if (!('status' in reply)) return { said: { ...reply, reason: redact(reply.reason) }, httpStatus: null };
    // A provider may repeat what it was sent, the key too.
    const body = redact(reply.body);
    return { said: wire.interpret({ ...reply, body }, this.#batch), httpStatus: reply.status, body };
  }

  /** Goes on after the call of a turn. `startedAt` is when that began, in milliseconds since 1970. */
  goOn(reply: Understood, startedAt: number, turn: Turn): { readonly step: Step; readonly ended: Ended } {
    const { attempts, sentAt } = this.#trail;
    const { httpStatus, said } = reply;
    if (httpStatus === null) {
      this.#trail = { attempts: attempts + 1, httpStatus, sentAt: said.left ? startedAt : sentAt };
      const ended = { httpStatus, verdict: 'no_reply', code: said.code, excerpt: excerpt(said.reason) } as const;
      return { step: this.#afterNoReply(said), ended };
    }
    this.#trail = { attempts: attempts + 1, httpStatus, sentAt: startedAt };
    const well = said.kind === 'answered' && said.answers.every((answer) => answer?.status === 'ok');
    const ended = {
      httpStatus,
      verdict: said.kind,
      code: 'code' in said ? said.code : '',
      excerpt: well ? '' : excerpt(reply.body),
    };
    return { step: this.#afterReply(said, httpStatus, turn), ended };
  }

  #afterReply(verdict: Verdict, httpStatus: number, turn: Turn): Step {
    switch (verdict.kind) {
      case 'unsure':
        this.#doubt = verdict;
        return this.#afterSilence(verdict, this.#means.repeatable, verdict.pauseMs);
      case 'throttled':
        return this.#afterThrottling(verdict, turn, verdict.pauseMs);
      case 'stop':
        this.#course.heard();
        this.#course.stop(verdict.stop, maskPhones(verdict.reason));
        return { fates: this.undecided() };
      case 'refused':
        this.#course.heard();
        this.#pause(verdict.pauseMs);
        // A part may be too large for one contact in it.
        if (httpStatus === 413 && !this.#isPart) this.#course.tooLarge(this.#batch.contacts.length);
        this.#course.reception.refusedOnce(verdict);
        return { refused: verdict };
      case 'answered':
        if (this.#isEmpty(verdict.answers)) this.#course.silent();
        else this.#course.heard();
        this.#pause(verdict.pauseMs);
        return this.#settle(verdict.answers);
    }
  }

  #settle(answers: Answers): Step {
    const { contacts } = this.#batch;
    const fateOf = (contact: Contact, index: number): Outcome => settleAnswer(contact, answers[index], this.#trail);
    if (!this.#means.settlesLeftOut) return { fates: contacts.map(fateOf) };
    const alone = contacts.filter((_, index) => answers[index] === undefined);
    if (alone.length > 0) this.#doubt ??= { code: NO_ANSWER.code, reason: NO_ANSWER.message };
    if (contacts.length > 1) return { fates: contacts.flatMap((c, i) => (answers[i] ? [fateOf(c, i)] : [])), alone };
    return {
      fates: contacts.map((c, i) => (answers[i] ? fateOf(c, i) : outcome(c, 'rejected', LEFT_OUT, this.#trail))),
    };
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
    if (!mayRepeat || this.#tries > this.#means.maxRetries) return this.#giveUp(why);
    // A wait that was asked for is no burden.
    const reason = maskPhones(why.reason);
    return pauseMs > 0 || this.#course.mayRetry(reason) ? { restMs: this.#backoffMs(), reason } : this.#giveUp(why);
  }

  #afterThrottling(why: Why, turn: Turn, pauseMs = 0): Step {
    this.#means.tally.throttled += 1;
    const reason = maskPhones(why.reason);
    this.#course.throttled(turn.leftAt(), reason);
    // An obeyed wait is not a try; the backoff keeps a provider that says "0 seconds" from being asked at once.
    if (pauseMs === 0) this.#tries += 1;
    // The others rest too, even when this batch is given up: they would be told the same.
    this.#course.hold(Math.max(pauseMs, this.#backoffMs()), reason);
    if (this.#tries > this.#means.maxRetries) return this.#giveUp(why);
    return pauseMs === 0 && !this.#course.mayRetry(reason) ? this.#giveUp(why) : { restMs: 0, reason };
  }

  /** An answer that says nothing of anybody in the call; a look-up may well do so. */
  #isEmpty(answers: Answers): boolean {
    return !this.#means.keepsFates && answers.every((answer) => answer === undefined || answer.status === 'unknown');
  }

  #pause(pauseMs = 0): void {
    if (pauseMs > 0) this.#course.hold(pauseMs, 'the quota of the provider is used up');
  }

  /** The tries are over: in doubt, or certainly not stored. */
  #giveUp(why: Why): Step {
    if (this.#doubt !== undefined || this.#course.ending !== undefined) return { fates: this.undecided() };
    // Those that may be stored by an earlier call are in doubt, not lost.
    const lost = this.#batch.contacts.filter(({ doubt }) => doubt === undefined);
    this.#course.lost(lost, this.#trail);
    return { fates: this.all('failed', why) };
  }

  #backoffMs(): number {
    return backoffMs(Math.max(1, this.#tries), this.#means.random());
  }
}

const LEFT_OUT = { code: 'left_out', message: 'sent alone, and the answer leaves it out again' };

const EXCERPT_BYTES = 2048;

function excerpt(text: string): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(EXCERPT_BYTES));
  return text.slice(0, read);
}
