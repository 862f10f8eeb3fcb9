import { contactReader, type ReadingRules } from '../contact/read.js';
import type { SeenNumbers } from '../contact/seen.js';
import { NEVER_SENT, outcome } from '../delivery/settle.js';
import type { Contact, Issue, Outcome, Row } from '../model.js';

// Stands for the call fields where all rows have the same.
const THE_CALL = '';

/** Whether all rows have the same call fields: no column fills one. */
export function hasOneCall({ mapping }: ReadingRules): boolean {
  return mapping.columns.every(({ field }) => field.scope === 'contact');
}

/** Takes note of a number as if its row had been read. Only where all rows have the same call fields. */
export function enterNumber(seen: SeenNumbers, digits: number, row: number): void {
  seen.enterNumber(digits, THE_CALL, row);
}

/**
 * Reads rows one by one: gives a contact to send, or the fate of a row that is not to be sent. `seen` holds the numbers
 * of rows before, with another for the same number where it has other call fields and a repeat is harmless.
 */
export function rowTaker(rules: ReadingRules, seen: SeenNumbers): (row: Row) => Contact | Outcome {
  const read = contactReader(rules);
  const hasOne = hasOneCall(rules);
  return (row) => {
    const reading = read(row);
    if ('issues' in reading) return invalid(row, reading.phone, reading.issues);
    const { contact } = reading;
    const first = seen.enter(contact.digits, hasOne ? THE_CALL : contact.call.key, contact.row);
    if (first === undefined) return contact;
    const why = first.sameGroup
      ? { code: 'duplicate', message: `the same number as row ${first.row}` }
      : { code: 'duplicate_other_group', message: `the same number as row ${first.row}, there with other call fields` };
    return outcome(contact, 'duplicate', why, NEVER_SENT);
  };
}

export function isContact(taken: Contact | Outcome): taken is Contact {
  return 'digits' in taken;
}

function invalid({ row, line, record }: Row, phone: string, issues: readonly Issue[]): Outcome {
  const [only] = issues;
  const joined = (part: (issue: Issue) => string): string =>
    only !== undefined && issues.length === 1 ? part(only) : issues.map(part).join('; ');
  const why = {
    code: joined(({ code }) => code),
    field: joined(({ field }) => field),
    message: joined(({ field, message }) => (field === '' ? message : `${field}: ${message}`)),
  };
  return outcome({ row, line, phone, notes: [], record }, 'invalid', why, NEVER_SENT);
}
