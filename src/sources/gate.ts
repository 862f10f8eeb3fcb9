import { NEVER_SENT, outcome } from '../delivery/settle.js';
import type { Ledger, Sent } from '../ledger/ledger.js';
import type { Contact, Outcome } from '../model.js';

/** Divides contacts into those that may be sent and the fates of those that an earlier run may have sent already. */
export type Gate = (contacts: readonly Contact[]) => Promise<{
  readonly contacts: readonly Contact[];
  readonly fates: readonly Outcome[];
}>;

/** Lets everybody through: a repeat is harmless, or wanted. */
export const openGate: Gate = async (contacts) => ({ contacts, fates: [] });

/** The gate of a run: open where a repeat is harmless, or wanted. */
export function gateOf({ run, repeatable, again }: Passing, ledger: Ledger): Gate {
  return repeatable || again ? openGate : ledgerGate(ledger, run.account, run.id);
}

interface Passing {
  readonly run: { readonly id: string; readonly account: string };
  readonly repeatable: boolean;
  readonly again: boolean;
}

/** Lets nobody through whom another run of the account has reached, or may have, with the same call fields. */
export function ledgerGate(ledger: Ledger, account: string, run: string): Gate {
  return async (contacts) => {
    if (contacts.length === 0) return { contacts, fates: [] };
    const people = contacts.map(({ digits, call }) => ({ digits, call: call.key }));
    const sent = await ledger.sentBefore(account, run, people);
    return {
      contacts: contacts.filter((_, index) => sent[index] === undefined),
      fates: contacts.flatMap((contact, index) => {
        const before = sent[index];
        return before === undefined ? [] : outcome(contact, 'duplicate', whyOf(before), NEVER_SENT);
      }),
    };
  };
}

function whyOf({ run, row, status }: Sent): { readonly code: string; readonly message: string } {
  return status === 'ok'
    ? { code: 'sent_before', message: `sent before, in row ${row} of run ${run}` }
    : { code: 'maybe_sent_before', message: `may have been sent before, in row ${row} of run ${run}: unknown there` };
}
