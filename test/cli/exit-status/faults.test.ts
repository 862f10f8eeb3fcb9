import { spawnSync } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import Database from 'libsql';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../support/csv.js';
import {
  abandoned,
  alike,
  ended,
  importing,
  lastTyped,
  paste,
  refused,
  type Scene,
  STORED,
} from '../../support/ends.js';
import { type Desk, PROGRAM } from '../../support/program.js';
import type { Reply } from '../../support/recorder.js';

const AMOOT = '--rate off --concurrency 1';
const UNSURE = { status: 200, body: '{"Status":"Failed"}' };

/** An import during whose third call something happens to the desk. */
function meanwhile(
  happens: (desk: Desk) => unknown,
  flags: readonly string[] = [],
  replies: readonly Reply[] = [],
): Scene {
  return importing('amoot', {
    rows: 4,
    flags,
    answer: async (request, before, table) => {
      if (before === 2) await happens(table);
      return replies[before] ?? STORED.amoot(request);
    },
  });
}

/** Somebody spoils the ledger. */
function emptied({ path }: Desk): void {
  const ledger = new Database(path('state/ledger.db'));
  ledger.exec('DROP TABLE journal');
  ledger.close();
}

describe('1: what was begun can no longer be written down:', () => {
  it.each<[what: string, scene: Scene, counts: Readonly<Record<string, number>>]>([
    ['the ledger', meanwhile(emptied), { ok: 2, unknown: 1, not_sent: 1 }],
    ['the ledger, and rows are unknown (6)', meanwhile(emptied, [], [UNSURE]), { ok: 1, unknown: 2, not_sent: 1 }],
  ])('%s', async (_, scene, counts) => {
    const error = /^\S+ledger\.db: the ledger cannot be written \(no such table: journal\)\n/;
    const next = `contact-push resume RUN ${AMOOT}`;
    await abandoned(scene, { exit: 1, status: 'stopped', stop: 'ledger', counts, error, next });
  });

  it('the report', async () => {
    const scene = meanwhile(({ path }) => mkdir(path('c.report.csv')));
    const { doc, ...end } = await ended(scene, {
      ...{ exit: 1, counts: { ok: 4 }, error: /c\.report\.csv cannot be written/ },
      next: 'contact-push report RUN --out c.report.csv',
    });
    await rm(end.desk.path('c.report.csv'), { recursive: true });
    expect(await paste(end, doc.next)).toMatchObject({ exit: 0, stdout: '' });
    expect(await readCsv(end.desk.path('c.report.csv'))).toHaveLength(4);
  });

  it('the report, and rows are unknown (6)', async () => {
    const scene = meanwhile(({ path }) => mkdir(path('c.report.csv')), [], [UNSURE]);
    await ended(scene, {
      ...{ exit: 1, counts: { ok: 3, unknown: 1 }, error: /c\.report\.csv cannot be written/ },
      next: 'contact-push report RUN --out c.report.csv',
    });
  });

  it('the rows that are to be mended', async () => {
    const refused = { status: 200, body: '{"Status":"Mobile_Invalid"}' };
    const scene = meanwhile(({ path }) => mkdir(path('c.rejects.csv')), [], [refused]);
    const { doc, ...end } = await ended(scene, {
      ...{ exit: 1, counts: { ok: 3, rejected: 1 }, error: /c\.rejects\.csv cannot be written/ },
      next: 'contact-push resume RUN',
    });
    await rm(end.desk.path('c.rejects.csv'), { recursive: true });
    const mended = await paste(end, doc.next, { at: end.desk.path('elsewhere') });
    expect(mended).toMatchObject({ exit: 3, stdout: expect.stringMatching(/^rejects: \S+c\.rejects\.csv$/m) });
  });

  it.skipIf(process.platform !== 'linux')('the report of a run that is looked at again', async () => {
    const { desk: table, ...end } = await meanwhile(() => {})(['--json']);
    const { run: id } = JSON.parse(end.ran.stdout);
    const ran = await table.run(['report', id, '--as', 'csv', '--out', '/dev/full']);
    expect(ran).toMatchObject({ exit: 1, stdout: '' });
    expect(ran.stderr).toMatch(/^error: \/dev\/full cannot be written \(.+\)\nwhen that is mended:\n/);
    expect(alike(lastTyped(ran.stderr), table)).toBe('contact-push report RUN --as csv --out /dev/full');
  });
});

