import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/errors.js';
import { MIGRATIONS } from '../../src/ledger/schema.js';
import { openLedger } from '../../src/ledger/sqlite.js';
import { again, all, end, foldedIn, folder, ledgerIn, outcome, start } from './support.js';

async function modeOf(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o777).toString(8);
}

async function refusal(opening: Promise<unknown>): Promise<string> {
  const error = await opening.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ConfigError);
  return error instanceof Error ? error.message : '';
}

describe('opening a ledger', () => {
  it.runIf(process.platform === 'linux')('refuses a folder where none can be made', async () => {
    expect(await refusal(openLedger('/proc/x'))).toContain('/proc/x');
  });

  it.each([0o000, 0o022, 0o077, 0o277])('keeps others out under umask %o', async (umask) => {
    const state = join(await folder(), 'state');
    const before = process.umask(umask);
    try {
      const ledger = await ledgerIn(state);
      await ledger.begin(start(), null);
    } finally {
      process.umask(before);
    }
    expect(await modeOf(state)).toBe('700');
    for (const name of ['ledger.db', 'ledger.db-wal', 'ledger.db-shm']) {
      expect(await modeOf(join(state, name)), name).toBe('600');
    }
  });

  it('leaves the mode of a folder that was there, and closes a ledger that stood open to others', async () => {
    const state = join(await folder(), 'shared');
    await mkdir(state, { mode: 0o755 });
    await writeFile(join(state, 'ledger.db'), '', { mode: 0o644 });
    await ledgerIn(state);
    expect(await modeOf(state)).toBe('755');
    expect(await modeOf(join(state, 'ledger.db'))).toBe('600');
  });

  it('finds everything again after it was closed', async () => {
    const state = await folder();
    const first = await openLedger(state);
    const session = await first.begin(start(), null);
    await session.settle([outcome(1), outcome(2, { status: 'ok', record: null })]);
    await first.close();
    await first.close();

    const second = await ledgerIn(state);
    expect((await second.run('r'))?.input).toBe('contacts.csv');
    expect(await all(second.outcomes('r'))).toEqual([outcome(1), outcome(2, { status: 'ok', record: null })]);
  });

  it('commits what still waits when it is closed', async () => {
    const state = await folder();
    const first = await openLedger(state);
    const session = await first.begin(start(), null);
    const settled = session.settle([outcome(1)]);
    await first.close();
    await settled;

    expect(await all((await ledgerIn(state)).outcomes('r'))).toHaveLength(1);
  });

  it('has everything in the one file after it was closed', async () => {
    const state = await folder();
    const first = await openLedger(state);
    await first.begin(start(), null);
    await first.close();

    const copy = await folder();
    await writeFile(join(copy, 'ledger.db'), await readFile(join(state, 'ledger.db')));
    expect(await (await ledgerIn(copy)).runs()).toHaveLength(1);
  });

  it('can be done by two at once in a new folder', async () => {
    const state = join(await folder(), 'state');
    const [one, other] = await Promise.all([ledgerIn(state), ledgerIn(state)]);
    await Promise.all([one.begin(start({ id: 'a' }), null), other.begin(start({ id: 'b' }), null)]);
    expect((await one.runs()).map((run) => run.id)).toEqual(['b', 'a']);
  });
});

/** A ledger as an older program left it: one run that ended, one that crashed, three rows each. */
function olderLedger(state: string, version: number): void {
  const db = new Database(join(state, 'ledger.db'));
  for (const step of MIGRATIONS.slice(0, version)) db.exec(step);
  db.exec(`
    PRAGMA user_version = ${version};
    INSERT INTO runs (id, provider, account, input, format, delimiter, columns, dry_run, settings, started_at, durable)
      VALUES ('old', 'amoot', 'amoot someone', '-', 'csv', ',', '["mobile"]', 0, '{"country":"IR"}', 1000, 1),
        ('crashed', 'amoot', 'amoot someone', '-', 'csv', ',', '["mobile"]', 0, '{"country":"IR"}', 2000, 1);
    UPDATE runs SET end_status = 'stopped', stop = 'account', reason = 'no credit', exit = 4, rows = 3, calls = 2,
      retries = 1, throttled = 0, ended_at = 1500, report = '/home/someone/old.report.csv' WHERE id = 'old';
    INSERT INTO calls (run, rows, started_at, duration_ms, http_status, verdict, code, excerpt)
      VALUES (1, '1', 1100, 40, 200, 'answered', '', '');
    INSERT INTO outcomes
      SELECT runs.key, row.value, row.value + 1, status.value, '', '+989120000001', '', '', '', 1, 200, '', 1100, NULL
      FROM runs, json_each('[1, 2, 3]') AS row
      JOIN json_each('["ok", "not_sent", "not_sent"]') AS status ON status.key = row.key;
  `);
  db.close();
}

