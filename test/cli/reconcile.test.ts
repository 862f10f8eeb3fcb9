import Database from 'libsql';
import { expect, it } from 'vitest';
import { MAGIC } from '../../src/sandbox/index.js';
import { readCsv } from '../support/csv.js';
import { type FrontOptions, front } from '../support/front.js';
import { people, TO } from '../support/people.js';
import { desk } from '../support/program.js';
import { recorder } from '../support/recorder.js';

const HOUR_MS = 3_600_000;
const STORED = '{"Status":"Success","Data":{"ID":7}}';

/** A run that left rows unknown. */
async function doubtful(
  service: 'octopush' | 'protexting' | 'amoot',
  content: string,
  { flags = [], ...options }: FrontOptions & { readonly flags?: readonly string[] } = {},
) {
  const door = await front(options);
  const table = await desk();
  await table.write('c.csv', content);
  const ran = await table.run(['import', 'c.csv', ...TO[service], '--max-retries', '0', ...flags, '--json'], {
    env: door.env,
  });
  const doc = JSON.parse(ran.stdout);
  const reconcile = async (more: readonly string[] = [], env = door.env) => {
    const again = await table.run(['reconcile', doc.run, '--rate', 'off', ...more, '--json'], { env });
    return { ...again, doc: JSON.parse(again.stdout) };
  };
  return { ...door, ...table, doc, reconcile };
}

it('sends unknown rows to Octopush again, which is harmless, and settles what its answer settles', async () => {
  const server = await recorder(({ body }, before) => {
    if (before === 0) return { status: 200, body: '<html>Welcome</html>' };
    const { contacts } = JSON.parse(body);
    const status = contacts[0].phone_number.endsWith('2') ? 'queued' : 'added';
    return { status: 201, body: JSON.stringify({ items: [{ phone_number: contacts[0].phone_number, status }] }) };
  });
  const { run, write, path } = await desk();
  const env = {
    OCTOPUSH_BASE_URL: server.url,
    OCTOPUSH_API_LOGIN: 'me@example.org',
    OCTOPUSH_API_KEY: 'key-of-no-account',
  };
  await write('c.csv', people('octopush', [1, 2, 3]));
  const first = await run(['import', 'c.csv', ...TO.octopush, '--max-retries', '0', '--json'], { env });
  const { run: id, next, ...doc } = JSON.parse(first.stdout);
  expect(doc).toMatchObject({ exit: 6, counts: { ok: 1, unknown: 2 } });
  expect(next).toBe(`contact-push reconcile ${id} --rate off --concurrency 1 --batch-size 1 --max-retries 0`);
  const again = await run([...next.split(' ').slice(1), '--json'], { env });
  expect(JSON.parse(again.stdout)).toMatchObject({
    ...{ run: id, rows: 3, counts: { ok: 2, unknown: 1 }, calls: 2, exit: 6, next: null },
  });
  expect(server.arrived.map(({ body }) => JSON.parse(body).contacts[0].phone_number.slice(-1))).toEqual([
    ...['1', '2', '3', '1', '2'],
  ]);
  const report = await readCsv(path('c.report.csv'));
  expect(report.map(({ row, status, code }) => `${row} ${status} ${code}`)).toEqual([
    ...['1 ok ', '2 unknown unknown_status', '3 ok '],
  ]);
});

it('finds out who was texted by ProTexting, without texting anybody', async () => {
  // A clock ahead of the program's, so that what it dates is after the call in summer too.
  const ahead = { now: () => Date.now() + 2 * HOUR_MS };
  const broken = `+${MAGIC.protexting.find(({ trick }) => trick === 'broken')?.number}`;
  const { doc, reconcile, path, sandbox } = await doubtful(
    'protexting',
    `${people('protexting', [1, 2])}${broken}\n`,
    ahead,
  );
  expect(doc).toMatchObject({ exit: 6, counts: { ok: 2, unknown: 1 } });
  const { doc: after, exit } = await reconcile();
  expect(exit).toBe(0);
  expect(after).toMatchObject({
    ...{ run: doc.run, exit: 0, counts: { ok: 3, unknown: 0 }, calls: 1, next: null },
    results: { confirmation_requested: 2, found: 1 },
  });
  expect((await readCsv(path('c.report.csv')))[2]).toMatchObject({ status: 'ok', result: 'found', provider_id: '3' });
  expect(sandbox.stats().protexting.textMessages).toBe(3);

  const again = await reconcile();
  expect(again.doc).toMatchObject({ exit: 0, calls: 0, counts: { ok: 3 } });
  expect(again.stderr).toContain(`run ${doc.run}: no row is unknown`);
});

it('leaves unknown at ProTexting what has not changed since the call, and what is not there, and says where to look', async () => {
  const behind = { now: () => Date.now() - 2 * HOUR_MS };
  const broken = `+${MAGIC.protexting.find(({ trick }) => trick === 'broken')?.number}`;
  const { doc, reconcile, path, sandbox, run, env } = await doubtful('protexting', `phone\n${broken}\n`, behind);
  const older = await reconcile();
  expect(older).toMatchObject({ exit: 6, doc: { counts: { unknown: 1 }, calls: 1, next: null } });
  const [row] = await readCsv(path('c.report.csv'));
  expect(row?.['message']).toMatch(
    /; looked up: the contact is there, but its last date, .*, shows no change since the call$/,
  );
  const told = await run(['reconcile', doc.run, '--rate', 'off'], { env });
  expect(told.stdout).toMatch(
    /^next: +look up the rows that are unknown in .*c\.report\.csv\s+at ProTexting: nothing more can be/m,
  );
  // Said once, however often it is asked.
  expect((await readCsv(path('c.report.csv')))[0]?.['message']).toBe(row?.['message']);
  expect(sandbox.stats().protexting).toMatchObject({ textMessages: 1, calls: 3 });
});

