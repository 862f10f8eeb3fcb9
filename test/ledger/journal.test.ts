import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/errors.js';
import { Database } from '../../src/ledger/database.js';
import { requireFolded } from '../../src/ledger/journal.js';
import {
  again,
  all,
  end,
  ended,
  fileIn,
  inDoubt,
  intent,
  ledgerIn,
  ledgerWithRun,
  locked,
  outcome,
  owner,
  start,
} from './support.js';

const noted = (state: string): unknown => fileIn(state).prepare('SELECT count(*) AS n FROM journal').all()[0];
const settledIn = (state: string): unknown => fileIn(state).prepare('SELECT count(*) AS n FROM outcomes').all()[0];

describe('what happens to single rows', () => {
  it('is noted, and stands in the tables once somebody reads the run', async () => {
    const { state, session } = await ledgerWithRun({ durable: true });
    await session.settle([outcome(1)], [ended(await session.intend(intent([1])))]);
    expect(noted(state)).toEqual({ n: 2 });
    expect(settledIn(state)).toEqual({ n: 0 });

    const reader = await ledgerIn(state);
    expect(await all(reader.outcomes('r'))).toEqual([outcome(1)]);
    expect(noted(state)).toEqual({ n: 0 });
    expect(settledIn(state)).toEqual({ n: 1 });
  });

  it('never piles up, however many rows there are', async () => {
    const { state, ledger, session } = await ledgerWithRun();
    let most = 0;
    for (let row = 1; row <= 2500; row += 1) {
      await session.settle([outcome(row)]);
      if (row % 100 === 0) most = Math.max(most, Number(Object.values(Object(noted(state)))[0]));
    }
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(1000);
    expect(await all(ledger.outcomes('r'))).toEqual(Array.from({ length: 2500 }, (_, index) => outcome(index + 1)));
  });

  it('stands in the tables when the session has ended', async () => {
    const { state, session } = await ledgerWithRun();
    await session.settle([outcome(1)]);
    await session.end(end());
    expect(noted(state)).toEqual({ n: 0 });
    expect(settledIn(state)).toEqual({ n: 1 });
  });

  it('stands in the tables when the ledger was closed', async () => {
    const { state, ledger, session } = await ledgerWithRun();
    await session.settle([outcome(1)]);
    await ledger.close();
    expect(noted(state)).toEqual({ n: 0 });
    expect(settledIn(state)).toEqual({ n: 1 });
  });
});

it('keeps the order of what was noted and what was too much to be noted', async () => {
  const { ledger, session } = await ledgerWithRun({ durable: true });
  const person = { digits: '33639980001', call: '[]' };
  const rows = Array.from({ length: 200 }, (_, index) => index + 1);
  await session.settle([outcome(1, { message: 'noted first' }), outcome(2, { message: 'noted first' })]);
  await session.settle(rows.slice(1).map((row) => outcome(row, { message: 'together', person })));
  await session.settle([outcome(3, { message: 'noted last' })]);
  const messages = (await all(ledger.outcomes('r'))).slice(0, 4).map(({ message }) => message);
  expect(messages).toEqual(['noted first', 'together', 'noted last', 'together']);
});

it('does not forget whom a row was for with a fate that says nothing of it, noted or not', async () => {
  const { state, ledger, session } = await ledgerWithRun({ durable: true });
  const person = { digits: '33639980001', call: '[]' };
  await session.settle([outcome(1, { person }), outcome(2, { person })]);
  await session.settle([outcome(1)]);
  await ledger.counts('r');
  await session.settle([outcome(2)]);
  await ledger.counts('r');
  expect(fileIn(state).prepare('SELECT row, digits FROM outcomes ORDER BY row').all()).toEqual([
    { row: 1, digits: 33639980001 },
    { row: 2, digits: 33639980001 },
  ]);
});

it('gives the calls of a run keys that no other run has, in the order in which they left', async () => {
  const { ledger, session } = await ledgerWithRun({ durable: true });
  const other = await ledger.begin(start({ id: 's' }), null);
  const keys = [
    await session.intend(intent([1])),
    await other.intend(intent([1])),
    await session.intend(intent([2])),
    await (await ledger.reopen('r', again(), null)).intend(intent([3])),
  ];
  expect(new Set(keys).size).toBe(4);
  expect((await all(ledger.calls('r'))).map(({ rows }) => rows)).toEqual([[1], [2], [3]]);
});

it('leaves out a call whose key an older program has taken, and nothing else', async () => {
  const { state, ledger, session } = await ledgerWithRun({ durable: true });
  const key = await session.intend(intent([1]));
  const other = await ledger.begin(start({ id: 's' }), null);
  await ledger.counts('r');
  fileIn(state).exec(`INSERT INTO calls (key, run, rows, started_at, code, excerpt)
    SELECT ${key} + 1, key, '9', 1, '', '' FROM runs WHERE id = 's'`);
  await session.settle([outcome(2)], [ended(await session.intend(intent([2])))]);
  await session.settle([outcome(3)], [ended(await session.intend(intent([3])))]);
  await other.settle([outcome(9)]);
  expect(await all(ledger.outcomes('r'))).toEqual([inDoubt(1), outcome(2), outcome(3)]);
  expect((await all(ledger.calls('r'))).map(({ rows }) => rows)).toEqual([[1], [3]]);
  expect((await all(ledger.calls('s'))).map(({ rows }) => rows)).toEqual([[9]]);
});

