import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batches } from '../../src/delivery/batches.js';
import type { Batch, Contact } from '../../src/model.js';
import { contactIn } from './trial.js';

/** Pages of so many contacts. */
async function* each(
  contacts: readonly Contact[],
  read: (row: number) => void = () => {},
  size = 1,
): AsyncGenerator<readonly Contact[]> {
  for (let at = 0; at < contacts.length; at += size) {
    const page = contacts.slice(at, at + size);
    for (const { row } of page) read(row);
    yield page;
  }
}

async function cut(contacts: readonly Contact[], batchSize: number, pageSize = 1): Promise<Batch[]> {
  const all: Batch[] = [];
  const pages = each(contacts, () => {}, pageSize);
  for await (const batch of batches(pages, () => batchSize)) all.push(batch);
  return all;
}

function rows(all: readonly Batch[]): number[][] {
  return all.map(({ contacts }) => contacts.map(({ row }) => row));
}

/** One contact a key, in the order of rows. */
function inGroups(keys: readonly string[]): Contact[] {
  return keys.map((key, index) => contactIn(index + 1, key));
}

const anyContacts = fc
  .array(fc.oneof(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 0, max: 60 }).map(String)), { maxLength: 400 })
  .map(inGroups);

describe('batches', () => {
  it('hold contacts up to the batch size, in their order', async () => {
    expect(rows(await cut(inGroups(['', '', '', '', '']), 2))).toEqual([[1, 2], [3, 4], [5]]);
  });

  it('hold contacts with the same call fields', async () => {
    const all = await cut(inGroups(['a', 'b', 'a', 'a', 'b']), 2);
    expect(rows(all)).toEqual([[1, 3], [2, 5], [4]]);
    expect(all.map(({ call }) => call.key)).toEqual(['a', 'b', 'a']);
  });

  it('of one contact go out one by one', async () => {
    expect(rows(await cut(inGroups(['a', 'b', 'a']), 1))).toEqual([[1], [2], [3]]);
  });

  it('are none where there are no contacts', async () => {
    expect(await cut([], 10)).toEqual([]);
  });

  it('go out as soon as they are full', async () => {
    let read = 0;
    const source = each(inGroups(Array(10).fill('')), (row) => {
      read = row;
    });
    await batches(source, () => 3).next();
    expect(read).toBe(3);
  });

  it('keep every contact once, in the order of its group, whatever the groups are', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyContacts,
        fc.integer({ min: 1, max: 20 }),
        fc.nat({ max: 50 }),
        async (contacts, batchSize, page) => {
          const all = await cut(contacts, batchSize, page + 1);
          for (const batch of all) {
            expect(batch.contacts.length).toBeGreaterThan(0);
            expect(batch.contacts.length).toBeLessThanOrEqual(batchSize);
            for (const contact of batch.contacts) expect(contact.call.key).toBe(batch.call.key);
          }
          for (const key of new Set(contacts.map(({ call }) => call.key))) {
            const sent = all.filter(({ call }) => call.key === key).flatMap((batch) => batch.contacts);
            expect(sent).toEqual(contacts.filter(({ call }) => call.key === key));
          }
          expect(all.flatMap((batch) => batch.contacts)).toHaveLength(contacts.length);
        },
      ),
      { seed: 21, numRuns: 300 },
    );
  });

  it('hold a bounded number of contacts open, and the oldest goes out first', async () => {
    let read = 0;
    const source = each(inGroups(Array.from({ length: 8000 }, (_, index) => `list ${index}`)), (row) => {
      read = row;
    });
    let sent = 0;
    for await (const batch of batches(source, () => 100)) {
      sent += batch.contacts.length;
      expect(batch.contacts[0]?.row).toBe(sent);
      expect(read - sent).toBeLessThanOrEqual(5000);
    }
    expect(sent).toBe(8000);
  });

  it('stay whole where many groups come in turn', async () => {
    const groups = Array.from({ length: 1000 }, (_, index) => `list ${index % 40}`);
    const sizes: number[] = [];
    for await (const batch of batches(
      each(inGroups(groups), () => {}),
      () => 100,
    ))
      sizes.push(batch.contacts.length);
    expect(sizes).toEqual(Array.from({ length: 40 }, () => 25));
  });
});
