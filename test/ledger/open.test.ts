import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/errors.js';
import { openLedger } from '../../src/ledger/sqlite.js';
import { all, folder, ledgerIn, outcome, start } from './support.js';

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
  it.each([0o000, 0o022, 0o077, 0o277])('keeps others out under umask %o', async (umask) => {
    const state = join(await folder(), 'state');
    const before = process.umask(umask);
    try {
      const ledger = await ledgerIn(state);
      await ledger.begin(start());
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
    await first.begin(start());
    await first.settle('r', [outcome(1), outcome(2, { status: 'ok', record: null })]);
    await first.close();
    await first.close();

    const second = await ledgerIn(state);
    expect((await second.run('r'))?.input).toBe('contacts.csv');
    expect(await all(second.outcomes('r'))).toEqual([outcome(1), outcome(2, { status: 'ok', record: null })]);
  });

  it('commits what still waits when it is closed', async () => {
    const state = await folder();
    const first = await openLedger(state);
    await first.begin(start());
    const settled = first.settle('r', [outcome(1)]);
    await first.close();
    await settled;

    expect(await all((await ledgerIn(state)).outcomes('r'))).toHaveLength(1);
  });

  it('has everything in the one file after it was closed', async () => {
    const state = await folder();
    const first = await openLedger(state);
    await first.begin(start());
    await first.close();

    const copy = await folder();
    await writeFile(join(copy, 'ledger.db'), await readFile(join(state, 'ledger.db')));
    expect(await (await ledgerIn(copy)).runs()).toHaveLength(1);
  });

  it('can be done by two at once in a new folder', async () => {
    const state = join(await folder(), 'state');
    const [one, other] = await Promise.all([ledgerIn(state), ledgerIn(state)]);
    await Promise.all([one.begin(start({ id: 'a' })), other.begin(start({ id: 'b' }))]);
    expect((await one.runs()).map((run) => run.id)).toEqual(['b', 'a']);
  });
});

describe('a ledger of an older program', () => {
  it('is opened, its runs taken for UTF-8 with LF, and takes new ones', async () => {
    const state = await folder();
    const path = join(state, 'ledger.db');
    const ledger = await openLedger(state);
    await ledger.begin(start({ id: 'old' }));
    await ledger.settle('old', [outcome(1)]);
    await ledger.close();
    // What version 2 added is taken away again.
    const db = new Database(path);
    for (const column of ['encoding', 'bom', 'quoting', 'line_end']) db.exec(`ALTER TABLE runs DROP COLUMN ${column}`);
    db.exec('PRAGMA user_version = 1');
    db.close();

    const newer = await ledgerIn(state);
    const plain = { encoding: 'utf-8', bom: false, quoting: 'minimal', lineEnd: 'lf' } as const;
    expect(await newer.run('old')).toEqual({ ...start({ id: 'old', ...plain }), end: null });
    expect(await all(newer.outcomes('old'))).toEqual([outcome(1)]);
    await newer.begin(start({ id: 'new' }));
    expect(await newer.run('new')).toEqual({ ...start({ id: 'new' }), end: null });
  });
});

describe('a ledger that cannot be used', () => {
  it('is refused, and left as it is, when a newer program made it', async () => {
    const state = await folder();
    await (await openLedger(state)).close();
    const path = join(state, 'ledger.db');
    const db = new Database(path);
    db.exec('PRAGMA user_version = 7');
    db.close();

    const message = await refusal(openLedger(state));
    expect(message).toContain(path);
    expect(message).toContain('made by a newer contact-push (its schema is version 7, this program knows 2)');
    const after = new Database(path);
    expect(after.pragma('user_version')).toEqual([{ user_version: 7 }]);
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
