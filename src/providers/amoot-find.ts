import type { Answer } from '../model.js';
import { stillUnknown } from './look-up.js';
import type { SentContact } from './provider.js';
import { asList, digitsOf, idText, isObject, ofAnother, shown } from './reply.js';

/** A call may still be at work when its answer is lost: sooner than this after it, an empty list decides nothing. */
const SETTLED_MS = 120_000;

/**
 * What the `Data` of a successful ContactSearch, as it came at `receivedAt`, says of a contact. The method is described
 * at https://github.com/EliasZare/Amoot.AmootSMS.Doc, docs/Contacts/contact_search.md: the list of the contacts that
 * have exactly this number, whatever way it is written.
 */
export function foundIn(data: unknown, { digits, sentAt }: SentContact, receivedAt: number): Answer {
  const entries = asList(data);
  if (entries === undefined) return stillUnknown('find_unclear', `expected a list of contacts, found ${shown(data)}`);
  if (entries.length === 0) return receivedAt - sentAt >= SETTLED_MS ? NOT_FOUND : NOT_FOUND_YET;
  const listed = entries.filter(isObject).filter((entry) => digitsOf(entry['Mobile']) !== '');
  // It comes back with or without the country code.
  const own = listed.filter((entry) => digitsOf(entry['Mobile']).slice(-10) === digits.slice(-10));
  const [present, ...more] = own.filter((entry) => !isTrue(entry['Deleted']));
  if (present !== undefined) {
    // Of several, nothing tells which one is ours.
    const providerId = more.length === 0 ? idText(present['ID']) : undefined;
    return { status: 'ok', result: 'found', ...(providerId === undefined ? {} : { providerId }) };
  }
  if (own.length > 0) return stillUnknown('find_unclear', 'the contact is there, but deleted');
  const [other] = listed;
  if (other !== undefined) return ofAnother(digitsOf(other['Mobile']));
  return stillUnknown('find_unclear', 'the contacts of the answer have no number');
}

const NOT_FOUND: Answer = {
  status: 'failed',
  code: 'not_found',
  message: 'not found two minutes after the call or later',
};

const NOT_FOUND_YET = stillUnknown('not_found_yet', 'not found; it counts only from two minutes after the call');

function isTrue(value: unknown): boolean {
  return value === true || value === 1 || (typeof value === 'string' && /^\s*(?:true|1)\s*$/i.test(value));
}
