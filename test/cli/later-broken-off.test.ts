import { rm } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { people, TO, upTo } from '../support/people.js';
import { desk } from '../support/program.js';
import { type Reply, recorder } from '../support/recorder.js';

const STORED = { status: 200, body: '{"Status":"Success","Data":{"ID":7}}' };

/** A retry or a reconcile of three rows, of which one is settled, and one waits for its answer. The input is gone. */
async function halfway(kind: 'retry' | 'reconcile') {
  let answer: (reply: Reply) => void = () => {};
  let arrive: () => void = () => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const first = kind === 'retry' ? { status: 429 } : { status: 200, body: '{"Status":"Failed"}' };
  const found = { status: 200, body: '{"Status":"Success","Data":[{"ID":7,"Mobile":"09120000001"}]}' };
  const server = await recorder((_, before) => {
    if (before < 3) return first;
    if (before !== 4) return kind === 'retry' ? STORED : found;
    arrive();
    return new Promise<Reply>((resolve) => {
      answer = resolve;
    });
  });
  const table = await desk();
  const env = { AMOOT_BASE_URL: server.url, AMOOT_TOKEN: 'token-of-no-account' };
  await table.write('c.csv', people('amoot', upTo(3)));
  const argv = ['import', 'c.csv', ...TO.amoot, '--max-retries', '0', '--json'];
  const { run: id } = JSON.parse((await table.run(argv, { env })).stdout);
  await rm(table.path('c.csv'));
  const program = table.start([kind, id, '--rate', 'off', '--concurrency', '1', '--json'], { env });
  await arrived;
  const again = async () => JSON.parse((await table.run([kind, id, '--rate', 'off', '--json'], { env })).stdout);
  return { program, id, again, answer: (reply: Reply) => answer(reply), ...table };
}

it('goes on with a retry that was killed, and asks for no input', async () => {
  const { program, again, id } = await halfway('retry');
  program.kill('SIGKILL');
  await program.ended;
  expect(await again()).toMatchObject({
    ...{ run: id, status: 'finished', exit: 6, calls: 1, counts: { ok: 2, unknown: 1, failed: 0 } },
    next: `contact-push reconcile ${id} --rate off`,
  });
});

it('goes on with a reconcile that was killed, and asks for no input', async () => {
  const { program, again, id } = await halfway('reconcile');
  program.kill('SIGKILL');
  await program.ended;
  // The stand-in finds one of the numbers only.
  expect(await again()).toMatchObject({
    run: id,
    status: 'finished',
    exit: 6,
    calls: 2,
    counts: { ok: 1, unknown: 2 },
  });
});

it.each([
  { kind: 'retry', counts: { ok: 1, failed: 1, unknown: 1, not_sent: 0 } },
  { kind: 'reconcile', counts: { ok: 1, failed: 0, unknown: 2, not_sent: 0 } },
] as const)('says at a second signal of a $kind what its rows were before it, and are', async ({ kind, counts }) => {
  const { program, run, id } = await halfway(kind);
  program.kill('SIGINT');
  await program.says(/^\S+Z stopping \(SIGINT\)/m);
  program.kill('SIGINT');
  const ran = await program.ended;
  expect(ran.exit).toBe(130);
  const doc = JSON.parse(ran.stdout);
  expect(doc).toMatchObject({ run: id, status: 'interrupted', stop: 'signal', rows: 3, counts });
  expect(doc.next).toBe(`contact-push ${kind} ${id} --rate off --concurrency 1`);
  // The ledger says the same.
  expect(JSON.parse((await run(['runs', '--json'])).stdout)).toMatchObject([{ run: id, counts }]);
});

it('settles what a reconcile under way hears after a signal, leaves the rest as it was, and names itself', async () => {
  const { program, again, id, answer } = await halfway('reconcile');
  program.kill('SIGINT');
  await program.says(/^\S+Z stopping \(SIGINT\)/m);
  answer({ status: 200, body: '{"Status":"Success","Data":[{"ID":8,"Mobile":"09120000002"}]}' });
  const ran = await program.ended;
  expect(ran.exit).toBe(130);
  expect(JSON.parse(ran.stdout)).toMatchObject({
    ...{ status: 'interrupted', stop: 'signal', exit: 130, calls: 2 },
    counts: { ok: 2, unknown: 1, not_sent: 0 },
    next: `contact-push reconcile ${id} --rate off --concurrency 1`,
  });
  expect(await again()).toMatchObject({ status: 'finished', exit: 6, counts: { ok: 2, unknown: 1 }, next: null });
});

it('leaves failed what an interrupted retry did not come to, and goes on without the input', async () => {
  const { program, again, id, answer, run } = await halfway('retry');
  program.kill('SIGINT');
  await program.says(/^\S+Z stopping \(SIGINT\)/m);
  answer(STORED);
  const ran = await program.ended;
  expect(ran.exit).toBe(130);
  const counts = { ok: 2, failed: 1, unknown: 0, not_sent: 0 };
  expect(JSON.parse(ran.stdout)).toMatchObject({
    ...{ status: 'interrupted', stop: 'signal', exit: 130, calls: 2, counts },
    next: `contact-push retry ${id} --rate off --concurrency 1`,
  });
  expect((await run(['report', id])).stdout).toMatch(/^3,4,failed,/m);
  expect(await again()).toMatchObject({ run: id, exit: 0, calls: 1, counts: { ok: 3 }, next: null });
});
