import { join } from 'node:path';
import Database from 'libsql';
import { describe, expect, it, vi } from 'vitest';
import { StorageError } from '../../src/errors.js';
import { all, call, end, folder, ledgerIn, ledgerWithRun, outcome, start } from './support.js';

describe('settling', () => {
  it('lets the later fate of a row replace the earlier', async () => {
    const ledger = await ledgerWithRun();
    await ledger.settle('r', [outcome(1), outcome(2)]);
    await ledger.settle('r', [outcome(1, { status: 'ok', result: 'added', record: null })]);
    expect(await all(ledger.outcomes('r'))).toEqual([
      outcome(1, { status: 'ok', result: 'added', record: null }),
      outcome(2),
    ]);
  });

  it('keeps the rows of each run apart', async () => {
    const ledger = await ledgerWithRun();
    await ledger.begin(start({ id: 's' }));
    await ledger.settle('r', [outcome(1)]);
    await ledger.settle('s', [outcome(1, { message: 'of s' })]);
    expect((await all(ledger.outcomes('r'))).map((found) => found.message)).toEqual(['connection refused']);
    expect((await all(ledger.outcomes('s'))).map((found) => found.message)).toEqual(['of s']);
  });

  it('is seen by another reader as soon as its promise resolves', async () => {
    const state = await folder();
    const ledger = await ledgerIn(state);
    const reader = await ledgerIn(state);
    await ledger.begin(start());
    await ledger.settle('r', [outcome(1)]);
    expect(await all(reader.outcomes('r'))).toHaveLength(1);
  });

  it('keeps calls, with their rows as ranges', async () => {
    const state = await folder();
    const ledger = await ledgerIn(state);
    await ledger.begin(start());
    await ledger.settle(
      'r',
      [],
      [
        call([1, 2, 3, 7], { durationMs: 41.6 }),
        call([8], { httpStatus: null, verdict: 'no_reply', code: 'timeout_after_send', excerpt: 'cut\0here' }),
      ],
    );
    const db = new Database(join(state, 'ledger.db'));
    expect(db.prepare('SELECT rows, duration_ms, http_status, verdict, code, excerpt FROM calls').all()).toEqual([
      { rows: '1-3,7', duration_ms: 42, http_status: 200, verdict: 'answered', code: '', excerpt: '' },
      {
        rows: '8',
        duration_ms: 42,
        http_status: null,
        verdict: 'no_reply',
        code: 'timeout_after_send',
        excerpt: 'cut\ufffdhere',
      },
    ]);
    db.close();
  });

  it('takes moments between two milliseconds', async () => {
    const ledger = await ledgerWithRun();
    await ledger.settle('r', [outcome(1, { sentAt: 1000.4 })]);
    expect((await all(ledger.outcomes('r')))[0]?.sentAt).toBe(1000);
  });

  it('syncs the disk at each commit while a run is written in which a repeat may harm, and only then', async () => {
    const pragma = vi.spyOn(Database.prototype, 'pragma');
    const levels = () => pragma.mock.calls.map(([source]) => source).filter((source) => source.includes('synchronous'));
    const ledger = await ledgerWithRun({ durable: false });
    expect(levels()).toEqual(['synchronous = NORMAL']);
    await ledger.begin(start({ id: 'durable', durable: true }));
    await Promise.all([ledger.settle('r', [outcome(1)]), ledger.settle('durable', [outcome(1)])]);
    expect(levels()).toEqual(['synchronous = NORMAL', 'synchronous = FULL']);
    await ledger.settle('r', [outcome(2)]);
    expect(levels()).toEqual(['synchronous = NORMAL', 'synchronous = FULL', 'synchronous = NORMAL']);
    pragma.mockRestore();
  });
});

describe('what is settled in the same moment', () => {
  it('takes effect in the order it was given, and resolves in that order', async () => {
    const ledger = await ledgerWithRun();
    const resolved: string[] = [];
    await Promise.all(
      ['first', 'second', 'third'].map(async (message) => {
        await ledger.settle('r', [outcome(1, { message })]);
        resolved.push(message);
      }),
    );
    expect(resolved).toEqual(['first', 'second', 'third']);
    expect((await all(ledger.outcomes('r'))).map((found) => found.message)).toEqual(['third']);
  });

  it('is kept before the run is ended', async () => {
    const ledger = await ledgerWithRun();
    const settled = ledger.settle('r', [outcome(1)]);
    await ledger.end('r', end());
    expect(await all(ledger.outcomes('r'))).toHaveLength(1);
    await settled;
  });

  it('is rejected together when it cannot be kept, and what comes later is not', async () => {
    const state = await folder();
    const ledger = await ledgerIn(state);
    await ledger.begin(start());
    const db = new Database(join(state, 'ledger.db'));
    db.exec(`CREATE TRIGGER full BEFORE INSERT ON outcomes WHEN NEW.row = 13
      BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END`);
    db.close();

    const group = await Promise.allSettled([
      ledger.settle('r', [outcome(1)]),
      ledger.settle('r', [outcome(12), outcome(13)]),
      ledger.settle('r', [outcome(2)]),
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

    await ledger.settle('r', [outcome(14)]);
    expect((await all(ledger.outcomes('r'))).map((found) => found.row)).toEqual([14]);
  });

  it('is refused after the ledger was closed', async () => {
    const ledger = await ledgerWithRun();
    await ledger.close();
    await expect(ledger.settle('r', [outcome(1)])).rejects.toThrow(StorageError);
  });
});
