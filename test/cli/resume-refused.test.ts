import { expect, it } from 'vitest';
import { brokenOff } from '../support/broken-off.js';
import { numberOf } from '../support/people.js';
import type { More } from '../support/program.js';

const FLAGS = ['--country', 'FR', '--set', 'list_name=spring', '--set', 'tag_name=a b', '--limit', '6', '--skip', '1'];
const FILE = [
  'c.csv',
  ['phone', ...[1, 2, 3, 4, 5, 6, 7, 8].map((p) => numberOf('octopush', p))].join(';x\n'),
] as const;

it('refuses, in one line and without a call, what would send otherwise than the run began', async () => {
  const { env, id, run, sandbox } = await brokenOff('octopush', { flags: [...FLAGS, '--delimiter', ';'], file: FILE });
  const refused = async (argv: readonly string[], more: More, says: string) => {
    const ran = await run([...argv, '--json'], { env: { ...env, ...more.env } });
    expect({ argv, stderr: ran.stderr, exit: ran.exit }).toEqual({
      ...{ argv, exit: 2 },
      stderr: `error: ${says}\nnext: contact-push ${argv[0]} --help\n`,
    });
    expect(JSON.parse(ran.stdout)).toEqual({ run: null, status: 'refused', exit: 2, error: says });
  };
  const word = (name: string, now: string, then: string) =>
    `${name}${now}: run ${id} was begun with ${then}, and goes on with it. Leave ${name} out, or begin another run with import`;
  await refused(['resume', '--country', 'BE'], {}, word('--country', ' BE', '--country FR'));
  const twin = { env: { CONTACT_PUSH_COUNTRY: 'BE' } };
  await refused(['retry', id], twin, word('CONTACT_PUSH_COUNTRY', ' BE', '--country FR'));
  await refused(
    ['resume', '--set', 'list_name=autumn'],
    {},
    word('--set', ' list_name=autumn', `--set list_name=spring --set 'tag_name=a b'`),
  );
  const list = { env: { CONTACT_PUSH_SET: 'list_name=autumn' } };
  await refused(
    ['resume'],
    list,
    word('CONTACT_PUSH_SET', ' list_name=autumn', `--set list_name=spring --set 'tag_name=a b'`),
  );
  await refused(['resume', '--limit', '5'], {}, word('--limit', ' 5', '--limit 6'));
  await refused(['reconcile', id, '--skip', '0'], {}, word('--skip', ' 0', '--skip 1'));
  await refused(['resume', '--provider', 'amoot'], {}, word('--provider', ' amoot', '--provider octopush'));
  await refused(['resume', '--mapping', 'm.json'], {}, word('--mapping', ' m.json', 'no --mapping'));
  await refused(['resume', '--again'], {}, word('--again', '', 'no --again'));
  await refused(['resume', '--sandbox'], {}, word('--sandbox', '', 'no --sandbox'));
  const again = { env: { CONTACT_PUSH_AGAIN: '1' } };
  await refused(['resume'], again, word('CONTACT_PUSH_AGAIN', '', 'no --again'));
  expect(sandbox.stats().octopush.calls).toBe(4);
});

it('takes what the run was begun with, said again in its own or in other words', async () => {
  const { env, run, sandbox } = await brokenOff('octopush', { flags: [...FLAGS, '--delimiter', ';'], file: FILE });
  const same = ['--set', 'tag_name=a b', '--limit', '6', '--skip', '1', '--format', 'csv', '--delimiter', 'semicolon'];
  const variables = { CONTACT_PUSH_COUNTRY: 'fr', CONTACT_PUSH_PHONE_CHECK: 'possible', CONTACT_PUSH_RATE: 'off' };
  const ran = await run(['resume', ...same, '--json'], { env: { ...env, ...variables } });
  expect({ stderr: ran.stderr, ...JSON.parse(ran.stdout) }).toMatchObject({ exit: 0, rows: 6, counts: { ok: 6 } });
  for (const { fields } of sandbox.contacts('octopush')) {
    expect(fields).toMatchObject({ list_names: ['spring'], tag_names: ['a b'] });
  }
});

it('sends nothing where the environment asks for a dry run, since a later session sends', async () => {
  const { run, sandbox, env } = await brokenOff('octopush');
  const ran = await run(['resume', '--json'], { env: { ...env, CONTACT_PUSH_DRY_RUN: '1' } });
  expect(ran.exit).toBe(2);
  expect(JSON.parse(ran.stdout).error).toBe('CONTACT_PUSH_DRY_RUN is on, and a resume makes calls: leave it out');
  expect(sandbox.stats().octopush.calls).toBe(4);
});
