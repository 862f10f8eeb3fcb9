import { maskPhones } from '../mask.js';
import type { Contact, Outcome } from '../model.js';
import { BadNumbers } from './bad-numbers.js';
import type { Why } from './settle.js';

export interface ReceptionOptions {
  /** Contacts in a call at the most. */
  readonly batchSize: number;
  readonly repeatable: boolean;
  /** Whether the provider took any contact of this run before. */
  readonly confirmed: boolean;
}

/** Calls refused in a row, and nothing ever taken, after which the fault is not that of each contact. */
const REFUSED_FIRST = 5;
/** The same where something was taken before: batches, all of whose halves are refused too. */
const REFUSED_BATCHES = 2;
const REFUSED_LATER = 20;

// So that a column with another list in every row does not fill the memory.
const MOST_TAKEN = 1000;

/** What the provider has taken of a run and what it has refused, and whether that is the fault of all calls. */
export class Reception {
  readonly #options: ReceptionOptions;
  readonly #everyCall: (reason: string) => void;
  readonly #bad = new BadNumbers();
  /** Call fields with which the provider took a contact, by their keys. */
  readonly #taken = new Set<string>();
  /** Calls that were refused for what is in them since the provider last took a contact. */
  #refusedInARow = 0;
  #confirmed: boolean;

  /** `everyCall` hears, for people, that calls are refused whatever is in them. */
  constructor(options: ReceptionOptions, everyCall: (reason: string) => void) {
    this.#options = options;
    this.#everyCall = everyCall;
    this.#confirmed = options.confirmed;
  }

  /** Whether the provider has taken any contact of this run. */
  get confirmed(): boolean {
    return this.#confirmed;
  }

  /** A batch of one contact was refused, and the provider has taken none: that may be the fault of every call. */
  refusedWhole({ reason }: Why): void {
    if (!this.#confirmed && this.#refusedInARow >= REFUSED_FIRST) {
      this.#everyCall(`the provider refuses every call: ${maskPhones(reason)}`);
    }
  }

  /** A call was refused for what is in it. That may long have become the fault of every call. */
  refusedOnce({ reason }: Why): void {
    this.#refusedInARow += 1;
    // Halving a batch takes at most two calls a contact.
    const most = Math.max(REFUSED_LATER, REFUSED_BATCHES * 2 * this.#options.batchSize);
    if (this.#confirmed && this.#refusedInARow >= most) {
      this.#everyCall(`the provider refused the last ${most} calls: ${maskPhones(reason)}`);
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

  /** Takes note of what was taken. */
  note(fates: readonly Outcome[]): void {
    for (const { status, person } of fates) {
      if (status !== 'ok') continue;
      this.#confirmed = true;
      this.#refusedInARow = 0;
      if (person !== undefined && this.#taken.size < MOST_TAKEN) this.#taken.add(person.call);
    }
  }
}
