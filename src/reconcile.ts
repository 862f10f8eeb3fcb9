import type { Answer, Batch, Contact, Outcome } from './model.js';
import type { Wire } from './providers/provider.js';

/**
 * What becomes of rows of unknown fate that are looked up, or sent again where that is harmless: only what is found out
 * changes them, and a row about which nothing is found out stays as it was. Holds the rows under way.
 */
export class Reconciling {
  /** The wire to deliver with: one that looks contacts up, where the provider has a look-up. */
  readonly wire: Wire;
  readonly #looksUp: boolean;
  readonly #rows = new Map<number, Outcome>();
  readonly #found = new Map<number, Answer>();

  constructor(wire: Wire) {
    const { find } = wire;
    this.#looksUp = find !== undefined;
    this.wire = find === undefined ? wire : this.#lookUpWire(wire, find);
  }

  /** Takes note of a row as it is before anything is found out. */
  begin(row: Outcome): void {
    this.#rows.set(row.row, row);
  }

  /** The fates to keep, where delivery came to these. */
  settle(fates: readonly Outcome[]): readonly Outcome[] {
    return fates.map((fate) => {
      const before = this.#rows.get(fate.row);
      const found = this.#found.get(fate.row);
      this.#rows.delete(fate.row);
      this.#found.delete(fate.row);
      if (before === undefined) return fate;
      const asBefore = { ...before, ...(fate.person && { person: fate.person }) };
      if (!this.#looksUp) return fate.status === 'ok' || fate.status === 'rejected' ? fate : asBefore;
      return found === undefined ? asBefore : lookedUp(asBefore, found);
    });
  }

  #lookUpWire({ probe }: Wire, find: NonNullable<Wire['find']>): Wire {
    const checkOf = ({ digits, phone, before }: Contact) => find({ digits, phone, sentAt: before?.sentAt ?? 0 });
    return {
      probe,
      encode: (batch) => checkOf(only(batch)).request,
      interpret: (reply, batch) => {
        const contact = only(batch);
        const verdict = checkOf(contact).interpret(reply);
        const answer = verdict.kind === 'answered' ? verdict.answers[0] : undefined;
        if (answer !== undefined) this.#found.set(contact.row, answer);
        return verdict;
      },
    };
  }
}

function only({ contacts: [contact] }: Batch): Contact {
  if (contact === undefined) throw new Error('a batch without a contact');
  return contact;
}

/** The row with what the look-up found laid over it: how it was sent stays. */
function lookedUp(row: Outcome, { status, result = '', code = '', message = '', providerId = '' }: Answer): Outcome {
  const [sent = ''] = row.message.split(LOOKED_UP, 1);
  const text = message === '' ? sent : `${sent}${LOOKED_UP}${message}`;
  if (status === 'unknown') return { ...row, message: text };
  if (status === 'ok') return { ...row, status, result, code: '', message: '', providerId, record: null };
  return { ...row, status, code, message: text };
}

const LOOKED_UP = '; looked up: ';
