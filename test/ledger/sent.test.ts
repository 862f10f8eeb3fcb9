import type Database from 'libsql';
import { expect, it, vi } from 'vitest';
import type { Ledger, Person, RunStart } from '../../src/ledger/ledger.js';
import { type Outcome, STATUSES } from '../../src/model.js';
import { ACCOUNT, again, fileIn, foldedIn, folder, inDoubt, intent, ledgerIn, NOW, outcome, start } from './support.js';

const ZOE = person('33639980001');

function person(digits: string, call = '[["list_name","May"]]'): Person {
  return { digits, call };
}

/** A row that was sent to somebody. */
function sent(row: number, to: Person, fate: Partial<Outcome> = {}): Outcome {
  return outcome(row, { status: 'ok', attempts: 1, sentAt: NOW, record: null, person: to, ...fate });
}

/** A ledger in which run `r` has these rows, and another process that asks it. */
async function ledgerWith(
  rows: readonly Outcome[],
  run: Partial<RunStart> = {},
): Promise<{ state: string; ledger: Ledger }> {
  const state = await folder();
  const session = await (await ledgerIn(state)).begin(start({ durable: true, ...run }), null);
  await session.settle(rows);
  return { state, ledger: await ledgerIn(state) };
}

it('finds the numbers that another run sent to, in the order that was asked', async () => {
  const { ledger } = await ledgerWith([
    sent(1, person('999999999999999')),
    sent(2, ZOE),
    sent(3, person('1'), { status: 'unknown' }),
  ]);
  const asked = [ZOE, person('33639980002'), person('1'), ZOE, person('999999999999999'), person('999999999999998')];
  expect(await ledger.sentBefore(ACCOUNT, 's', asked)).toEqual([
    { run: 'r', row: 2, status: 'ok' },
    undefined,
    { run: 'r', row: 3, status: 'unknown' },
    { run: 'r', row: 2, status: 'ok' },
    { run: 'r', row: 1, status: 'ok' },
    undefined,
  ]);
  expect(await ledger.sentBefore(ACCOUNT, 's', [])).toEqual([]);
});

it.each(STATUSES.filter((status) => status !== 'ok' && status !== 'unknown'))(
  'does not find a row that is %s',
  async (status) => {
    const { ledger } = await ledgerWith([sent(1, ZOE), sent(2, person('1'))]);
    const session = await ledger.reopen('r', again(), null);
    await session.settle([sent(1, ZOE, { status })]);
    expect(await ledger.sentBefore(ACCOUNT, 's', [ZOE, person('1')])).toEqual([
      undefined,
      { run: 'r', row: 2, status: 'ok' },
    ]);
  },
);

it('does not find what the run itself sent, nor what another account or other call fields sent', async () => {
  const { ledger } = await ledgerWith([sent(1, ZOE)]);
  await ledger.begin(start({ id: 'next', durable: true }), null);
  await ledger.begin(start({ id: 'elsewhere', durable: true, account: 'another' }), null);
  await ledger.begin(start({ id: 'elsewhere again', durable: true, account: 'another' }), null);
  expect(await ledger.sentBefore(ACCOUNT, 'r', [ZOE])).toEqual([undefined]);
  expect(await ledger.sentBefore('another', 's', [ZOE])).toEqual([undefined]);
  expect(await ledger.sentBefore(ACCOUNT, 's', [person(ZOE.digits, '[["list_name","June"]]')])).toEqual([undefined]);
  expect(await ledger.sentBefore(ACCOUNT, 's', [ZOE])).toEqual([{ run: 'r', row: 1, status: 'ok' }]);
});

it('does not find rows of a run of which a repeat is harmless, whatever is said of them', async () => {
  const { state, ledger } = await ledgerWith([sent(1, ZOE)], { durable: false });
  await ledger.begin(start({ id: 'durable', durable: true }), null);
  expect(await ledger.sentBefore(ACCOUNT, 's', [ZOE])).toEqual([undefined]);
  expect((await foldedIn(state)).prepare('SELECT audience, digits FROM outcomes').all()).toEqual([
    { audience: null, digits: null },
  ]);
});

