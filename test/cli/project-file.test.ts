import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { program } from '../../src/cli/program.js';
import { keysOf, schemaText } from '../../src/cli/settings/shape.js';
import { standInSettings } from '../../src/cli/stand-in.js';
import { type Desk, desk, type More } from '../support/program.js';
import { recorder } from '../support/recorder.js';

const FILE = 'contact-push.config.json';
const ROWS = 'phone,prénom\n0639980001,Axelle\n0639980002,Jean\n';

/** A desk with a file of contacts and a project file. */
async function prepared(config: unknown): Promise<Desk> {
  const there = await desk();
  await there.write('c.csv', ROWS);
  await there.write(FILE, typeof config === 'string' ? config : JSON.stringify(config));
  return there;
}

/** The settings that an import would have, by name. */
async function settingsOf({ run }: Desk, argv: readonly string[] = [], more: More = {}) {
  const ran = await run(['import', '--show-settings', '--json', ...argv], more);
  expect(ran.stderr).toBe('');
  const shown: readonly { setting: string; value: unknown; from: string }[] = JSON.parse(ran.stdout);
  return (name: string) => shown.find(({ setting }) => setting === name);
}

describe('a project file', () => {
  it('stands for flags: what it says is what arrives', async () => {
    const { url, arrived } = await recorder(() => ({ status: 401 }));
    const { run } = await prepared({
      $schema: './node_modules/contact-push/config.schema.json',
      provider: 'octopush',
      country: 'FR',
      map: { last_name: 'prénom' },
      set: { list_name: 'spring' },
      limit: 1,
      'batch-size': 5,
    });
    await run(['import', 'c.csv'], { env: standInSettings(url) });
    expect(arrived.map(({ body }) => JSON.parse(body))).toEqual([
      { contacts: [{ phone_number: '+33639980001', last_name: 'Axelle' }], list_name: 'spring' },
    ]);
  });

  it('gives way to a profile, that to .env, that to the environment, that to a flag', async () => {
    const there = await prepared({ rate: '1/s', profiles: { nightly: { rate: '2/s' }, other: { rate: '9/s' } } });
    const rate = async (argv: readonly string[], more: More = {}) => (await settingsOf(there, argv, more))('rate');
    expect(await rate([])).toEqual({ setting: 'rate', value: '1/s', from: FILE });
    const nightly = ['--profile', 'nightly'];
    expect(await rate(nightly)).toEqual({ setting: 'rate', value: '2/s', from: `${FILE}, profile nightly` });
    expect(await rate([], { env: { CONTACT_PUSH_PROFILE: 'other' } })).toMatchObject({ value: '9/s' });
    await there.write('.env', 'CONTACT_PUSH_RATE=3/s\n');
    expect(await rate(nightly)).toEqual({ setting: 'rate', value: '3/s', from: 'CONTACT_PUSH_RATE in .env' });
    const env = { CONTACT_PUSH_RATE: '4/s' };
    expect(await rate(nightly, { env })).toEqual({
      setting: 'rate',
      value: '4/s',
      from: 'CONTACT_PUSH_RATE in the environment',
    });
    expect(await rate([...nightly, '--rate', '5/s'], { env })).toEqual({
      setting: 'rate',
      value: '5/s',
      from: '--rate',
    });
  });

  it('turns switches on and off, and the environment turns them back', async () => {
    const there = await prepared({ sandbox: true, preflight: false });
    const inForce = await settingsOf(there);
    expect(inForce('sandbox')).toMatchObject({ value: true, from: FILE });
    expect(inForce('preflight')).toMatchObject({ value: false, from: FILE });
    const env = { CONTACT_PUSH_SANDBOX: '0', CONTACT_PUSH_NO_PREFLIGHT: '0' };
    const back = await settingsOf(there, [], { env });
    expect(back('sandbox')).toMatchObject({ value: false, from: 'CONTACT_PUSH_SANDBOX in the environment' });
    expect(back('preflight')).toMatchObject({ value: true });
  });

  it('has its columns and values give way to a --mapping that is typed', async () => {
    const there = await prepared({ provider: 'octopush', sandbox: true, country: 'FR', set: { list_name: 'spring' } });
    const saved = await there.run(['import', 'c.csv', '--dry-run', '--save-mapping', 'm.json']);
    expect(saved.exit).toBe(0);
    const ran = await there.run(['import', 'c.csv', '--mapping', 'm.json']);
    expect(ran.exit).toBe(0);
    const both = await there.run(['import', 'c.csv', '--mapping', 'm.json', '--set', 'list_name=summer']);
    expect(both.exit).toBe(2);
    expect(both.stderr).toContain('leave out --set');
  });

  it('does not change what a run was begun with, and goes on at the pace that it has now', async () => {
    const refusing = await recorder(() => ({ status: 401, body: '{"code":101,"message":"no"}' }));
    const there = await prepared({ provider: 'octopush', profiles: { nightly: { country: 'FR', rate: '9/s' } } });
    const ran = await there.run(['import', 'c.csv', '--profile', 'nightly'], { env: standInSettings(refusing.url) });
    expect(ran.exit).toBe(4);
    const next = /^next.*:\n {2}contact-push (.*)$/m.exec(ran.stdout)?.[1] ?? '';
    expect(next).toMatch(/^resume \S+ --profile nightly$/);
    await there.write(FILE, JSON.stringify({ country: 'DE', set: { list_name: 'other' }, profiles: { nightly: {} } }));
    const again = await there.run(next.split(' '), { env: standInSettings(refusing.url) });
    expect(again.exit).toBe(4);
    expect(again.stderr).not.toContain('was begun with');
    const [, { body } = { body: '' }] = refusing.arrived;
    expect(JSON.parse(body)).toEqual({
      contacts: [
        { phone_number: '+33639980001', first_name: 'Axelle' },
        { phone_number: '+33639980002', first_name: 'Jean' },
      ],
    });
  });
});

