import { readFile, rm } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { brokenOff } from '../support/broken-off.js';
import { readCsv } from '../support/csv.js';
import { front } from '../support/front.js';
import { numberOf, people, TO, upTo } from '../support/people.js';
import { desk } from '../support/program.js';
import { recorder } from '../support/recorder.js';

/** What Amoot answers: not now, for so many calls, then that it is stored. */
function amoot(busy: number) {
  return recorder((_, before) =>
    before < busy ? { status: 429 } : { status: 200, body: '{"Status":"Success","Data":{"ID":7}}' },
  );
}

const settings = (url: string) => ({ AMOOT_BASE_URL: url, AMOOT_TOKEN: 'token-of-no-account' });
const ONE_TRY = ['--max-retries', '0'];

it.each([
  { name: 'c.csv', content: `Mobile,FName\n${numberOf('amoot', 1)},سارا\nx,y\n${numberOf('amoot', 2)},علی\n` },
  {
    name: 'c.json',
    content: `[{"Mobile":"${numberOf('amoot', 1)}","FName":"سارا"},{"Mobile":"x"},{"Mobile":9120000002,"FName":"علی"}]`,
  },
])('sends the failed rows of a run again, without $name, and adds up the tries', async ({ name, content }) => {
  const server = await amoot(1);
  const { run, write, path } = await desk();
  const env = settings(server.url);
  await write(name, content);
  const first = await run(['import', name, ...TO.amoot, ...ONE_TRY, '--json'], { env });
  const doc = JSON.parse(first.stdout);
  expect(doc).toMatchObject({ exit: 3, counts: { ok: 1, failed: 1, invalid: 1 } });
  expect(doc.next).toBe(`contact-push retry ${doc.run} --rate off --concurrency 1 --max-retries 0`);
  expect((await readCsv(path('c.report.csv')))[0]).toMatchObject({
    status: 'failed',
    attempts: '1',
    http_status: '429',
  });
  const [failed] = server.arrived;
  await rm(path(name));

  const again = await run([...doc.next.split(' ').slice(1), '--json'], { env });
  const rejects = name === 'c.csv' ? 'c.rejects.csv' : 'c.rejects.ndjson';
  expect(JSON.parse(again.stdout)).toMatchObject({
    ...{ run: doc.run, exit: 3, rows: 3, calls: 1, counts: { ok: 2, failed: 0, invalid: 1 } },
    rejects: path(rejects),
  });
  expect(server.arrived).toHaveLength(3);
  expect(server.arrived[2]?.body).toBe(failed?.body);
  const report = await readCsv(path('c.report.csv'));
  expect(report.map(({ row, status, attempts }) => `${row} ${status} ${attempts}`)).toEqual([
    ...['1 ok 2', '2 invalid 0', '3 ok 1'],
  ]);
  expect(await readFile(path(rejects), 'utf8')).toContain('x');

  const none = await run(['retry', doc.run, '--json'], { env });
  expect(JSON.parse(none.stdout)).toMatchObject({ run: doc.run, exit: 3, calls: 0, counts: { ok: 2, invalid: 1 } });
  expect(none.stderr).toContain(`run ${doc.run}: no row is failed`);
  expect(server.arrived).toHaveLength(3);
});

it('keeps rows failed that fail again, with the tries of all sessions', async () => {
  const server = await amoot(3);
  const { run, write, path } = await desk();
  const env = settings(server.url);
  await write('c.csv', people('amoot', [1]));
  const { run: id, next } = JSON.parse(
    (await run(['import', 'c.csv', ...TO.amoot, ...ONE_TRY, '--json'], { env })).stdout,
  );
  const again = await run([...next.split(' ').slice(1), '--json'], { env });
  expect(JSON.parse(again.stdout)).toMatchObject({ exit: 3, counts: { failed: 1 }, next });
  expect((await readCsv(path('c.report.csv')))[0]).toMatchObject({ status: 'failed', attempts: '2' });
  const last = await run(['retry', id, ...ONE_TRY, '--rate', 'off', '--json'], { env });
  expect(JSON.parse(last.stdout)).toMatchObject({ exit: 3, counts: { failed: 1 } });
  const good = await run(['retry', id, '--json'], { env });
  expect(JSON.parse(good.stdout)).toMatchObject({ exit: 0, counts: { ok: 1 }, next: null });
  expect((await readCsv(path('c.report.csv')))[0]).toMatchObject({ status: 'ok', attempts: '4' });
});

it('sends again what never left, to the very address that did not answer', async () => {
  const { run, write } = await desk();
  const { env, sandbox, url } = await front();
  await write('c.csv', people('octopush', upTo(2)));
  // Down for good would stop the run: two rows that fail are no outage yet.
  const closed = { ...env, OCTOPUSH_BASE_URL: 'http://127.0.0.1:9' };
  const flags = [...TO.octopush, ...ONE_TRY, '--json'];
  const first = JSON.parse((await run(['import', 'c.csv', ...flags], { env: closed })).stdout);
  expect(first).toMatchObject({ exit: 3, counts: { failed: 2 } });
  const elsewhere = await run(['retry', first.run, '--json'], { env });
  expect(elsewhere.exit).toBe(2);
  expect(JSON.parse(elsewhere.stdout).error).toContain(`went to http://127.0.0.1:9, and the settings lead to ${url}`);
  expect(sandbox.stats().octopush.calls).toBe(0);
  const again = await run(['retry', first.run, ...ONE_TRY, '--json'], { env: closed });
  expect(JSON.parse(again.stdout)).toMatchObject({ exit: 3, counts: { failed: 2 } });
});

it('does not send to whom another run has reached meanwhile, where a repeat may harm', async () => {
  const server = await amoot(1);
  const { run, write, path } = await desk();
  const env = settings(server.url);
  await write('c.csv', people('amoot', [1, 2]));
  const { run: id } = JSON.parse((await run(['import', 'c.csv', ...TO.amoot, ...ONE_TRY, '--json'], { env })).stdout);
  await write('other.csv', people('amoot', [1]));
  const { run: other } = JSON.parse((await run(['import', 'other.csv', ...TO.amoot, '--json'], { env })).stdout);
  const again = await run(['retry', id, '--json'], { env });
  expect(JSON.parse(again.stdout)).toMatchObject({ exit: 0, calls: 0, counts: { ok: 1, duplicate: 1 } });
  expect((await readCsv(path('c.report.csv')))[0]).toMatchObject({
    code: 'sent_before',
    message: `sent before, in row 1 of run ${other}`,
  });
  expect(server.arrived).toHaveLength(3);
});

it.each(['retry', 'reconcile'])('asks to go on with a killed run before a %s', async (command) => {
  const { env, id, run, sandbox } = await brokenOff('amoot');
  const ran = await run([command, id, '--rate', 'off', '--json'], { env });
  expect(ran.exit).toBe(2);
  expect(JSON.parse(ran.stdout).error).toBe(
    `run ${id} was interrupted, and rows of it may not have been read. Go on with it first: contact-push resume ${id} --rate off`,
  );
  expect(sandbox.stats().amoot.calls).toBe(4);
  expect((await run(['resume', id, '--rate', 'off'], { env })).exit).toBe(6);
});
