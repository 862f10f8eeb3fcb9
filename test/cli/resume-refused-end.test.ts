import { expect, it } from 'vitest';
import { numberOf, people, TO } from '../support/people.js';
import { desk } from '../support/program.js';
import { type Reply, recorder } from '../support/recorder.js';

const STORED = { status: 200, body: '{"Status":"Success","Data":{"ID":7}}' };

it.each([
  { from: 'a file that was not read through', name: 'c.csv', flags: ['--no-preflight'] },
  { from: 'standard input', name: '-', flags: [] },
])('leaves the end of a run as it was where a resume finds other rows in $from', async ({ name, flags }) => {
  let answer: (reply: Reply) => void = () => {};
  let arrive: () => void = () => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const server = await recorder((_, before) => {
    if (before === 0) return { status: 429 };
    if (before > 1) return STORED;
    arrive();
    return new Promise<Reply>((resolve) => {
      answer = resolve;
    });
  });
  const { run, start, write } = await desk();
  const env = { AMOOT_BASE_URL: server.url, AMOOT_TOKEN: 'token-of-no-account' };
  const content = people('amoot', [1, 2, 3]);
  await write('c.csv', content);
  const argv = ['import', name, ...TO.amoot, ...flags, '--max-retries', '0', '--json'];
  const program = start(argv, { env, stdin: content });
  await arrived;
  program.kill('SIGINT');
  await program.says(/^\S+Z stopping \(SIGINT\)/m);
  answer(STORED);
  const first = JSON.parse((await program.ended).stdout);
  expect(first).toMatchObject({ exit: 130, counts: { ok: 1, failed: 1, not_sent: 1 } });
  const end = { run: first.run, status: 'interrupted', stop: 'signal', exit: 130, rows: 3 };

  const other = people('amoot', [9, 2, 3]);
  await write('c.csv', other);
  const source = name === '-' ? ['-'] : [];
  const refused = await run(['resume', first.run, ...source, '--json'], { env, stdin: other });
  expect(refused.exit).toBe(2);
  expect(refused.stderr).toContain('row 1 is not what the run read there before');
  expect(JSON.parse((await run(['runs', '--json'])).stdout)).toMatchObject([{ ...end, counts: first.counts }]);

  const retried = await run(['retry', first.run, '--rate', 'off', '--json'], { env });
  expect(JSON.parse(retried.stdout)).toMatchObject({ ...end, calls: 1, counts: { ok: 2, failed: 0, not_sent: 1 } });
  expect(server.arrived[2]?.body).toContain(numberOf('amoot', 1));
});