describe('a project file is refused', () => {
  it.each([
    [
      'an unknown key, with the closest',
      { contry: 'FR' },
      `${FILE}:1: contry: there is no such setting. Did you mean country?`,
    ],
    [
      'an unknown key in a profile',
      { profiles: { nightly: { dateFormat: 'd.M.yyyy' } } },
      `${FILE}:1: profiles.nightly.dateFormat: there is no such setting. Did you mean date-format?`,
    ],
    [
      'a secret',
      { OCTOPUSH_API_KEY: 'sk-123456' },
      `${FILE}:1: OCTOPUSH_API_KEY: secrets and base URLs come from the environment or .env alone. Take it out here`,
    ],
    ['a base URL', { 'base-url': 'http://127.0.0.1' }, 'secrets and base URLs come from'],
    ['--again for good', { again: true }, 'it is meant for one run'],
    ['a state folder', { 'state-dir': '/tmp' }, 'who was sent to must not depend on the folder'],
    ['another kind of value', { rate: true }, `${FILE}:1: rate: expected a text or a number, found true`],
    ['a text for a switch', { json: 'yes' }, `${FILE}:1: json: expected true or false, found "yes"`],
    ['a list for pairs', { set: ['a=b'] }, `${FILE}:1: set: expected an object such as`],
    ['a value that cannot be', { rate: '5/x' }, `${FILE}: rate 5/x: expected a rate above zero`],
    ['what is no JSON, with the line', '{\n  "rate": "5/s"\n  "json": true\n}', `${FILE}:3: is no JSON:`],
    ['a list', '[]', `${FILE}: expected an object, found []`],
  ])('for %s', async (_, config, said) => {
    const { run } = await prepared(config);
    const ran = await run(['import', 'c.csv', '--provider', 'octopush', '--country', 'FR', '--sandbox']);
    expect(ran.exit).toBe(2);
    expect(ran.stderr).toContain(`error: `);
    expect(ran.stderr).toContain(said);
    expect(ran.stderr.trim().split('\n')).toHaveLength(ran.stderr.includes('mended:') ? 3 : 2);
    expect(ran.stderr).not.toContain('sk-123456');
  });

  it('for a profile that is not there', async () => {
    const { run } = await prepared({ profiles: { nightly: {} } });
    const ran = await run(['import', 'c.csv', '--profile', 'nigtly']);
    expect(ran.stderr).toBe(
      `error: --profile nigtly: ${FILE} has the profiles nightly. Did you mean nightly?\nnext: contact-push import c.csv --profile nightly\n`,
    );
    const none = await (await desk()).run(['import', 'c.csv', '--profile', 'nightly']);
    expect(none.stderr).toBe(
      `error: --profile nightly: there is no ${FILE} here that could hold it\nnext: contact-push import --help\n`,
    );
  });
});

describe('--show-settings', () => {
  it('names where credentials come from, and shows no secret', async () => {
    const there = await desk();
    await there.write('.env', 'OCTOPUSH_API_KEY=sk-very-secret\n');
    const env = { OCTOPUSH_API_LOGIN: 'me@example.org' };
    const ran = await there.run(['import', '--provider', 'octopush', '--show-settings'], { env });
    expect(ran).toMatchObject({ exit: 0, stderr: '' });
    expect(ran.stdout).toMatch(/^OCTOPUSH_API_LOGIN +me@example\.org +the environment$/m);
    expect(ran.stdout).toMatch(/^OCTOPUSH_API_KEY +set, not shown +\.env$/m);
    expect(ran.stdout).toMatch(/^rate +2\/s +default$/m);
    expect(ran.stdout).not.toContain('very-secret');
  });

  it.each(['import', 'resume', 'retry', 'reconcile', 'runs', 'report', 'sandbox'])(
    'does nothing else: %s',
    async (command) => {
      const ran = await (await desk()).run(
        [command, '--show-settings', '--state-dir', 'elsewhere'].slice(0, command === 'sandbox' ? 2 : 4),
      );
      expect(ran).toMatchObject({ exit: 0, stderr: '' });
      expect(ran.stdout).toMatch(/^env-file +\.env +default$/m);
    },
  );
});

it.each(['verbose', 'quiet'])(
  'takes every flag of an import from its twin in the environment, %s too',
  async (manner) => {
    const imported = program(() => async () => {}).commands.find((command) => command.name() === 'import');
    const flags = imported?.options.filter(({ hidden }) => !hidden).map((option) => option.name()) ?? [];
    const ownWay = ['show-settings', 'help-all', 'env-file', 'profile', 'verbose', 'quiet', 'log-format', 'json'];
    const names = [...flags.filter((name) => !ownWay.includes(name)), manner];
    expect(names.length).toBeGreaterThan(30);
    const twin = (name: string): string => `CONTACT_PUSH_${name.toUpperCase().replaceAll('-', '_')}`;
    const env = Object.fromEntries(names.map((name) => [twin(name), '1']));
    const shown = await settingsOf(await desk(), [], { env });
    for (const name of names) {
      expect(shown(name.replace(/^no-/, ''))).toMatchObject({ from: `${twin(name)} in the environment` });
    }
  },
);

it('has a JSON Schema in the package that says what may stand there', () => {
  const imported = program(() => async () => {}).commands.find((command) => command.name() === 'import');
  if (imported === undefined) throw new Error('there is no import');
  const published = readFileSync(fileURLToPath(new URL('../../config.schema.json', import.meta.url)), 'utf8');
  // `npm run schema` writes it anew.
  expect(published).toBe(schemaText(keysOf(imported)));
});
