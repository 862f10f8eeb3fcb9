import { readFile, stat } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/sqlite.js';
import { desk } from '../support/program.js';

const GSM = 'Ref,GSM no.,Petit nom\n1,+33639980001,Axelle\n';
const SEND = ['--provider', 'octopush', '--sandbox'];
const SAVE = ['--map', 'phone_number=GSM no.', '--set', 'list_name=Spring', '--save-mapping', 'm.json'];

it('writes a mapping in a dry run, for its owner alone, and fills the fields by it the next time', async () => {
  const { run, write, path } = await desk();
  await write('c.csv', GSM);
  const dry = await run(['import', 'c.csv', '--provider', 'octopush', '--dry-run', ...SAVE]);
  expect(dry.stdout).toContain('m.json holds the mapping; --mapping takes it, for files with this very header');
  expect(dry.exit).toBe(0);
  expect(JSON.parse(await readFile(path('m.json'), 'utf8'))).toEqual({
    contact_push_mapping: 1,
    provider: 'octopush',
    fields: { phone_number: 'GSM no.' },
    set: ['list_name=Spring'],
    header: ['Ref', 'GSM no.', 'Petit nom'],
  });
  expect((await stat(path('m.json'))).mode & 0o777).toBe(0o600);

  const ran = await run(['import', 'c.csv', ...SEND, '--mapping', 'm.json', '--json']);
  expect(ran.stderr).toContain('phone_number ← GSM no., list_name = Spring\n');
  expect(JSON.parse(ran.stdout)).toMatchObject({ exit: 0, counts: { ok: 1 } });
});

it('records in the ledger what a mapping file held', async () => {
  const { run, write, path } = await desk();
  await write('c.csv', GSM);
  await run(['import', 'c.csv', ...SEND, ...SAVE]);
  await run(['import', 'c.csv', ...SEND, '--mapping', 'm.json']);
  const ledger = await openLedger(path('state'));
  const settings = (await ledger.runs()).map((each) => each.settings);
  await ledger.close();
  const same = { map: ['phone_number=GSM no.'], set: ['list_name=Spring'], fields: { phone_number: 'GSM no.' } };
  expect(settings).toHaveLength(2);
  expect(settings).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ ...same, mapping: null }),
      expect.objectContaining({ ...same, mapping: 'm.json' }),
    ]),
  );
});

it('takes the file from CONTACT_PUSH_MAPPING, and refuses --set beside it', async () => {
  const { run, write } = await desk();
  await write('c.csv', GSM);
  await run(['import', 'c.csv', '--provider', 'octopush', '--dry-run', ...SAVE]);
  const env = { CONTACT_PUSH_MAPPING: 'm.json' };
  expect((await run(['import', 'c.csv', ...SEND], { env })).exit).toBe(0);
  const both = await run(['import', 'c.csv', ...SEND, '--set', 'tag_name=a'], { env });
  expect(both.exit).toBe(2);
  expect(both.stderr).toMatch(/^error: CONTACT_PUSH_MAPPING m\.json holds columns .* already: leave out --set/);
});

it('takes no mapping from a file of an hour later whose columns changed places, and sends nothing', async () => {
  const { run, write } = await desk();
  await write('c.csv', GSM);
  await run(['import', 'c.csv', '--provider', 'octopush', '--dry-run', ...SAVE]);
  await write('c.csv', 'Ref,Petit nom,GSM no.\n1,Axelle,+33639980001\n');
  const ran = await run(['import', 'c.csv', ...SEND, '--mapping', 'm.json', '--json']);
  expect(ran.exit).toBe(2);
  expect(ran.stderr).toMatch(/^error: .+\nnext: contact-push import --help\n$/);
  expect(JSON.parse(ran.stdout)).toMatchObject({
    run: null,
    status: 'refused',
    exit: 2,
    error: expect.stringContaining('moved "Petit nom", "GSM no."'),
  });
});

it.each([
  [['--mapping', 'gone.json'], 'gone.json: cannot be read: no such file. A mapping is written by --save-mapping'],
  [['--mapping', '.'], '.: cannot be read: it is a folder'],
  [['--mapping', 'c.csv'], 'c.csv: is no mapping of contact-push, but broken JSON'],
  [[...SAVE.slice(0, -1), 'c.csv'], 'c.csv is the input itself; name another file with --save-mapping'],
  [[...SAVE, '--report', 'm.json'], 'm.json is the report itself; name another file with --save-mapping'],
  [[...SAVE.slice(0, -1), 'no/m.json'], 'no/m.json cannot be written'],
])('refuses %j in one line', async (flags, message) => {
  const { run, write } = await desk();
  await write('c.csv', GSM);
  const ran = await run(['import', 'c.csv', ...SEND, ...flags]);
  expect(ran.stderr).toContain(`error: ${message}`);
  expect(ran.exit).toBe(2);
});
