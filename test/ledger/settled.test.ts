import { expect, it } from 'vitest';
import type { Ledger, SettledRows } from '../../src/ledger/ledger.js';
import type { Outcome } from '../../src/model.js';
import { inDoubt, ledgerWithRun, outcome } from './support.js';

const phone = (row: number): string => `+336399800${String(row).padStart(2, '0')}`;
const ok = (row: number, more: Partial<Outcome> = {}): Outcome =>
  outcome(row, { status: 'ok', code: '', phone: phone(row), ...more });

async function settled(ledger: Ledger, after = 0, repeatable = true): Promise<readonly SettledRows[]> {
  const pages: SettledRows[] = [];
  for await (const page of ledger.settled('r', after, repeatable)) pages.push(page);
  return pages;
}

it('gives the number of each contact, and nothing for rows that were none or stood there before', async () => {
  const { ledger, session } = await ledgerWithRun();
  await session.settle([
    ok(1),
    ok(2, { status: 'invalid', code: 'phone_letters', phone: 'x' }),
    ok(3, { status: 'duplicate', code: 'duplicate', phone: phone(1) }),
    ok(4, { status: 'duplicate', code: 'duplicate_other_group', phone: phone(1) }),
    ok(5, { status: 'duplicate', code: 'sent_before' }),
    ok(6, { status: 'duplicate', code: 'maybe_sent_before' }),
    ok(7, { status: 'rejected', code: 'duplicate' }),
    ok(8, { status: 'failed' }),
    ok(9, { status: 'unknown', code: 'no_answer' }),
  ]);
  const numbers = [phone(1), '', '', '', ...[5, 6, 7, 8, 9].map(phone)].join(',');
  expect(await settled(ledger)).toEqual([{ first: 1, rows: 9, numbers }]);
  expect(await settled(ledger, 7)).toEqual([{ first: 8, rows: 2, numbers: `${phone(8)},${phone(9)}` }]);
  expect(await settled(ledger, 9)).toEqual([]);
});

it.each([
  ['that was not sent', [outcome(3, { status: 'not_sent', code: 'stopped_account' })]],
  ['that has no fate', []],
  ['in doubt, where it is sent again', [inDoubt(3)]],
  ['of which nothing is known', [inDoubt(3, { phone: '', code: 'stopped_input' })]],
  ['whose number is not written with its country', [ok(3, { phone: '0639980003' })]],
])('ends before a row %s', async (_, third) => {
  const { ledger, session } = await ledgerWithRun();
  await session.settle([ok(1), ok(2), ...third, ok(4), ok(5)]);
  const rows = (await settled(ledger)).reduce((sum, page) => sum + page.rows, 0);
  expect(rows).toBe(2);
});

it('goes past a row in doubt that is not sent again', async () => {
  const { ledger, session } = await ledgerWithRun();
  await session.settle([ok(1), inDoubt(2, { phone: phone(2) }), ok(3)]);
  const numbers = [1, 2, 3].map(phone).join(',');
  expect(await settled(ledger, 0, false)).toEqual([{ first: 1, rows: 3, numbers }]);
});

it('where a repeat may harm, tells numbers by the digits that are kept, and ends where none are', async () => {
  const { ledger, session } = await ledgerWithRun({ durable: true });
  const person = (row: number) => ({ digits: phone(row).slice(1), call: '[]' });
  const own = [1, 2, 4].map((row) => ok(row, { phone: '0639', person: person(row) }));
  await session.settle([...own, ok(3)]);
  expect(await settled(ledger, 0, false)).toEqual([
    { first: 1, rows: 2, numbers: [1, 2].map((row) => phone(row).slice(1)).join(',') },
  ]);
});

it('gives many rows in pages, to the last one before a gap', async () => {
  const { ledger, session } = await ledgerWithRun();
  const rows = Array.from({ length: 12_000 }, (_, index) => index + 1).filter((row) => row !== 11_111);
  await session.settle(rows.map((row) => ok(row)));
  const pages = await settled(ledger);
  expect(pages.length).toBeGreaterThan(1);
  expect(pages.flatMap(({ numbers }) => numbers.split(','))).toEqual(rows.slice(0, 11_110).map(phone));
  let next = 1;
  for (const { first, rows: count } of pages) {
    expect(first).toBe(next);
    next += count;
  }
  expect(next).toBe(11_111);
});