it('does not let what cannot be folded of one run keep others from theirs', async () => {
  const { state, ledger, session } = await ledgerWithRun({ durable: true });
  await session.settle([outcome(1)]);
  fileIn(state).exec('UPDATE journal SET entries = \'[["outcome",1,[]]]\'');
  await expect(ledger.counts('r')).rejects.toThrow('the ledger cannot be written');
  const other = await ledger.begin(
    start({ id: 's', account: 'another' }),
    await locked(ledger, 'another', owner({ run: 's' })),
  );
  await other.settle([outcome(1)]);
  expect(await all(ledger.outcomes('s'))).toEqual([outcome(1)]);
  expect(await ledger.sentBefore('another', 't', [{ digits: '1', call: '[]' }])).toEqual([undefined]);
});

it('knows whom a run sent to that has the key of one that was forgotten', async () => {
  const { ledger, session } = await ledgerWithRun({ durable: true });
  const sent = (digits: string) => outcome(1, { status: 'ok', record: null, person: { digits, call: '[]' } });
  await session.settle([sent('111')]);
  await session.end(end());
  expect(await ledger.prune(Number.MAX_SAFE_INTEGER)).toBe(1);
  const later = await ledger.begin(start({ id: 's', account: 'another', durable: true }), null);
  await later.settle([sent('222')]);
  const [found] = await ledger.sentBefore('another', 't', [{ digits: '222', call: '[]' }]);
  expect(found).toMatchObject({ run: 's', row: 1 });
});

it('notes little at a time where records are large', async () => {
  const { state, session } = await ledgerWithRun();
  const record = ['x'.repeat(300_000)];
  for (let row = 1; row <= 20; row += 1) await session.settle([outcome(row, { record })]);
  const [found] = fileIn(state).prepare('SELECT total(length(entries)) AS characters FROM journal').all();
  expect(found).toEqual({ characters: expect.toSatisfy((size: number) => size < 1024 * 1024) });
});

it('folds a call whose end comes long after it', async () => {
  const { ledger, session } = await ledgerWithRun({ durable: true });
  const key = await session.intend(intent([1]));
  expect(await all(ledger.outcomes('r'))).toEqual([inDoubt(1)]);
  await session.settle([outcome(1)], [ended(key)]);
  expect(await all(ledger.outcomes('r'))).toEqual([outcome(1)]);
  expect(await all(ledger.calls('r'))).toMatchObject([{ rows: [1], durationMs: 42, verdict: 'answered' }]);
});

describe('a ledger that may only be read', () => {
  it('is refused when the process that noted something last has died, and not while it lives', async () => {
    const { state, session } = await ledgerWithRun({ durable: true });
    const path = join(state, 'ledger.db');
    await session.settle([outcome(1)]);
    const db = new Database(path, 'read');
    expect(() => requireFolded(db, path, new Set(['r']))).not.toThrow();
    expect(() => requireFolded(db, path, new Set(['another']))).toThrow(ConfigError);
    fileIn(state).exec('UPDATE runs SET dry_run = 1');
    expect(() => requireFolded(new Database(path, 'read'), path, new Set())).not.toThrow();
    fileIn(state).exec('UPDATE runs SET dry_run = 0');
    const again = new Database(path, 'read');
    expect(() => requireFolded(again, path, new Set())).toThrow('the work on run r was cut short');
  });

  it('is not refused when nothing is noted', async () => {
    const { state, session } = await ledgerWithRun({ durable: true });
    await session.settle([outcome(1)]);
    await session.end(end());
    const db = new Database(join(state, 'ledger.db'), 'read');
    expect(() => requireFolded(db, 'ledger.db', new Set())).not.toThrow();
    db.close();
  });
});

describe('what cannot be folded for want of room', () => {
  it('is folded for the eyes of the reader alone, until that writes something', async () => {
    const { state } = await ledgerWithRun();
    const path = join(state, 'ledger.db');
    const [one, other] = [new Database(path), new Database(path)];
    const ids = (db: Database): unknown => db.read(() => db.prepare('SELECT id FROM runs').all());
    one.pretend(() => one.prepare("UPDATE runs SET id = 'pretended'").run([]));
    expect(ids(one)).toEqual([{ id: 'pretended' }]);
    expect(ids(other)).toEqual([{ id: 'r' }]);
    one.commit(false, () => one.prepare("UPDATE runs SET input = 'another.csv'").run([]));
    expect(ids(one)).toEqual([{ id: 'r' }]);
    one.pretend(() => one.prepare("UPDATE runs SET id = 'pretended'").run([]));
    one.close();
    expect(other.read(() => other.prepare('SELECT id, input FROM runs').all())).toEqual([
      { id: 'r', input: 'another.csv' },
    ]);
    other.close();
  });
});
