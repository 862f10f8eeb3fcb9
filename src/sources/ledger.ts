import type { ReadingRules } from '../contact/read.js';
import { SeenNumbers } from '../contact/seen.js';
import { type Recorded, rowOf } from '../input/again.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Contact, Outcome, Status } from '../model.js';
import type { Gate } from './gate.js';
import { isContact, rowTaker } from './take.js';

export interface LedgerSourceOptions {
  readonly ledger: Ledger;
  readonly run: Recorded & { readonly id: string };
  readonly status: Status;
  readonly reading: ReadingRules;
  readonly repeatable: boolean;
  readonly gate: Gate;
  /** Hears of each row as it is before it is sent. */
  readonly begin?: (row: Outcome) => void;
  /** Keeps fates. */
  readonly settle: (fates: readonly Outcome[]) => Promise<void>;
}

/** Contacts of a run's rows that have one status, from the records that the ledger keeps, in the order of rows, by pages. */
export async function* recordedContacts(options: LedgerSourceOptions): AsyncGenerator<readonly Contact[]> {
  const { ledger, run, status, reading, repeatable, gate, begin, settle } = options;
  const take = rowTaker(reading, new SeenNumbers(repeatable));
  for await (const page of ledger.outcomes(run.id, [status])) {
    const taken = page.map((outcome): Contact | Outcome => {
      begin?.(outcome);
      const { attempts, httpStatus, sentAt } = outcome;
      const read = take(rowOf(outcome, run));
      return isContact(read) ? { ...read, before: { attempts, httpStatus, sentAt } } : read;
    });
    const { contacts, fates } = await gate(taken.filter(isContact));
    const unsent = taken.filter((each): each is Outcome => !isContact(each));
    if (unsent.length + fates.length > 0) await settle([...unsent, ...fates]);
    yield contacts;
  }
}