it('leaves unknown at ProTexting who is not listed, since that proves nothing', async () => {
  const nobody = '{"name":"Not Found","message":"Object not found.","code":0,"status":404}';
  const server = await recorder(({ method }) => (method === 'GET' ? { status: 404, body: nobody } : { status: 500 }));
  const { run, write, path } = await desk();
  const env = { PROTEXTING_BASE_URL: server.url, PROTEXTING_ACCESS_TOKEN: 'token-of-no-account' };
  await write('c.csv', people('protexting', [1]));
  const { run: id } = JSON.parse((await run(['import', 'c.csv', ...TO.protexting, '--json'], { env })).stdout);
  const ran = await run(['reconcile', id, '--json'], { env });
  expect(JSON.parse(ran.stdout)).toMatchObject({ exit: 6, counts: { unknown: 1 }, calls: 1, next: null });
  const [row] = await readCsv(path('c.report.csv'));
  expect(row).toMatchObject({ status: 'unknown', code: 'server_error', attempts: '1', http_status: '500' });
  expect(row?.['message']).toMatch(/; looked up: not found; a person may be listed only after answering the SMS$/);
  expect(server.arrived.map(({ method }) => method)).toEqual(['POST', 'GET']);
});

it('finds at Amoot what is stored, and counts what is not only two minutes after the call', async () => {
  const [html, lost] = ['html', 'server_error'].map(
    (name) => MAGIC.amoot.find(({ trick }) => trick === name)?.number ?? '',
  );
  const { doc, reconcile, path, sandbox, run, env } = await doubtful('amoot', `Mobile\n${html}\n${lost}\n`);
  expect(doc).toMatchObject({ exit: 6, counts: { unknown: 2 } });
  const soon = await reconcile();
  expect(soon).toMatchObject({ exit: 6, doc: { counts: { ok: 1, unknown: 1 }, results: { found: 1 }, next: null } });
  const report = await readCsv(path('c.report.csv'));
  expect(report.map(({ status, result }) => `${status} ${result}`)).toEqual(['ok found', 'unknown ']);
  expect(report[1]?.['message']).toMatch(/; looked up: not found; it counts only from two minutes after the call$/);

  const ledger = new Database(path('state/ledger.db'));
  ledger.exec('UPDATE outcomes SET sent_at = sent_at - 180000');
  ledger.close();
  const later = await reconcile();
  expect(later).toMatchObject({ exit: 3, doc: { counts: { ok: 1, unknown: 0, failed: 1 }, calls: 1 } });
  expect(later.doc.next).toBe(`contact-push retry ${doc.run} --rate off`);
  expect((await readCsv(path('c.report.csv')))[1]).toMatchObject({ status: 'failed', code: 'not_found' });
  expect(sandbox.stats().amoot.contacts).toBe(1);
  // Now it may be sent again, and is, to be unknown once more.
  const retried = await run(['retry', doc.run, '--rate', 'off', '--json'], { env });
  expect(JSON.parse(retried.stdout)).toMatchObject({
    ...{ exit: 6, counts: { ok: 1, unknown: 1 }, calls: 1 },
    next: `contact-push reconcile ${doc.run} --rate off`,
  });
});

it.each(['reconcile', 'retry'])(
  'does not %s with the token of another account, whose answer would be worth nothing',
  async (command) => {
    const server = await recorder((_, before) =>
      before === 0 ? { status: 429 } : { status: 200, body: before === 1 ? '<html>Welcome</html>' : STORED },
    );
    const { run, write } = await desk();
    const env = { AMOOT_BASE_URL: server.url, AMOOT_TOKEN: 'token-of-no-account' };
    await write('c.csv', people('amoot', [1, 2]));
    const argv = ['import', 'c.csv', ...TO.amoot, '--max-retries', '0', '--json'];
    const doc = JSON.parse((await run(argv, { env })).stdout);
    expect(doc.counts).toMatchObject({ failed: 1, unknown: 1 });
    const refused = await run([command, doc.run, '--json'], { env: { ...env, AMOOT_TOKEN: 'token-of-no-other' } });
    expect(JSON.parse(refused.stdout)).toMatchObject({ run: null, status: 'refused', exit: 2 });
    expect(refused.stderr).toContain(
      `run ${doc.run} was begun with another token of Amoot SMS: a ${command} needs that one. Where it was replaced, move the run first: contact-push resume ${doc.run}\n`,
    );
    expect(server.arrived).toHaveLength(2);
    const again = await run([command, doc.run, '--json'], { env });
    expect(again.stdout).toContain('"calls":1');
    expect(server.arrived).toHaveLength(3);
  },
);

it('looks nothing up at a stand-in that is gone, and says so', async () => {
  const { run, write } = await desk();
  const broken = `+${MAGIC.protexting.find(({ trick }) => trick === 'broken')?.number}`;
  await write('c.csv', `phone\n${broken}\n`);
  const doc = JSON.parse((await run(['import', 'c.csv', ...TO.protexting, '--sandbox', '--json'])).stdout);
  expect(doc).toMatchObject({ exit: 6, counts: { unknown: 1 } });
  const refused = await run(['reconcile', doc.run, '--json']);
  expect(JSON.parse(refused.stdout)).toEqual({
    ...{ run: null, status: 'refused', exit: 2 },
    error: `run ${doc.run} went to a stand-in that is gone, and with it all that could be looked up. One that stays: contact-push sandbox`,
  });
  expect(JSON.parse((await run(['runs', '--json'])).stdout)).toMatchObject([{ exit: 6, counts: { unknown: 1 } }]);
});
