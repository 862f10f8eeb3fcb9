import type { Answer } from '../model.js';
import { easternTime } from './eastern.js';
import { stillUnknown } from './look-up.js';
import type { SentContact } from './provider.js';
import { digitsOf, idText, isObject, ofAnother, saidIn, shown } from './reply.js';

/**
 * What a body of https://www.protexting.com/developers/docs/find-contact says of a contact. The page shows the contact
 * alone; a list of contacts, and a list inside an object, are taken too. Never `failed`: a contact may be listed only
 * after the person has answered.
 */
export function foundIn(body: unknown, contact: SentContact): Answer {
  const entries = entriesIn(body);
  if (entries.length === 0) return notFoundYet();
  const listed = entries.filter(isObject).filter((entry) => digitsOf(entry['Number']) !== '');
  const own = listed.filter((entry) => digitsOf(entry['Number']) === contact.digits);
  if (own.length > 0) return dated(own, contact.sentAt);
  const [other] = listed;
  if (other !== undefined) return ofAnother(digitsOf(other['Number']));
  return stillUnknown('find_unclear', saidIn(body).message ?? `expected a contact, found ${shown(body)}`);
}

export function notFoundYet(): Answer {
  return stillUnknown('not_found_yet', 'not found; a person may be listed only after answering the SMS');
}

type Entry = Readonly<Record<string, unknown>>;

function entriesIn(body: unknown): readonly unknown[] {
  if (body === null) return [];
  if (Array.isArray(body)) return body;
  if (!isObject(body) || 'Number' in body) return [body];
  const lists = Object.values(body).filter(Array.isArray);
  return lists.length === 0 ? [body] : lists.flat();
}

/** A contact that has not changed since the call may be there by another's doing. Dates have whole seconds. */
function dated(own: readonly Entry[], sentAt: number): Answer {
  const dates = own.flatMap((entry) =>
    [entry['DateCreated'], entry['DateUpdated']].flatMap((text) => {
      const time = easternTime(text);
      return time === undefined ? [] : [{ entry, text, time }];
    }),
  );
  const [last] = dates.sort((a, b) => b.time - a.time);
  if (last === undefined) return stillUnknown('find_unclear', 'the contact is there, without a date that can be read');
  if (!(last.time >= Math.floor(sentAt / 1000) * 1000)) {
    const message = `the contact is there, but its last date, ${last.text} US Eastern, shows no change since the call`;
    return stillUnknown('found_older', message);
  }
  const providerId = idText(last.entry['Id']);
  return { status: 'ok', result: 'found', ...(providerId === undefined ? {} : { providerId }) };
}
