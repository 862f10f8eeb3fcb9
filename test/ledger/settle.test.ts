import { join } from 'node:path';
import Database from 'libsql';
import { describe, expect, it, vi } from 'vitest';
import { StorageError } from '../../src/errors.js';
import {
  all,
  end,
  ended,
  fileIn,
  foldedIn,
  inDoubt,
  intent,
  ledgerIn,
  ledgerWithRun,
  NOW,
  outcome,
  start,
} from './support.js';

describe('settling', () => {
  it('lets the later fate of a row replace the earlier', async () => {
    const { ledger, session } = await ledgerWithRun();
    await session.settle([outcome(1), outcome(2)]);
    await session.settle([outcome(1, { status: 'ok', result: 'added', record: null })]);
    expect(await all(ledger.outcomes('r'))).toEqual([
      outcome(1, { status: 'ok', result: 'added', record: null }),
      outcome(2),
    ]);
  });

  it('keeps the rows of each run apart', async () => {
    const { ledger, session } = await ledgerWithRun();
    const other = await ledger.begin(start({ id: 's' }), null);
    await session.settle([outcome(1)]);
    await other.settle([outcome(1, { message: 'of s' })]);
    expect((await all(ledger.outcomes('r'))).map((found) => found.message)).toEqual(['connection refused']);
    expect((await all(ledger.outcomes('s'))).map((found) => found.message)).toEqual(['of s']);
  });

  it('is seen by another reader as soon as its promise resolves', async () => {
    const { state, session } = await ledgerWithRun();
    const reader = await ledgerIn(state);
    await session.settle([outcome(1)]);
    expect(await all(reader.outcomes('r'))).toHaveLength(1);
  });

  it('takes moments between two milliseconds', async () => {
    const { ledger, session } = await ledgerWithRun();
    await session.settle([outcome(1, { sentAt: 1000.4 })]);
    expect((await all(ledger.outcomes('r')))[0]?.sentAt).toBe(1000);
  });

  it('does not give back whom a row was for', async () => {
    const { ledger, session } = await ledgerWithRun({ durable: true });
    await session.settle([outcome(1, { person: { digits: '33639980001', call: '[]' } })]);
    expect(await all(ledger.outcomes('r'))).toEqual([outcome(1)]);
  });
});

describe('a call', () => {
  const calls = 'SELECT rows, session, started_at, duration_ms, http_status, verdict, code, excerpt FROM calls';
  const inFlight = { duration_ms: null, http_status: null, verdict: null, code: '', excerpt: '' };

  it('stands in the ledger before it leaves, its rows as ranges and in doubt', async () => {
    const { state, session } = await ledgerWithRun({ durable: true });
    await session.intend(intent([1, 2, 3, 7], { startedAt: NOW + 0.4 }));
    expect((await foldedIn(state)).prepare(calls).all()).toEqual([
      { rows: '1-3,7', session: 1, started_at: NOW, ...inFlight },
    ]);
    expect(await all((await ledgerIn(state)).outcomes('r'))).toEqual([1, 2, 3, 7].map((row) => inDoubt(row)));
  });

  it('says nothing of rows that may go again', async () => {
    const { state, ledger, session } = await ledgerWithRun();
    await session.intend(intent([1], { outcomes: [] }));
    expect((await foldedIn(state)).prepare(calls).all()).toHaveLength(1);
    expect(await all(ledger.outcomes('r'))).toEqual([]);
  });

  it('gets its end by its key, whatever the order they end in, and its rows their fates', async () => {
    const { state, ledger, session } = await ledgerWithRun({ durable: true });
    const [first, second] = await Promise.all([session.intend(intent([1, 2])), session.intend(intent([3]))]);
    const silent = { httpStatus: null, verdict: 'no_reply', code: 'timeout_after_send', excerpt: 'cut\0here' } as const;
    await session.settle([outcome(3)], [ended(second, silent)]);
    expect((await foldedIn(state)).prepare(calls).all()).toMatchObject([
      { rows: '1-2', ...inFlight },
      {
        rows: '3',
        duration_ms: 42,
        http_status: null,
        verdict: 'no_reply',
        code: 'timeout_after_send',
        excerpt: 'cut\ufffdhere',
      },
    ]);
    await session.settle([outcome(1), outcome(2)], [ended(first)]);
    expect((await foldedIn(state)).prepare(calls).all()[0]).toMatchObject({
      duration_ms: 42,
      http_status: 200,
      verdict: 'answered',
    });
    expect(await all(ledger.outcomes('r'))).toEqual([outcome(1), outcome(2), outcome(3)]);
  });

  it('is not ended by another run', async () => {
    const { state, ledger, session } = await ledgerWithRun();
    const key = await session.intend(intent([1]));
    const other = await ledger.begin(start({ id: 's' }), null);
    await other.settle([], [ended(key)]);
    expect((await foldedIn(state)).prepare(calls).all()).toMatchObject([inFlight]);
  });
});

