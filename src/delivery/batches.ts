import type { Batch, Contact } from '../model.js';

// So that a column with another list in every row does not hold the whole file open.
const MAX_OPEN_CONTACTS = 5000;

/**
 * Cuts contacts, which come in pages, into batches of at most `batchSize()`, which may shrink, that share their call fields, in the order of
 * the contacts. Keeps every contact once. Holds a bounded number of contacts in open batches: when there are more, the
 * oldest batch goes out.
 */
export async function* batches(
  pages: AsyncIterable<readonly Contact[]>,
  batchSize: () => number,
): AsyncGenerator<Batch> {
  const open = new Map<string, Contact[]>();
  let held = 0;
  const take = (key: string, together: readonly Contact[]): Batch => {
    open.delete(key);
    held -= together.length;
    return asBatch(together);
  };
  for await (const page of pages) {
    for (const contact of page) {
      const { key } = contact.call;
      let together = open.get(key);
      if (together === undefined) {
        together = [];
        open.set(key, together);
      }
      together.push(contact);
      held += 1;
      if (together.length >= batchSize()) {
        yield take(key, together);
      } else if (held > MAX_OPEN_CONTACTS) {
        const [oldest] = open;
        if (oldest !== undefined) yield take(...oldest);
      }
    }
  }
  for (const rest of open.values()) yield asBatch(rest);
}

function asBatch(contacts: readonly Contact[]): Batch {
  const [first] = contacts;
  if (first === undefined) throw new Error('a batch without a contact');
  return { contacts, call: first.call };
}
