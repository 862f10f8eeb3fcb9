import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite from 'libsql';
import { describe, expect, it } from 'vitest';
import { StorageError } from '../../src/errors.js';
import { Database } from '../../src/ledger/database.js';
import { MIGRATIONS } from '../../src/ledger/schema.js';
import { openHistory, openLedger } from '../../src/ledger/sqlite.js';
import {
  again,
  all,
  deadPid,
  end,
  ended,
  fileIn,
  folder,
  intent,
  ledgerIn,
  ledgerWithRun,
  locked,
  NOW,
  outcome,
  owner,
  start,
} from './support.js';

const NONE = { ok: 0, duplicate: 0, invalid: 0, rejected: 0, failed: 0, unknown: 0, not_sent: 0 };
const ok = (row: number) => outcome(row, { status: 'ok', result: 'added', record: null });

describe('the life of one row', () => {
  it('is its latest fate', async () => {
    const { ledger, session } = await ledgerWithRun();
    await session.settle([outcome(1), outcome(7)]);
    await session.settle([ok(7)]);
    expect(await ledger.outcome('r', 7)).toEqual(ok(7));
    expect(await ledger.outcome('r', 8)).toBeUndefined();
  });

  it('is every call that it was in, of all sessions, in the order in which they began', async () => {
    const { ledger, session } = await ledgerWithRun();
    const first = await session.intend(intent([1, 2, 3, 17], { outcomes: [] }));
    await session.settle(
      [],
      [ended(first, { httpStatus: 400, verdict: 'refused', code: 'bad_batch', excerpt: '{"code":1}' })],
    );
    const others = [[1], [2], [1, 3], [17, 7]];
    const keys = await Promise.all(others.map((rows) => session.intend(intent(rows, { outcomes: [] }))));
    await session.settle(
      [],
      keys.slice(0, 3).map((key) => ended(key)),
    );
    const later = await ledger.reopen('r', again(), null);
    await later.intend(intent([7], { startedAt: NOW + 90_000, outcomes: [] }));

    expect(await all(ledger.callsWith('r', 17))).toEqual([
      {
        ...{ session: 1, rows: [1, 2, 3, 17], startedAt: NOW + 500, durationMs: 42, httpStatus: 400 },
        ...{ verdict: 'refused', code: 'bad_batch', excerpt: '{"code":1}' },
      },
      {
        ...{ session: 1, rows: [17, 7], startedAt: NOW + 500, durationMs: 0, httpStatus: null },
        ...{ verdict: 'no_reply', code: 'interrupted', excerpt: '' },
      },
    ]);
    expect((await all(ledger.callsWith('r', 7))).map(({ session, verdict }) => [session, verdict])).toEqual([
      [1, 'no_reply'],
      [2, null],
    ]);
    expect(await all(ledger.callsWith('r', 70))).toEqual([]);
  });

  it('is found among many calls, and holds a page of them at a time', async () => {
    const { ledger, session } = await ledgerWithRun();
    const calls = Array.from({ length: 1000 }, (_, index) => intent([2 * index + 1, 2 * index + 2], { outcomes: [] }));
    await Promise.all([...calls, ...calls, intent([1500], { outcomes: [] })].map((each) => session.intend(each)));
    const pages = [];
    for await (const page of ledger.callsWith('r', 1500)) pages.push(page.map(({ rows }) => rows));
    expect(pages.flat()).toEqual([[1499, 1500], [1499, 1500], [1500]]);
    expect(pages.length).toBeGreaterThan(1);
  });
});

