import type { Call, Reply } from './exchange.js';
import { isObject, readJson } from './json.js';

/** The number of the contact at `place` (0 up to 1) of a call that brings several at once; undefined for other calls. */
export function numberAt({ body }: Call, place: number): string | undefined {
  const payload = readJson(body);
  const contacts: unknown = isObject(payload) ? payload['contacts'] : undefined;
  const contact: unknown = Array.isArray(contacts) ? contacts[Math.floor(place * contacts.length)] : undefined;
  return numberOf(contact);
}

/** The number of one entry of a call or an answer. */
export function numberOf(entry: unknown): string | undefined {
  const number = isObject(entry) ? entry['phone_number'] : undefined;
  return typeof number === 'string' ? number : undefined;
}

/** The answer with other items; undefined when it is not made of items. */
export function withItems(reply: Reply, change: (items: readonly unknown[]) => readonly unknown[]): Reply | undefined {
  const answer = readJson(reply.body);
  if (!isObject(answer) || !Array.isArray(answer['items'])) return undefined;
  return { ...reply, body: JSON.stringify({ ...answer, items: change(answer['items']) }) };
}
