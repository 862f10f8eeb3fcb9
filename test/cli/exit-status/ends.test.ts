import { once } from 'node:events';
import { closeSync, openSync, writeSync } from 'node:fs';
import { createServer } from 'node:https';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CERTIFICATE, KEY } from '../../support/certificate.js';
import { type End, ended, importing, paste, type Scene, STORED } from '../../support/ends.js';
import { numberOf, people, upTo } from '../../support/people.js';
import type { Reply } from '../../support/recorder.js';

const AMOOT = '--rate off --concurrency 1';
const stored: Reply = { status: 200, body: '{"Status":"Success","Data":{"ID":7}}' };
const refusedRow: Reply = { status: 200, body: '{"Status":"Mobile_Invalid"}' };
const unsure: Reply = { status: 200, body: '{"Status":"Failed"}' };
const throttled: Reply = { status: 429 };
const refusedToken: Reply = { status: 401 };
const LATER: Reply = { status: 429, headers: { 'retry-after': '60' } };

/** An import to Amoot, whose calls are answered so, the last for all that follow. */
function amoot(replies: readonly Reply[], flags: readonly string[] = [], rows: number | string = 4): Scene {
  return importing('amoot', {
    rows,
    flags,
    answer: (_, before) => replies[Math.min(before, replies.length - 1)] ?? stored,
  });
}

const ONCE = ['--max-retries', '0'];
const RECONCILE = `contact-push reconcile RUN ${AMOOT}`;
const RESUME = `contact-push resume RUN ${AMOOT}`;
const BY_HAND = 'look up the rows that are unknown in c.report.csv at Amoot SMS: nothing more can be found out now';
const MENDED = `contact-push import c.rejects.csv --provider amoot ${AMOOT}`;

describe('6: some rows are unknown,', () => {
  it.each<[what: string, scene: Scene, end: Omit<End, 'exit'>]>([
    ['after an import', amoot([unsure, stored]), { counts: { ok: 3, unknown: 1 }, next: RECONCILE }],
    [
      'whatever else is',
      amoot([unsure, refusedRow, throttled, stored], ONCE, `${people('amoot', upTo(4))}x\n`),
      { counts: { ok: 1, unknown: 1, rejected: 1, failed: 1, invalid: 1 }, next: `${RECONCILE} --max-retries 0` },
    ],
    [
      'before the credentials that were refused (4)',
      amoot([unsure, refusedToken]),
      { status: 'stopped', stop: 'credentials', counts: { unknown: 1, not_sent: 3 }, next: RESUME },
    ],
    [
      'before too many errors (5)',
      amoot([unsure, stored], ['--max-errors', '0']),
      { status: 'stopped', stop: 'errors', counts: { unknown: 1, not_sent: 3 }, next: `${RESUME} --max-errors 0` },
    ],
    [
      'before an input that broke (3)',
      importing('amoot', { stdin: `${people('amoot', [1, 2])}"x`, answer: () => unsure }),
      { status: 'stopped', stop: 'input', counts: { unknown: 2 }, next: RECONCILE },
    ],
  ])('%s', async (_, scene, end) => {
    await ended(scene, { exit: 6, ...end });
  });

  it('and, once they were looked up, by hand', async () => {
    const lookedUp: Scene = async (manner) => {
      const first = await amoot([unsure, { status: 200, body: '{"Status":"Success","Data":[]}' }], [], 1)(['--json']);
      const { run: id } = JSON.parse(first.ran.stdout);
      const ran = await first.desk.run(['reconcile', id, ...manner], { env: first.env });
      return { ...first, ran };
    };
    await ended(lookedUp, { exit: 6, counts: { unknown: 1 }, next: null, hint: BY_HAND });
  });

  it('which the line that is typed next settles, from wherever it is typed', async () => {
    const found = { status: 200, body: `{"Status":"Success","Data":[{"ID":7,"Mobile":"${numberOf('amoot', 1)}"}]}` };
    const end = await ended(amoot([unsure, found], [], 1), { exit: 6, counts: { unknown: 1 }, next: RECONCILE });
    const { exit, stdout } = await paste(end, end.doc.next, { at: end.desk.path('elsewhere') });
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: expect.stringMatching(/^ {2}ok +1 {2}found$/m) });
  });
});