describe('all calls of a run', () => {
  it('come in the order in which they began, those of all sessions, and those of no other run', async () => {
    const { ledger, session } = await ledgerWithRun();
    const other = await ledger.begin(start({ id: 'other' }), null);
    const first = await session.intend(intent([1, 2], { outcomes: [] }));
    await other.intend(intent([5], { outcomes: [] }));
    await session.intend(intent([3], { outcomes: [] }));
    await session.settle([], [ended(first)]);
    const later = await ledger.reopen('r', again(), null);
    await later.intend(intent([3], { startedAt: NOW + 90_000, outcomes: [] }));
    expect((await all(ledger.calls('r'))).map(({ session, rows, verdict }) => [session, rows, verdict])).toEqual([
      [1, [1, 2], 'answered'],
      [1, [3], 'no_reply'],
      [2, [3], null],
    ]);
    expect(await all(ledger.calls('r'))).toContainEqual({
      ...{ session: 1, rows: [1, 2], startedAt: NOW + 500, durationMs: 42, httpStatus: 200 },
      ...{ verdict: 'answered', code: '', excerpt: '' },
    });
  });

  it('are read a page at a time, each once', async () => {
    const { ledger, session } = await ledgerWithRun();
    await Promise.all(Array.from({ length: 1000 }, (_, at) => session.intend(intent([at + 1], { outcomes: [] }))));
    const sizes = [];
    const rows = [];
    for await (const page of ledger.calls('r')) {
      sizes.push(page.length);
      rows.push(...page.flatMap((call) => call.rows));
    }
    expect(Math.max(...sizes)).toBeLessThan(1000);
    expect(rows).toEqual(Array.from({ length: 1000 }, (_, at) => at + 1));
    expect(await all(ledger.calls('r'))).toHaveLength(1000);
  });

  it('are none where there are none, and none of a run that is not there', async () => {
    const { ledger } = await ledgerWithRun();
    expect(await all(ledger.calls('r'))).toEqual([]);
    await expect(all(ledger.calls('x'))).rejects.toThrow('the ledger has no run x');
  });
});

describe('counts of a run that has ended', () => {
  it('are those of all its rows, and are not counted again', async () => {
    const { ledger, session, state } = await ledgerWithRun();
    await session.settle([ok(1), ok(2), outcome(3), outcome(4, { status: 'ok', result: 'updated', record: null })]);
    await session.end(end());
    const counted = { counts: { ...NONE, ok: 3, failed: 1 }, results: { added: 2, updated: 1 } };
    expect(await ledger.counts('r')).toEqual(counted);
    // Nobody does this: it tells whether rows are read.
    fileIn(state).exec('DELETE FROM outcomes');
    expect(await ledger.counts('r')).toEqual(counted);
  });

  it('are counted anew while another session goes on', async () => {
    const { ledger, session } = await ledgerWithRun();
    await session.settle([ok(1), outcome(2)]);
    await session.end(end());
    const later = await ledger.reopen('r', again({ kind: 'retry' }), null);
    await later.settle([ok(2)]);
    expect((await ledger.counts('r')).counts).toEqual({ ...NONE, ok: 2 });
    await later.end(end());
    expect((await ledger.counts('r')).counts).toEqual({ ...NONE, ok: 2 });
  });

  it('hold what came later: of the session itself, and of one that was taken over', async () => {
    const { ledger, session } = await ledgerWithRun();
    await session.settle([outcome(1)]);
    await session.end(end());
    await session.settle([ok(1)]);
    expect((await ledger.counts('r')).counts).toEqual({ ...NONE, ok: 1 });

    const state = await folder();
    const [one, other] = [await ledgerIn(state), await ledgerIn(state)];
    const lost = await one.begin(start(), await locked(one, undefined, owner({ pid: await deadPid() })));
    await lost.settle([outcome(1), outcome(2)]);
    const taking = await other.reopen('r', again(), await locked(other));
    await taking.end(end());
    await lost.settle([ok(2), outcome(1)]);
    expect((await other.counts('r')).counts).toEqual({ ...NONE, ok: 1, failed: 1 });
  });

  it('are made for the runs of an older program', async () => {
    const state = await folder();
    const db = new Sqlite(join(state, 'ledger.db'));
    for (const step of MIGRATIONS.slice(0, 3)) db.exec(step);
    const columns = 'id, provider, account, input, format, delimiter, columns, dry_run, settings, started_at, durable';
    db.exec(`
      PRAGMA user_version = 3;
      INSERT INTO runs (${columns}, report, rejects)
        VALUES ('old', 'amoot', 'a', '-', 'csv', ',', '["m"]', 0, '{}', 1000, 1, '', ''),
          ('crashed', 'amoot', 'a', '-', 'csv', ',', '["m"]', 0, '{}', 2000, 1, '', '');
      INSERT INTO sessions (run, number, kind, started_at, end_status, reason, exit, rows, rows_left, calls, retries, throttled, ended_at)
        VALUES (1, 1, 'import', 1000, 'finished', '', 3, 2, 0, 1, 0, 0, 1500), (2, 1, 'import', 2000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
      INSERT INTO outcomes (run, row, line, status, result, phone, code, field, message, attempts, provider_id)
        VALUES (1, 1, 2, 'ok', 'created', '', '', '', '', 1, ''), (1, 2, 3, 'rejected', '', '', '', '', '', 1, ''),
          (2, 1, 2, 'ok', 'created', '', '', '', '', 1, '');
    `);
    db.close();
    const ledger = await ledgerIn(state);
    expect((await ledger.counts('crashed')).counts).toEqual({ ...NONE, ok: 1 });
    fileIn(state).exec('DELETE FROM outcomes');
    expect(await ledger.counts('old')).toEqual({ counts: { ...NONE, ok: 1, rejected: 1 }, results: { created: 1 } });
    expect((await ledger.counts('crashed')).counts).toEqual(NONE);
  });
});