describe.each([1, 2])('a ledger of an older program (version %i)', (version) => {
  const ofOld = {
    provider: 'amoot',
    account: 'amoot someone',
    input: '-',
    inputPath: null,
    content: null,
    bytes: null,
    rowsExpected: null,
    format: 'csv',
    delimiter: ',',
    encoding: 'utf-8',
    bom: false,
    quoting: 'minimal',
    lineEnd: 'lf',
    columns: ['mobile'],
    dryRun: false,
    settings: { country: 'IR' },
    durable: true,
    rejects: '',
    defuse: true,
    sessions: 1,
  };

  it('keeps its runs, each with the one session it was', async () => {
    const state = await folder();
    olderLedger(state, version);
    const ledger = await ledgerIn(state);
    const report = '/home/someone/old.report.csv';
    const ending = {
      ...end({ status: 'stopped', stop: 'account', reason: 'no credit', exit: 4, rows: 3, left: 2, calls: 2 }),
      ...{ retries: 1, endedAt: 1500, report },
    };
    expect(await ledger.runs()).toEqual([
      { id: 'crashed', ...ofOld, startedAt: 2000, report: '', end: null },
      { id: 'old', ...ofOld, startedAt: 1000, report, end: ending },
    ]);
    expect(await ledger.sessions('old')).toEqual([
      { number: 1, kind: 'import', startedAt: 1000, notices: [], end: ending },
    ]);
    expect(await ledger.sessions('crashed')).toEqual([
      { number: 1, kind: 'import', startedAt: 2000, notices: [], end: null },
    ]);
    expect((await ledger.counts('old')).counts).toMatchObject({ ok: 1, not_sent: 2 });
    expect((await foldedIn(state)).prepare('SELECT rows, session, verdict FROM calls').all()).toEqual([
      { rows: '1', session: 1, verdict: 'answered' },
    ]);
  });

  it('takes new runs, goes on with old ones and forgets them', async () => {
    const state = await folder();
    olderLedger(state, version);
    const ledger = await ledgerIn(state);
    await ledger.begin(start({ id: 'new', startedAt: 3000 }), null);
    const session = await ledger.reopen('old', again({ startedAt: 3000, account: 'amoot someone' }), null);
    expect(session.number).toBe(2);
    await session.settle([outcome(2)]);
    expect((await all(ledger.fates('old'))).map((fate) => fate.status)).toEqual(['ok', 'failed', 'not_sent']);
    expect(await ledger.prune(3000)).toBe(1);
    expect((await ledger.runs()).map((run) => run.id)).toEqual(['new', 'old']);
  });
});

describe('a ledger that cannot be used', () => {
  it('is refused, and left as it is, when a newer program made it', async () => {
    const state = await folder();
    await (await openLedger(state)).close();
    const path = join(state, 'ledger.db');
    const db = new Database(path);
    db.exec('PRAGMA user_version = 8');
    db.close();

    const message = await refusal(openLedger(state));
    expect(message).toContain(path);
    expect(message).toContain('made by a newer contact-push (its schema is version 8, this program knows 6)');
    const after = new Database(path);
    expect(after.pragma('user_version')).toEqual([{ user_version: 8 }]);
    after.close();
  });

  it('is refused in one line when the file is no database', async () => {
    const state = await folder();
    const text = 'mobile,name\n+33639980001,Zoé\n'.repeat(50);
    await writeFile(join(state, 'ledger.db'), text);

    const message = await refusal(openLedger(state));
    expect(message).toBe(`${join(state, 'ledger.db')}: the ledger cannot be opened (file is not a database)`);
    expect(await readFile(join(state, 'ledger.db'), 'utf8')).toBe(text);
  });

  it('is refused in one line when the folder cannot be made', async () => {
    const file = join(await folder(), 'a file');
    await writeFile(file, '');
    const message = await refusal(openLedger(join(file, 'state')));
    expect(message).toMatch(/the ledger cannot be opened \(.*not a directory.*\)$/);
  });

  it('is refused when a folder has its name', async () => {
    const state = await folder();
    await mkdir(join(state, 'ledger.db'));
    expect(await refusal(openLedger(state))).toMatch(/^[^\n]*the ledger cannot be opened[^\n]*$/);
  });

  it.skipIf(process.getuid?.() === 0)('is refused when the folder may not be written', async () => {
    const state = join(await folder(), 'locked');
    await mkdir(state, { mode: 0o500 });
    expect(await refusal(openLedger(state))).toContain('permission denied');
  });
});
