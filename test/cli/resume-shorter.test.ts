import { expect, it } from 'vitest';
import { brokenOff } from '../support/broken-off.js';
import { people, upTo } from '../support/people.js';

const six = people('protexting', upTo(6));
const two = people('protexting', upTo(2));

it('refuses standard input that ends before the rows that the run read of it', async () => {
  const { env, id, run, sandbox } = await brokenOff('protexting', { file: ['-', six] });
  const ran = await run(['resume', id, '-', '--rate', 'off', '--json'], { env, stdin: two });
  expect(sandbox.stats().protexting.calls).toBe(4);
  expect(ran.exit).toBe(2);
});

it('refuses a file that was never read through, and is shorter by now', async () => {
  const { env, run, write, sandbox } = await brokenOff('protexting', { flags: ['--no-preflight'] });
  await write('c.csv', two);
  const ran = await run(['resume', '--rate', 'off', '--json'], { env });
  expect(sandbox.stats().protexting.calls).toBe(4);
  expect(ran.exit).toBe(2);
});

it('ends as interrupted where a signal comes before standard input has said again what it said', async () => {
  const { env, id, start } = await brokenOff('protexting', { file: ['-', six] });
  const program = start(['resume', id, '-', '--progress-interval', '50ms', '--json'], {
    env,
    stdin: two,
    endless: true,
  });
  await program.says(/^\S+Z 2 rows read/m);
  program.kill('SIGINT');
  const ran = await program.ended;
  expect(ran.exit).toBe(130);
  expect(JSON.parse(ran.stdout)).toMatchObject({ run: id, status: 'interrupted', counts: { ok: 3, unknown: 1 } });
});