describe('4: stopped, where the provider refused', () => {
  const PROTEXTING = 'contact-push resume RUN --rate off';
  it.each<[what: string, scene: Scene, end: Omit<End, 'exit' | 'status'>]>([
    [
      'the credentials',
      amoot([stored, refusedToken]),
      { stop: 'credentials', counts: { ok: 1, not_sent: 3 }, next: RESUME },
    ],
    [
      'the credentials, and rows before them are wrong (3)',
      amoot([stored, refusedToken], [], `Mobile\nx\n${numberOf('amoot', 1)}\n${numberOf('amoot', 2)}\n`),
      { stop: 'credentials', counts: { ok: 1, invalid: 1, not_sent: 1 }, next: RESUME },
    ],
    [
      'the credentials of standard input, which is not read on',
      importing('amoot', { stdin: people('amoot', [1]), answer: () => refusedToken }),
      { stop: 'credentials', counts: { not_sent: 1 }, next: `contact-push resume RUN - ${AMOOT}` },
    ],
    [
      'the account',
      importing('protexting', { answer: () => ({ status: 422, body: '{"code":5,"message":"Not enough credits"}' }) }),
      { stop: 'account', counts: { not_sent: 2 }, next: PROTEXTING },
    ],
    ['the address', amoot([{ status: 404 }]), { stop: 'settings', counts: { not_sent: 4 }, next: RESUME }],
    [
      'a group that is fixed for the run',
      importing('protexting', {
        answer: () => ({ status: 422, body: '[{"field":"GroupIds","message":"Group 1 does not exist."}]' }),
      }),
      { stop: 'settings', counts: { not_sent: 2 }, next: PROTEXTING },
    ],
    [
      'every call',
      amoot([{ status: 400 }], ONCE, 8),
      { stop: 'settings', counts: { rejected: 5, not_sent: 3 }, next: `${RESUME} --max-retries 0` },
    ],
  ])('%s', async (_, scene, end) => {
    await ended(scene, { exit: 4, status: 'stopped', ...end });
  });

  it('a certificate was not trusted, and names how to trust it', async () => {
    const server = createServer({ cert: CERTIFICATE, key: KEY }, (_, response) => response.end('{}'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const address = server.address();
    const url = `https://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
    const scene = importing('amoot', { more: { AMOOT_BASE_URL: url } });
    const end = await ended(scene, {
      ...{ exit: 4, status: 'stopped', stop: 'settings' },
      ...{ counts: { not_sent: 2 }, next: RESUME },
    });
    expect((await paste(end, end.doc.next)).exit).toBe(4);
  });

  it('until what is typed next finds it mended, from wherever it is typed', async () => {
    let isMended = false;
    const scene = importing('amoot', { answer: () => (isMended ? stored : refusedToken) });
    const { doc, ...end } = await ended(scene, {
      ...{ exit: 4, status: 'stopped', stop: 'credentials' },
      ...{ counts: { not_sent: 2 }, next: RESUME },
    });
    isMended = true;
    const { exit, stdout } = await paste(end, doc.next, { at: end.desk.path('elsewhere') });
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: expect.stringMatching(/^ {2}ok +2 {2}created$/m) });
  });
});

describe('5: stopped,', () => {
  const MEBIBYTE = 2 ** 20;
  const long = Array.from({ length: 2400 }, (_, i) => `+33639${String(980_000 + i)},${'n'.repeat(1000)}\n`);
  it.each<[what: string, scene: Scene, end: Omit<End, 'exit' | 'status'>]>([
    [
      'at more errors than --max-errors',
      amoot([stored, refusedRow], ['--max-errors', '0']),
      { stop: 'errors', counts: { ok: 1, rejected: 1, not_sent: 2 }, next: `${RESUME} --max-errors 0` },
    ],
    [
      'where the provider stayed away',
      importing('amoot', { rows: 8, flags: ONCE, more: { AMOOT_BASE_URL: 'http://127.0.0.1:9' } }),
      { stop: 'outage', counts: { not_sent: 8 }, next: `${RESUME} --max-retries 0` },
    ],
    [
      'where the provider asks for a longer wait than --max-wait',
      amoot([stored, LATER], ['--max-wait', '1s']),
      { stop: 'outage', counts: { ok: 1, not_sent: 3 }, next: `${RESUME} --max-wait 1s` },
    ],
    [
      'where the input changed meanwhile',
      importing('octopush', {
        rows: `phone,notes\n${long.join('')}`,
        flags: ['--batch-size', '500', '--limit', '2400'],
        answer: (request, before, { path }) => {
          if (before === 0) {
            const file = openSync(path('c.csv'), 'r+');
            writeSync(file, 'X', MEBIBYTE + 500_000);
            closeSync(file);
          }
          return STORED.octopush(request);
        },
      }),
      {
        stop: 'input',
        counts: { ok: 1000, not_sent: 1400 },
        next: 'contact-push resume RUN --rate off --concurrency 1 --batch-size 1 --batch-size 500',
      },
    ],
  ])('%s', async (_, scene, end) => {
    await ended(scene, { exit: 5, status: 'stopped', ...end });
  });

  it('until what is typed next finds the provider back', async () => {
    let isBack = false;
    const away = importing('amoot', { flags: ['--max-wait', '1s'], answer: () => (isBack ? stored : LATER) });
    const { doc, ...end } = await ended(away, {
      ...{ exit: 5, status: 'stopped', stop: 'outage' },
      ...{ counts: { not_sent: 2 }, next: `${RESUME} --max-wait 1s` },
    });
    isBack = true;
    expect((await paste(end, doc.next, { at: end.desk.path('elsewhere') })).exit).toBe(0);
  });
});

describe('3: finished, with rows that are', () => {
  const BROKEN = `${people('amoot', [1, 2])}${numberOf('amoot', 3)},"never closed\n`;
  it.each<[what: string, scene: Scene, end: Omit<End, 'exit'>]>([
    ['invalid', amoot([stored], [], `${people('amoot', [1])}x\n`), { counts: { ok: 1, invalid: 1 }, next: MENDED }],
    ['rejected', amoot([refusedRow, stored]), { counts: { ok: 3, rejected: 1 }, next: MENDED }],
    [
      'failed',
      amoot([throttled, stored], ONCE, 2),
      { counts: { ok: 1, failed: 1 }, next: `contact-push retry RUN ${AMOOT} --max-retries 0` },
    ],
    [
      'failed, and others that are rejected',
      amoot([throttled, refusedRow], ONCE, 2),
      { counts: { rejected: 1, failed: 1 }, next: `contact-push retry RUN ${AMOOT} --max-retries 0` },
    ],
    [
      'invalid, in a dry run',
      amoot([stored], ['--dry-run'], `${people('amoot', [1])}x\n`),
      {
        counts: { not_sent: 1, invalid: 1 },
        next: 'contact-push import c.dry-run.rejects.csv --provider amoot --rate off --concurrency 1 --dry-run',
      },
    ],
    [
      'behind a break of a file that was not read through',
      amoot([stored], ['--no-preflight'], BROKEN),
      {
        ...{ status: 'stopped', stop: 'input', counts: { ok: 2 } },
        next: `contact-push import c.csv --provider amoot ${AMOOT} --no-preflight --skip 2`,
      },
    ],
    [
      'behind a break of standard input',
      importing('amoot', { stdin: BROKEN }),
      {
        ...{ status: 'stopped', stop: 'input', counts: { ok: 2 }, next: null },
        hint: 'when line 4 is mended: the rows before it are settled; leave them out with --skip 2',
      },
    ],
  ])('%s', async (_, scene, end) => {
    await ended(scene, { exit: 3, ...end });
  });

  it('mended, and sent by what is typed next', async () => {
    const scene = amoot([refusedRow, stored], [], 2);
    const { doc, ...end } = await ended(scene, { exit: 3, counts: { ok: 1, rejected: 1 }, next: MENDED });
    expect(await paste(end, doc.next)).toMatchObject({ exit: 0, stdout: expect.stringContaining('"rows":1,') });
  });

  it('failed, and sent by what is typed next, from wherever it is typed', async () => {
    const next = `contact-push retry RUN ${AMOOT} --max-retries 0`;
    const { doc, ...end } = await ended(amoot([throttled, stored], ONCE, 2), {
      ...{ exit: 3, counts: { ok: 1, failed: 1 }, next },
    });
    const { exit, stdout } = await paste(end, doc.next, { at: end.desk.path('elsewhere') });
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: expect.stringMatching(/^ {2}rows read +2 = 2$/m) });
  });
});

describe('0: every row is', () => {
  it.each<[what: string, scene: Scene, counts: Readonly<Record<string, number>>]>([
    ['ok', amoot([stored]), { ok: 4 }],
    ['ok or a duplicate', amoot([stored], [], people('amoot', [1, 1, 2])), { ok: 2, duplicate: 1 }],
    ['to be sent, in a dry run', amoot([stored], ['--dry-run']), { not_sent: 4 }],
    ['nowhere, below a header alone', amoot([stored], [], 'Mobile\n'), {}],
  ])('%s', async (_, scene, counts) => {
    await ended(scene, { exit: 0, counts, next: null });
  });

  it('settled by now, by a resume that finds nothing to do', async () => {
    const again: Scene = async (manner) => {
      const first = await amoot([stored], [], 1)([]);
      return { ...first, ran: await first.desk.run(['resume', ...manner], { env: first.env }) };
    };
    await ended(again, { exit: 0, counts: { ok: 1 }, next: null });
  });
});