it('finds the row that was sent last, and of equals that of the later run', async () => {
  const { ledger } = await ledgerWith([sent(1, ZOE, { sentAt: NOW + 2 }), sent(2, person('1'))]);
  const later = await ledger.begin(start({ id: 'later', durable: true }), null);
  await later.settle([sent(7, ZOE, { sentAt: NOW + 1, status: 'unknown' }), sent(8, person('1'))]);
  expect(await ledger.sentBefore(ACCOUNT, 's', [ZOE, person('1')])).toEqual([
    { run: 'r', row: 1, status: 'ok' },
    { run: 'later', row: 8, status: 'ok' },
  ]);
  expect(await ledger.sentBefore(ACCOUNT, 'r', [ZOE])).toEqual([{ run: 'later', row: 7, status: 'unknown' }]);
});

it('takes a call in flight for sent, perhaps', async () => {
  const { ledger } = await ledgerWith([]);
  const session = await ledger.reopen('r', again(), null);
  await session.intend(intent([4], { outcomes: [inDoubt(4, { person: ZOE })] }));
  expect(await ledger.sentBefore(ACCOUNT, 's', [ZOE])).toEqual([{ run: 'r', row: 4, status: 'unknown' }]);
});

it.each(['ok', 'unknown'] as const)(
  'finds whom a row was for that is %s, and by now says nothing of it',
  async (status) => {
    const { ledger } = await ledgerWith([sent(1, ZOE, { status: 'unknown' }), sent(2, person('1'))]);
    const session = await ledger.reopen('r', again(), null);
    await session.settle([outcome(1, { status, attempts: 1, sentAt: NOW, record: null })]);
    expect(await ledger.sentBefore(ACCOUNT, 's', [ZOE, person('1')])).toEqual([
      { run: 'r', row: 1, status },
      { run: 'r', row: 2, status: 'ok' },
    ]);
  },
);

it('counts what a moved run sent for its new account, and no more for the old one', async () => {
  const lists = [ZOE, person(ZOE.digits, '[]'), person('1')];
  const { ledger } = await ledgerWith(lists.map((to, index) => sent(index + 1, to)));
  const stays = await ledger.begin(start({ id: 'stays', durable: true }), null);
  await stays.settle([sent(9, person('1'))]);
  const there = await ledger.begin(start({ id: 'there', durable: true, account: 'another' }), null);
  await there.settle([sent(5, person('2'))]);

  const session = await ledger.reopen('r', again({ account: 'another' }), null);
  await session.settle([sent(4, person('3'))]);
  const asked = [...lists, person('2'), person('3')];
  const of = (row: number) => ({ run: 'r', row, status: 'ok' });
  const elsewhere = { run: 'there', row: 5, status: 'ok' };
  expect(await ledger.sentBefore('another', 's', asked)).toEqual([of(1), of(2), of(3), elsewhere, of(4)]);
  const stayed = { run: 'stays', row: 9, status: 'ok' };
  expect(await ledger.sentBefore(ACCOUNT, 's', asked)).toEqual([undefined, undefined, stayed, undefined, undefined]);
});

it('forgets what a forgotten run sent, and nothing else', async () => {
  const { state, ledger } = await ledgerWith([sent(1, ZOE), sent(2, person('1'))]);
  const kept = { durable: true, startedAt: NOW + 10 };
  const other = await ledger.begin(start({ id: 'other', account: 'another', ...kept }), null);
  await other.settle([sent(1, person('1'))]);
  expect(await ledger.prune(NOW + 10)).toBe(1);
  expect(fileIn(state).prepare('SELECT account FROM audiences').all()).toEqual([{ account: 'another' }]);
  await ledger.begin(start({ id: 'next', ...kept }), null);
  expect(await ledger.sentBefore(ACCOUNT, 's', [ZOE, person('1')])).toEqual([undefined, undefined]);
  expect(await ledger.sentBefore('another', 's', [person('1')])).toEqual([{ run: 'other', row: 1, status: 'ok' }]);
});

it('asks twice when no other run of the account could have sent, and else once more for each person', async () => {
  const { state, ledger } = await ledgerWith([sent(1, ZOE)]);
  const statement: Database.Statement = Object.getPrototypeOf(fileIn(state).prepare('SELECT 1'));
  await ledger.prune(0);
  const asked = vi.spyOn(statement, 'all');
  await ledger.sentBefore(ACCOUNT, 'r', [ZOE, person('1'), person('2')]);
  expect(asked).toHaveBeenCalledTimes(2);
  await ledger.sentBefore(ACCOUNT, 's', [ZOE, person('1'), person('2')]);
  expect(asked).toHaveBeenCalledTimes(4 + 3);
  asked.mockRestore();
});