it('gives as many of the newest runs as are asked for', async () => {
  const ledger = await ledgerIn(await folder());
  for (const id of ['a', 'b', 'c']) await ledger.begin(start({ id }), null);
  expect((await ledger.runs(2)).map(({ id }) => id)).toEqual(['c', 'b']);
  expect(await ledger.runs()).toHaveLength(3);
});

it('knows the runs that a live process is at work on', async () => {
  const ledger = await ledgerIn(await folder());
  await locked(ledger, 'a', owner({ run: 'mine' }));
  await locked(ledger, 'b', owner({ run: 'of the dead', pid: await deadPid() }));
  await locked(ledger, 'c', owner({ run: 'elsewhere', host: 'another' }));
  expect(await ledger.working(NOW + 59_000)).toEqual(new Set(['mine', 'elsewhere']));
  expect(await ledger.working(NOW + 60_000)).toEqual(new Set());
});

describe('a ledger that is opened to be read', () => {
  it('is made nowhere', async () => {
    const state = await folder();
    expect(await openHistory(join(state, 'not there'))).toBeUndefined();
    expect(await openHistory(state)).toBeUndefined();
    await writeFile(join(state, 'file'), '');
    expect(await openHistory(join(state, 'file'))).toBeUndefined();
    expect(await readdir(state)).toEqual(['file']);
  });

  it('can be read while another process writes it', async () => {
    const { state, session } = await ledgerWithRun();
    const history = await openHistory(state);
    expect((await history?.counts('r'))?.counts).toEqual(NONE);
    await session.settle([ok(1)]);
    expect((await history?.counts('r'))?.counts).toEqual({ ...NONE, ok: 1 });
    await history?.close();
  });
});

/** The file of a ledger that was left whole, without the log beside it. */
async function still(): Promise<string> {
  const state = await folder();
  const ledger = await openLedger(state);
  const session = await ledger.begin(start(), null);
  await session.settle([ok(1)]);
  await ledger.close();
  for (const name of ['ledger.db-wal', 'ledger.db-shm']) await rm(join(state, name));
  return state;
}

describe('a database that may not be written', () => {
  const rows = (db: Database): unknown => db.read(() => db.prepare('SELECT row, status FROM outcomes').all());

  it('is read as it is, and nothing is made beside it', async () => {
    const state = await still();
    const db = new Database(join(state, 'ledger.db'), 'read');
    expect(rows(db)).toEqual([{ row: 1, status: 'ok' }]);
    expect(() => db.commit(false, () => db.prepare('DELETE FROM runs').run([]))).toThrow(StorageError);
    db.close();
    expect(await readdir(state)).toEqual(['ledger.db']);
  });

  it('is read with what stands in its log alone', async () => {
    const { state, session } = await ledgerWithRun();
    await session.settle([ok(1)]);
    await session.end(end());
    const db = new Database(join(state, 'ledger.db'), 'read');
    expect(rows(db)).toEqual([{ row: 1, status: 'ok' }]);
    db.close();
  });

  it('is no longer believed once another process begins to write it', async () => {
    const state = await still();
    const db = new Database(join(state, 'ledger.db'), 'read');
    await ledgerIn(state);
    expect(() => rows(db)).toThrow('another process began to write it');
    db.close();
  });

  it('is refused, and left as it is, when an older program made it', async () => {
    const state = await folder();
    const path = join(state, 'ledger.db');
    const older = new Sqlite(path);
    older.exec(`${MIGRATIONS[0]}; PRAGMA user_version = 1`);
    older.close();
    expect(() => new Database(path, 'read')).toThrow('made by an older contact-push (its schema is version 1');
    expect(fileIn(state).pragma('user_version')).toEqual([{ user_version: 1 }]);
  });
});