it('syncs the disk at each commit of what left while a repeat may harm, and only then', async () => {
  const pragma = vi.spyOn(Database.prototype, 'pragma');
  const levels = () =>
    pragma.mock.calls
      .splice(0)
      .map(([source]) => source)
      .filter((source) => source.includes('synchronous'));
  const { ledger, session } = await ledgerWithRun({ durable: false });
  expect(levels()).toEqual(['synchronous = NORMAL']);
  const durable = await ledger.begin(start({ id: 'durable', durable: true }), null);
  expect(levels()).toEqual(['synchronous = FULL']);
  await session.settle([outcome(2)], [ended(await session.intend(intent([2])))]);
  expect(levels()).toEqual(['synchronous = NORMAL']);
  await Promise.all([session.intend(intent([1])), durable.intend(intent([1]))]);
  expect(levels()).toEqual(['synchronous = FULL']);
  await durable.settle([outcome(2, { attempts: 0 })]);
  expect(levels()).toEqual(['synchronous = NORMAL']);
  await Promise.all([session.settle([outcome(1)]), durable.settle([outcome(1)])]);
  expect(levels()).toEqual(['synchronous = FULL']);
  pragma.mockRestore();
});

describe('what comes in the same moment', () => {
  it('takes effect in the order it was given, and resolves in that order', async () => {
    const { ledger, session } = await ledgerWithRun();
    const resolved: string[] = [];
    const settle = async (message: string) => {
      await session.settle([outcome(1, { message })]);
      resolved.push(message);
    };
    const intend = async (message: string) => {
      await session.intend(intent([1], { outcomes: [inDoubt(1, { message })] }));
      resolved.push(message);
    };
    await Promise.all([settle('first'), intend('second'), settle('third'), intend('fourth')]);
    expect(resolved).toEqual(['first', 'second', 'third', 'fourth']);
    expect((await all(ledger.outcomes('r'))).map((found) => found.message)).toEqual(['fourth']);
  });

  it('shares one transaction, over all runs', async () => {
    const { ledger, session } = await ledgerWithRun();
    const other = await ledger.begin(start({ id: 's' }), null);
    const exec = vi.spyOn(Database.prototype, 'exec');
    await Promise.all([session.settle([outcome(1)]), session.intend(intent([2])), other.settle([outcome(1)])]);
    expect(exec.mock.calls.map(([sql]) => sql)).toEqual(['BEGIN IMMEDIATE', 'COMMIT']);
    exec.mockRestore();
  });

  it('is kept before the session is ended', async () => {
    const { ledger, session } = await ledgerWithRun();
    const settled = session.settle([outcome(1)]);
    await session.end(end());
    expect(await all(ledger.outcomes('r'))).toHaveLength(1);
    await settled;
  });

  it('is rejected together when it cannot be kept, and what comes later is not', async () => {
    const { state, ledger, session } = await ledgerWithRun({ durable: true });
    fileIn(state).exec(`CREATE TRIGGER full BEFORE INSERT ON journal WHEN NEW.entries LIKE '%13%'
      BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END`);
    const person = { digits: '33639980001', call: '[]' };

    const group = await Promise.allSettled([
      session.settle([outcome(1, { person })]),
      session.intend(intent([12, 13])),
      session.settle([outcome(2)]),
    ]);
    for (const { status, reason } of group.map((one) => ({ reason: undefined, ...one }))) {
      expect(status).toBe('rejected');
      expect(reason).toBeInstanceOf(StorageError);
      expect(reason).toMatchObject({
        message: `${join(state, 'ledger.db')}: the ledger cannot be written (database or disk is full)`,
        cause: expect.any(Error),
      });
    }
    expect(await all(ledger.outcomes('r'))).toEqual([]);
    expect(fileIn(state).prepare('SELECT count(*) AS n FROM calls').all()).toEqual([{ n: 0 }]);

    await session.settle([outcome(14, { person, status: 'ok' })]);
    expect((await all(ledger.outcomes('r'))).map((found) => found.row)).toEqual([14]);
    expect(await ledger.sentBefore(start().account, 'r', [person])).toEqual([undefined]);
    await ledger.begin(start({ id: 's', durable: true }), null);
    expect(await ledger.sentBefore(start().account, 's', [person])).toEqual([{ run: 'r', row: 14, status: 'ok' }]);
  });

  it('is refused after the ledger was closed', async () => {
    const { ledger, session } = await ledgerWithRun();
    await ledger.close();
    await expect(session.settle([outcome(1)])).rejects.toThrow(StorageError);
    await expect(session.intend(intent([1]))).rejects.toThrow(StorageError);
    await expect(session.end(end())).rejects.toThrow(StorageError);
  });
});