describe('1: what was printed is lost,', () => {
  it('and the runs of the same ledger are what is typed next', async () => {
    const end = await meanwhile(() => {})([]);
    const shell = spawnSync(
      'sh',
      [
        '-c',
        `"${process.execPath}" "${PROGRAM}" import c.csv --provider octopush --sandbox --state-dir 'my state' --map phone_number=Mobile --country IR > /dev/full`,
      ],
      {
        cwd: end.desk.folder,
        env: { PATH: process.env['PATH'] },
        encoding: 'utf8',
      },
    );
    expect(shell.status).toBe(1);
    expect(shell.stderr).toMatch(
      /^error: standard output cannot be written, and what was said there is lost\nnext: .*\n$/m,
    );
    const pasted = await paste(end, lastTyped(shell.stderr), { at: end.desk.path('elsewhere') });
    expect(pasted).toMatchObject({ exit: 0, stdout: expect.stringMatching(/ octopush +c\.csv /) });
  });
});

describe('1: the program itself is at fault', () => {
  // Nothing in it asks for chance but what waits before a try.
  const FAULT = "--import data:text/javascript,Math.random=()=>{throw(new(TypeError)('odd'))}";
  // A run is named for the time.
  const EARLY = "--import data:text/javascript,Date.prototype.toISOString=()=>{throw(new(TypeError)('odd'))}";

  it('while it sends, and says where, how far it was, and what goes on', async () => {
    let calls = 0;
    const scene = importing('octopush', {
      rows: 3,
      more: { NODE_OPTIONS: FAULT },
      answer: (request, before) => {
        calls += 1;
        return before === 1 ? { status: 503 } : STORED.octopush(request);
      },
    });
    const { doc, ...end } = await abandoned(scene, {
      ...{ exit: 1, status: 'stopped', stop: 'ledger', counts: { ok: 1, unknown: 1, not_sent: 1 } },
      error:
        /^this is a fault of contact-push itself: TypeError: odd\n {4}at .*\nrun \S+ stopped after 2 calls; 3 rows: ok 1, unknown 1, not_sent 1$/ms,
      next: 'contact-push resume RUN --rate off --concurrency 1 --batch-size 1',
    });
    expect(calls).toBe(6);
    const on = await paste(end, doc.next, { at: end.desk.path('elsewhere'), env: { NODE_OPTIONS: '' } });
    expect(on).toMatchObject({ exit: 0, stdout: expect.stringMatching(/^ {2}rows read +3 = 3$/m) });
  });

  it('before there is a run', async () => {
    const scene = importing('amoot', { more: { NODE_OPTIONS: EARLY } });
    const error = /^this is a fault of contact-push itself: TypeError: odd\n {4}at /;
    const end = await refused(scene, { exit: 1, error, next: 'contact-push runs' });
    const pasted = await paste(end, lastTyped(end.ran.stderr), { env: { NODE_OPTIONS: '' } });
    expect(pasted).toEqual({ exit: 0, stdout: 'no runs yet\n', stderr: '' });
  });
});

it('1: the ledger holds what nobody can read', async () => {
  const scene: Scene = async (manner) => {
    const first = await importing('amoot', {})(['--quiet']);
    const ledger = new Database(first.desk.path('state/ledger.db'));
    ledger.exec("UPDATE runs SET settings = '{'");
    ledger.close();
    return { ...first, ran: await first.desk.run(['resume', ...manner], { env: first.env }) };
  };
  await refused(scene, { exit: 1, error: /ledger\.db: the ledger cannot be read \(/, next: 'contact-push resume' });
});
