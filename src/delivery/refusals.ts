import { maskPhones } from '../mask.js';
import type { CallEnd, Contact, Outcome } from '../model.js';
import type { Course } from './course.js';
import type { Means } from './means.js';
import type { Why } from './settle.js';
import type { Story } from './story.js';

/** A contact that was refused alone, with the story of that. */
export interface Refusal {
  readonly contact: Contact;
  readonly why: Why;
  readonly story: Story;
}

/**
 * The contacts of one batch that were refused alone. Where every row of a whole batch is refused with one code and the
 * provider never took any, the fault is the call's, not that of each number: as long as that may be, they wait for their
 * fate.
 */
export class Refusals {
  readonly #size: number;
  readonly #course: Course;
  readonly #means: Means;
  readonly #all: Refusal[] = [];
  #waiting: readonly Refusal[] = [];
  /** Something else has become of another contact of the batch. */
  #othersFared = false;

  /** `size` is the number of contacts in the batch. */
  constructor(size: number, course: Course, means: Means) {
    this.#size = size;
    this.#course = course;
    this.#means = means;
  }

  /** A contact was refused alone by the call that ended so. */
  async add(refusal: Refusal, end: CallEnd): Promise<void> {
    if (this.#size === 1) this.#course.reception.refusedWhole(refusal.why);
    this.#all.push(refusal);
    this.#waiting = [...this.#waiting, refusal];
    if (this.#mayBeTheCall()) await this.#means.suspend(refusal.story.waiting(), end);
    else await this.#means.settle(this.#release(), [end]);
  }

  /** Other contacts of the batch have got their fates. */
  async others(fates: readonly Outcome[]): Promise<void> {
    // What a stop kept from being sent says nothing of the call.
    if (fates.every(({ status }) => status === 'not_sent')) return;
    this.#othersFared = true;
    await this.#settle(this.#release());
  }

  /** All is known of the batch. */
  async end(): Promise<void> {
    const [first] = this.#all;
    if (first !== undefined && this.#mayBeTheCall()) {
      const reason = maskPhones(first.why.reason);
      if (this.#all.length === this.#size) {
        this.#course.stop('settings', `the provider refuses every row of a whole batch: ${reason}`);
      }
      if (this.#course.ending?.stop === 'settings') {
        await this.#settle(this.#waiting.flatMap(({ story }) => story.undecided()));
        return;
      }
    }
    for (const { contact, why } of this.#all) this.#course.reception.refused(contact, why);
    await this.#settle(this.#release());
  }

  #mayBeTheCall(): boolean {
    const codes = new Set(this.#all.map(({ why }) => why.code));
    return this.#size > 1 && codes.size === 1 && !this.#othersFared && !this.#course.reception.confirmed;
  }

  #release(): readonly Outcome[] {
    const fates = this.#waiting.flatMap(({ story, why }) => story.all('rejected', why));
    this.#waiting = [];
    return fates;
  }

  async #settle(fates: readonly Outcome[]): Promise<void> {
    if (fates.length > 0) await this.#means.settle(fates);
  }
}
