import { expect, it } from 'vitest';
import { front } from '../support/front.js';
import { people, TO, upTo } from '../support/people.js';
import { desk } from '../support/program.js';

it('knows that standard input was not read to its end, whatever is found out of its rows meanwhile', async () => {
  const { env, sandbox } = await front({ chaos: 'missing=100%', seed: 1 });
  const { run, start } = await desk();
  const importing = start(['import', '-', ...TO.octopush, '--json'], {
    env,
    stdin: people('octopush', [1, 2]),
    endless: true,
  });
  await expect.poll(() => sandbox.stats().octopush.calls).toBe(2);
  importing.kill('SIGINT');
  const stopped = JSON.parse((await importing.ended).stdout);
  expect(stopped).toMatchObject({ exit: 130, rows: 2, counts: { unknown: 2 } });
  expect(stopped.next).toContain(`resume ${stopped.run} -`);

  const reconciled = await run(['reconcile', stopped.run, '--rate', 'off', '--json'], { env });
  const doc = JSON.parse(reconciled.stdout);
  expect(doc).toMatchObject({ status: 'interrupted', stop: 'signal', counts: { unknown: 0 } });
  expect(doc.next).toContain(`resume ${stopped.run} -`);

  const resumed = await run(['resume', stopped.run, '-', '--rate', 'off', '--json'], {
    env,
    stdin: people('octopush', upTo(4)),
  });
  expect(JSON.parse(resumed.stdout)).toMatchObject({ rows: 4 });
});

it('types next lines that work from every folder, and that the command understands', async () => {
  const { env } = await front({ chaos: 'timeout=100%', seed: 1 });
  const { run, write, path } = await desk();
  await write('c.csv', people('amoot', upTo(1)));
  const ran = await run(
    ['import', 'c.csv', ...TO.amoot, '--state-dir', 'my state', '--max-errors', '5', '--timeout', '200ms', '--json'],
    { env },
  );
  const { next, run: id } = JSON.parse(ran.stdout);
  expect(next).toBe(
    `contact-push reconcile ${id} --rate off --concurrency 1 --state-dir '${path('my state')}' --timeout 200ms`,
  );
});
