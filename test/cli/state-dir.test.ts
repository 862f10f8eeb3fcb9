import { expect, it } from 'vitest';
import { front } from '../support/front.js';
import { people, TO, upTo } from '../support/people.js';
import { desk } from '../support/program.js';

it('names the state folder in all that is to be typed after a run that was left at once', async () => {
  const { run, start, write, path } = await desk();
  const { env, came } = await front({ answers: 1 });
  await write('c.csv', people('protexting', upTo(3)));
  const program = start(['import', 'c.csv', ...TO.protexting, '--state-dir', 'else'], { env });
  await came(2);
  program.kill('SIGINT');
  await program.says(/leaves at once/);
  program.kill('SIGINT');
  const { stderr } = await program.ended;
  const [line = ''] = /contact-push resume .*/.exec(stderr) ?? [];
  expect(line).toContain(`--state-dir ${path('else')}`);
  expect(JSON.parse((await run(['runs', '--json', '--state-dir', 'else'])).stdout)).toHaveLength(1);
});
