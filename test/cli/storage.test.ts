import { spawnSync } from 'node:child_process';
import { chmod, mkdir, readdir, stat, unlink, writeFile } from 'node:fs/promises';
import { expect, it, onTestFinished } from 'vitest';
import { brokenOff } from '../support/broken-off.js';
import { readCsv } from '../support/csv.js';
import { front } from '../support/front.js';
import { people, TO, upTo } from '../support/people.js';
import { desk } from '../support/program.js';

/** Whether this user may mount a small disk; gone again at once. */
function canMount(): boolean {
  const tried = spawnSync('sh', [
    '-c',
    'd=$(mktemp -d) && mount -t tmpfs -o size=1m none "$d" && umount "$d"; s=$?; rmdir "$d"; exit $s',
  ]);
  return tried.status === 0;
}

/** A folder on a disk of its own. */
async function smallDisk(folder: string, size: string): Promise<void> {
  await mkdir(folder);
  expect(spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'none', folder]).status).toBe(0);
  onTestFinished(() => void spawnSync('umount', ['-l', folder]));
}

/** Fills a disk to the last byte. */
async function fill(path: string): Promise<void> {
  spawnSync('dd', ['if=/dev/zero', `of=${path}`, 'bs=4k']);
  expect((await stat(path)).size).toBeGreaterThan(0);
}

it.skipIf(!canMount())(
  'stops when the disk of the ledger is full, with one document, and goes on when there is room',
  async () => {
    const { run, start, write, path } = await desk();
    const { env, sandbox, came, release } = await front({ answers: 3 });
    const disk = path('disk');
    await smallDisk(disk, '16m');
    await write('c.csv', people('protexting', upTo(20)));
    const at = { env: { ...env, CONTACT_PUSH_STATE_DIR: `${disk}/state` } };
    const program = start(['import', 'c.csv', ...TO.protexting, '--json'], at);
    await came(4);
    await fill(`${disk}/full`);
    release();
    const ran = await program.ended;
    expect(ran.exit).toBe(1);
    const doc = JSON.parse(ran.stdout);
    expect(doc).toMatchObject({ status: 'stopped', stop: 'ledger', exit: 1, report: null });
    expect(doc.next).toBe(`contact-push resume ${doc.run} --rate off`);
    expect(ran.stderr).toContain('the ledger cannot be written');
    expect(ran.stderr).not.toContain('fault of contact-push');

    await unlink(`${disk}/full`);
    const on = await run([...doc.next.split(' ').slice(1), '--json'], at);
    const after = JSON.parse(on.stdout);
    expect(after).toMatchObject({ run: doc.run, rows: 20, status: 'finished' });
    expect(after.counts.ok + after.counts.unknown).toBe(20);
    expect(sandbox.stats().protexting).toMatchObject({ contacts: 20, repeated: 0 });
  },
);

it.skipIf(!canMount())(
  'ends with 1 when the disk of the report is full, and has every fate in the ledger',
  async () => {
    const { run, start, write, path } = await desk();
    const { env, came, release } = await front({ answers: 1 });
    await smallDisk(path('disk'), '64k');
    await write('c.csv', people('protexting', upTo(3)));
    const program = start(['import', 'c.csv', ...TO.protexting, '--report', 'disk/r.csv', '--json'], { env });
    await came(2);
    await fill(path('disk/full'));
    release();
    const ran = await program.ended;
    expect(ran.exit).toBe(1);
    const doc = JSON.parse(ran.stdout);
    expect(doc).toMatchObject({ exit: 1, counts: { ok: 3 }, report: null });
    expect(doc.next).toBe(`contact-push report ${doc.run} --out disk/r.csv`);
    expect(await readdir(path('disk'))).toEqual(['full']);
    await unlink(path('disk/full'));
    expect((await run(doc.next.split(' ').slice(1))).exit).toBe(0);
    expect(await readCsv(path('disk/r.csv'))).toHaveLength(3);
  },
);

// Modes keep nobody out who is root.
it.skipIf(process.getuid?.() === 0)('sends nothing where the state folder cannot be written', async () => {
  const { run, write, path } = await desk();
  const { env, calls } = await front();
  await write('c.csv', people('octopush', [1]));
  await mkdir(path('state'));
  await chmod(path('state'), 0o500);
  const ran = await run(['import', 'c.csv', ...TO.octopush, '--json'], { env });
  expect(ran.exit).toBe(2);
  expect(JSON.parse(ran.stdout)).toMatchObject({ run: null, status: 'refused', exit: 2 });
  expect(calls()).toBe(0);
});

it('sends nothing where the state folder is a file, or its ledger is none', async () => {
  const { run, write, path } = await desk();
  const { env, calls } = await front();
  await write('c.csv', people('octopush', [1]));
  await write('file', 'x');
  await mkdir(path('odd'));
  await writeFile(path('odd/ledger.db'), 'this is no database, whatever its name says'.repeat(30));
  for (const folder of ['file', 'odd']) {
    for (const argv of [['import', 'c.csv', ...TO.octopush], ['resume']]) {
      const ran = await run([...argv, '--state-dir', path(folder), '--json'], { env });
      expect({ folder, argv, exit: ran.exit, bug: /fault of contact-push/.test(ran.stderr) }).toEqual({
        ...{ folder, argv, exit: 2, bug: false },
      });
      expect(JSON.parse(ran.stdout)).toMatchObject({ run: null, status: 'refused', exit: 2 });
    }
  }
  expect(calls()).toBe(0);
});

it('says before the first call that the report of a run can no longer be written where it lay', async () => {
  const { env, id, run, path, sandbox } = await brokenOff('protexting', { flags: ['--report', './c.report.csv'] });
  await mkdir(path('c.report.csv'));
  const ran = await run(['resume', '--rate', 'off', '--json'], { env });
  expect(ran.exit).toBe(2);
  expect(JSON.parse(ran.stdout).error).toBe(`${path('c.report.csv')} is a folder; name another file with --report`);
  expect(sandbox.stats().protexting.calls).toBe(4);
  expect((await run(['resume', id, '--rate', 'off', '--report', 'r.csv'], { env })).exit).toBe(6);
  expect(await readCsv(path('r.csv'))).toHaveLength(6);
});
