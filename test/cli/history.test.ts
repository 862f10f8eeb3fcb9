import { spawn } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { brokenOff } from '../support/broken-off.js';
import { front } from '../support/front.js';
import { people, TO, upTo } from '../support/people.js';
import { type Desk, desk, PROGRAM, type Ran } from '../support/program.js';

const SANDBOX = ['--provider', 'octopush', '--sandbox'];

async function imported(): Promise<Desk & { readonly id: string }> {
  const table = await desk();
  await table.write('c.csv', people('octopush', upTo(3)));
  const ran = await table.run(['import', 'c.csv', ...SANDBOX, '--json']);
  return { ...table, id: JSON.parse(ran.stdout).run };
}

describe('where nothing was imported yet', () => {
  it.each([
    { argv: ['runs'], exit: 0, stdout: 'no runs yet\n' },
    { argv: ['runs', '--json'], exit: 0, stdout: '[]\n' },
    { argv: ['runs', '--prune', '90d'], exit: 0, stdout: 'no runs yet\n' },
    { argv: ['report', 'r'], exit: 2, stdout: '' },
    { argv: ['explain', 'r', '1'], exit: 2, stdout: '' },
  ])('$argv says so, and makes no state folder', async ({ argv, exit, stdout }) => {
    const { run, folder } = await desk();
    const ran = await run(argv);
    expect(ran).toMatchObject({ exit, stdout });
    if (exit === 2)
      expect(ran.stderr).toBe(
        'error: r: there is no such run, and no other yet. Begin one with: contact-push import --help\n',
      );
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('the list of runs', () => {
  it('says what is left to do, and the line to type', async () => {
    const { run, id } = await brokenOff('protexting');
    const [entry] = JSON.parse((await run(['runs', '--json'])).stdout);
    expect(entry).toMatchObject({
      ...{ run: id, status: 'unfinished', stop: null, exit: null, ended: null, sessions: 1, going_on: false },
      next: `contact-push resume ${id}`,
    });
    const [header, line, ...more] = (await run(['runs'])).stdout.trimEnd().split('\n');
    expect(header?.split(/ {2,}/)).toEqual(['RUN', 'STARTED (UTC)', 'PROVIDER', 'INPUT', 'ENDED', 'ROWS', 'NEXT']);
    expect(line?.split(/ {2,}/)).toEqual([
      ...[id, expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d$/), 'protexting', 'c.csv', 'broken off'],
      ...['ok 3, unknown 1', `contact-push resume ${id}`],
    ]);
    expect(more).toEqual([]);
  });

  it('knows a run that goes on, and does not tell to go on with it', async () => {
    const door = await front({ answers: 1 });
    const { run, start, write } = await desk();
    await write('c.csv', people('protexting', upTo(3)));
    const importing = start(['import', 'c.csv', ...TO.protexting], { env: door.env });
    await door.came(2);
    const [entry] = JSON.parse((await run(['runs', '--json'])).stdout);
    expect(entry).toMatchObject({ status: 'unfinished', going_on: true, next: null });
    expect((await run(['runs'])).stdout).toMatch(/ {2}going on {2}/);
    const life = JSON.parse((await run(['explain', entry.run, '2', '--json'])).stdout);
    expect(life).toMatchObject({ going_on: true, next: null, fate: { status: 'unknown' } });
    door.release();
    await importing.ended;
    expect(JSON.parse((await run(['runs', '--json'])).stdout)).toMatchObject([
      { status: 'finished', going_on: false, ended: expect.stringMatching(/Z$/), counts: { ok: 3 } },
    ]);
  });

  it('takes no interrupted dry run for work that is left', async () => {
    const { run, start } = await desk();
    const dry = start(['import', '-', ...SANDBOX, '--dry-run', '--json'], {
      stdin: people('octopush', upTo(9)),
      endless: true,
    });
    await dry.says(/phone_number/);
    const begun = async () => JSON.parse((await run(['runs', '--json'])).stdout).length > 0;
    while (!(await begun()));
    dry.kill('SIGKILL');
    await dry.ended;
    const [entry] = JSON.parse((await run(['runs', '--json'])).stdout);
    expect(entry).toMatchObject({ dry_run: true, status: 'interrupted', next: null });
    expect((await run(['runs'])).stdout).not.toContain('contact-push resume');
  });

  it('is as long as asked for, the newest first', async () => {
    const { run, id } = await imported();
    await run(['import', 'c.csv', ...SANDBOX]);
    const runs = async (...argv: string[]) => JSON.parse((await run(['runs', '--json', ...argv])).stdout);
    expect(await runs()).toHaveLength(2);
    const [newest, ...others] = await runs('--limit', '1');
    expect(newest.run).not.toBe(id);
    expect(others).toEqual([]);
    expect((await run(['runs', '--limit', '0'])).exit).toBe(2);
    // That is import's, and counts rows.
    const ran = await run(['runs', '--json'], { env: { CONTACT_PUSH_LIMIT: '1' } });
    expect(JSON.parse(ran.stdout)).toHaveLength(2);
  });
});

describe('a report that is written again', () => {
  it.each([['--out', '-'], ['--as', 'csv'], []])('goes to standard output with %j', async (...flags) => {
    const { run, id, path } = await imported();
    const ran = await run(['report', id.slice(0, -1), ...flags]);
    expect(ran).toEqual({ exit: 0, stdout: await readFile(path('c.report.csv'), 'utf8'), stderr: '' });
  });

  it('says of a run that is not finished that it is not', async () => {
    const { run, id, path } = await brokenOff('protexting');
    const ran = await run(['report', id, '--out', 'now.ndjson']);
    expect(ran).toMatchObject({ exit: 0, stdout: '' });
    expect(ran.stderr).toBe(`run ${id} goes on, or broke off: rows that have no fate yet are not in its report\n`);
    expect((await readFile(path('now.ndjson'), 'utf8')).trimEnd().split('\n')).toHaveLength(4);
    const quiet = await run(['report', id, '--as', 'json'], { env: { CONTACT_PUSH_QUIET: '1' } });
    expect(quiet.stderr).toBe('');
    expect(JSON.parse(quiet.stdout)).toHaveLength(4);
  });

  it.each([
    ['folder', 'is a folder'],
    ['nowhere/r.csv', 'its folder does not exist'],
    ['state/ledger.db', 'is the ledger itself'],
    ['c.csv', 'is the input of the run itself'],
  ])('is refused as %s', async (out, why) => {
    const { run, id, path } = await imported();
    await mkdir(path('folder'));
    const before = await readFile(path('c.csv'), 'utf8');
    const ran = await run(['report', id, '--as', 'csv', '--out', out]);
    expect(ran).toMatchObject({ exit: 2, stdout: '' });
    expect(ran.stderr).toMatch(/^error: .*; name another file with --out\nnext: contact-push report --help\n$/);
    expect(ran.stderr).toContain(why);
    expect(await readFile(path('c.csv'), 'utf8')).toBe(before);
    expect((await run(['report', id])).exit).toBe(0);
  });

  it('is refused without a format, or with one that is none', async () => {
    const { run, id } = await imported();
    expect((await run(['report', id, '--out', 'x.txt'])).stderr).toContain(
      'give the format with --as csv|ndjson|json|html',
    );
    expect((await run(['report', id, '--as', 'xml'])).stderr).toContain('--as xml: expected csv, ndjson, json or html');
  });
});

/** Runs the program as somebody who may read the state folder, and not write it. */
async function asReader({ path, folder }: Desk, argv: readonly string[]): Promise<Ran> {
  const isRoot = process.getuid?.() === 0;
  const child = spawn(process.execPath, [PROGRAM, ...argv], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, CONTACT_PUSH_STATE_DIR: path('state') },
    // What root may not write is another matter.
    ...(isRoot && { uid: 65_534, gid: 65_534 }),
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text) => {
    stdout += text;
  });
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  return new Promise((resolve) => child.on('close', (exit) => resolve({ exit, stdout, stderr })));
}

describe('a state folder that may be read and not written', () => {
  it.each(['with the log of the last process', 'without a log'])('tells runs, reports and rows, %s', async (how) => {
    const table = await imported();
    const { id, path, folder, run } = table;
    const whole = await run(['report', id]);
    if (how === 'without a log') {
      await rm(path('state/ledger.db-wal'), { force: true });
      await rm(path('state/ledger.db-shm'), { force: true });
    }
    await chmod(folder, 0o755);
    const names = await readdir(path('state'));
    for (const name of names) await chmod(path(`state/${name}`), 0o444);
    await chmod(path('state'), 0o555);
    try {
      expect(JSON.parse((await asReader(table, ['runs', '--json'])).stdout)).toMatchObject([
        { run: id, counts: { ok: 3 } },
      ]);
      expect(await asReader(table, ['report', id])).toEqual(whole);
      expect((await asReader(table, ['explain', id, '2'])).stdout).toContain(`row 2 of run ${id}: ok`);
      const pruned = await asReader(table, ['runs', '--prune', '1ms']);
      expect(pruned).toMatchObject({ exit: 2, stdout: '' });
      expect(pruned.stderr).toMatch(/^error: .*ledger\.db: the ledger cannot be opened/);
      expect(await readdir(path('state'))).toEqual(names);
    } finally {
      await chmod(path('state'), 0o755);
    }
  });
});
