import type { Batch, Contact } from '../model.js';

// So that a column with another list in every row does not hold the whole file open.
const MAX_OPEN = 32;

/**
 * Cuts contacts into batches of at most `batchSize` that share their call fields, in the order of the contacts.
 * Keeps every contact once. Holds a bounded number of open batches: when one more is needed, the oldest goes out.
 */
export async function* batches(contacts: AsyncIterable<Contact>, batchSize: number): AsyncGenerator<Batch> {
  const open = new Map<string, Contact[]>();
  for await (const contact of contacts) {
    const { key } = contact.call;
    const together = open.get(key) ?? [];
    together.push(contact);
    if (together.length >= batchSize) {
      open.delete(key);
      yield asBatch(together);
      continue;
    }
    open.set(key, together);
    if (open.size <= MAX_OPEN) continue;
    for (const [oldest, contactsOfIt] of open) {
      open.delete(oldest);
      yield asBatch(contactsOfIt);
      break;
    }
  }
  for (const rest of open.values()) yield asBatch(rest);
}

function asBatch(contacts: readonly Contact[]): Batch {
  const [first] = contacts;
  if (first === undefined) throw new Error('a batch without a contact');
  return { contacts, call: first.call };
}
