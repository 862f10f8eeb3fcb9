import type { Contact, Outcome } from '../model.js';
import { NEVER_SENT, outcome, type Why } from './settle.js';

// So that a file of nothing but bad numbers does not fill the memory.
const MOST = 100_000;

/** Numbers that were refused alone: the same number again, for another list, is not tried again. */
export class BadNumbers {
  readonly #found = new Map<string, Why & { readonly row: number }>();

  add({ digits, row }: Contact, { code, reason }: Why): void {
    if (this.#found.size < MOST) this.#found.set(digits, { code, reason, row });
  }

  /** The contacts that may be sent, and a fate for those that were found bad before. */
  sift(contacts: readonly Contact[]): { readonly contacts: readonly Contact[]; readonly fates: readonly Outcome[] } {
    if (this.#found.size === 0) return { contacts, fates: [] };
    const fates = contacts.flatMap((contact) => {
      const bad = this.#found.get(contact.digits);
      if (bad === undefined) return [];
      const message = `refused before, in row ${bad.row}: ${bad.reason}`;
      return outcome(contact, 'rejected', { code: bad.code, message }, NEVER_SENT);
    });
    return { contacts: contacts.filter(({ digits }) => !this.#found.has(digits)), fates };
  }
}
