import { mkdir, rename, rm } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { brokenOff } from '../support/broken-off.js';
import { readCsv } from '../support/csv.js';
import { numberOf, people, upTo } from '../support/people.js';
import { desk } from '../support/program.js';

const six = upTo(6).map((person) => numberOf('octopush', person));

it.each<[name: string, content: string | Buffer, flags: readonly string[]]>([
  ['c.json', JSON.stringify(six.map((phone) => ({ phone, first_name: 'A' }))), []],
  ['c.ndjson', six.map((phone) => `{"phone":"${phone}"}\n`).join(''), []],
  ['c.tsv', `phone\tname\n${six.map((phone) => `${phone}\tA\n`).join('')}`, ['--format', 'tsv']],
  ['c.txt', `phone|name\r\n${six.map((phone) => `${phone}|A\r\n`).join('')}`, ['--delimiter', 'pipe']],
  ['c.csv.gz', gzipSync(people('octopush', upTo(6))), []],
  ['c.csv', Buffer.from(`\ufeff${people('octopush', upTo(6))}`, 'utf16le'), []],
  ['c.csv', Buffer.from(`téléphone;prénom\n${six.map((phone) => `${phone};Zoé\n`).join('')}`, 'latin1'), []],
  [
    'c.csv',
    `_row,_line,_status,_code,_message,phone\n${six.map((phone) => `1,2,invalid,x,y,${phone}\n`).join('')}`,
    [],
  ],
  ['c.csv', `gsm,phone\n${six.map((phone) => `${phone},landline\n`).join('')}`, ['--map', 'phone_number=gsm']],
])('goes on with %s (%#) as the run read it, and ends with the report of the whole', async (name, content, flags) => {
  const { env, id, run, path, sandbox } = await brokenOff('octopush', { file: [name, content], flags });
  const ran = await run(['resume', id, '--json'], { env });
  expect({ stderr: ran.stderr, ...JSON.parse(ran.stdout) }).toMatchObject({ exit: 0, rows: 6, counts: { ok: 6 } });
  const report = await readCsv(path(`${name.split('.')[0]}.report.csv`));
  expect(report.map(({ row, phone, status }) => `${row} ${phone} ${status}`)).toEqual(
    six.map((phone, index) => `${index + 1} ${phone} ok`),
  );
  expect(sandbox.stats().octopush.contacts).toBe(6);
});

it('goes on with rows between --skip and --limit alone', async () => {
  const flags = ['--skip', '1', '--limit', '5'];
  const { env, run, path, sandbox } = await brokenOff('octopush', {
    file: ['c.csv', people('octopush', upTo(9))],
    flags,
  });
  const ran = await run(['resume', '--json'], { env });
  expect(JSON.parse(ran.stdout)).toMatchObject({ exit: 0, rows: 5, counts: { ok: 5 } });
  expect((await readCsv(path('c.report.csv'))).map(({ row, line }) => `${row}@${line}`)).toEqual([
    ...['2@3', '3@4', '4@5', '5@6', '6@7'],
  ]);
  expect([...sandbox.contacts('octopush')].map(({ number }) => `+${number}`)).toEqual(six.slice(1));
});

it('fills fields as the run did, whatever became of its mapping file', async () => {
  const { run, write, path } = await desk();
  const content = `a,b\n${six.map((phone) => `x,${phone}\n`).join('')}`;
  await write('c.csv', content);
  const wishes = ['--map', 'phone_number=b', '--map', 'param1=a', '--set', 'list_name=spring'];
  await run(['import', 'c.csv', '--provider', 'octopush', ...wishes, '--dry-run', '--save-mapping', 'm.json']);
  const mapping = path('m.json');
  const { env, sandbox, ...table } = await brokenOff('octopush', {
    file: ['c.csv', content],
    flags: ['--mapping', mapping],
  });
  await rm(mapping);
  const ran = await table.run(['resume', '--mapping', mapping, '--json'], { env });
  expect(JSON.parse(ran.stdout)).toMatchObject({ exit: 0, counts: { ok: 6 } });
  for (const { fields } of sandbox.contacts('octopush')) {
    expect(fields).toMatchObject({ param1: 'x', list_names: ['spring'] });
  }
});

it('asks for the same standard input again, and goes on with it', async () => {
  const content = people('protexting', upTo(6));
  const { env, id, run, path, sandbox } = await brokenOff('protexting', { file: ['-', content] });
  for (const argv of [['resume'], ['resume', id, 'c.csv']]) {
    const asked = await run([...argv, '--rate', 'off', '--json'], { env, stdin: content });
    expect(asked.exit).toBe(2);
    expect(JSON.parse(asked.stdout).error).toContain(`Type: contact-push resume ${id} - --rate off`);
  }
  const other = await run(['resume', id, '-', '--rate', 'off', '--json'], {
    env,
    stdin: people('protexting', [1, 7, 8, 9]),
  });
  expect(other.exit).toBe(2);
  expect(JSON.parse(other.stdout).error).toMatch(/:3: row 2 is not what the run read there before: expected .*found/);
  expect(sandbox.stats().protexting.calls).toBe(4);

  const ran = await run(['resume', id, '-', '--rate', 'off', '--json'], { env, stdin: content });
  expect(JSON.parse(ran.stdout)).toMatchObject({ exit: 6, rows: 6, counts: { ok: 5, unknown: 1 } });
  expect((await readCsv(path('stdin.report.csv'))).map(({ row }) => row)).toEqual(['1', '2', '3', '4', '5', '6']);
  expect(sandbox.stats().protexting).toMatchObject({ calls: 6, repeated: 0 });
});

it('finds the file where it is said to lie now', async () => {
  const { env, id, run, path, sandbox } = await brokenOff('protexting');
  await mkdir(path('new'));
  await rename(path('c.csv'), path('new/place.csv'));
  const gone = await run(['resume', '--json'], { env });
  expect(gone.exit).toBe(2);
  expect(JSON.parse(gone.stdout).error).toContain(`${path('c.csv')}: `);
  expect(sandbox.stats().protexting.calls).toBe(4);
  const ran = await run(['resume', id, 'new/place.csv', '--rate', 'off', '--json'], { env });
  expect(JSON.parse(ran.stdout)).toMatchObject({
    exit: 6,
    counts: { ok: 5, unknown: 1 },
    report: path('c.report.csv'),
  });
});

it('takes the unpacked file on standard input where the packed one is gone', async () => {
  const content = people('octopush', upTo(6));
  const { env, id, run, path } = await brokenOff('octopush', { file: ['c.csv.gz', gzipSync(content)] });
  await rm(path('c.csv.gz'));
  const ran = await run(['resume', id, '-', '--json'], { env, stdin: content });
  expect(JSON.parse(ran.stdout)).toMatchObject({ exit: 0, counts: { ok: 6 } });
});

it.each([
  { what: 'a row more', content: people('protexting', upTo(7)), says: /; 6 rows then, 7 now\./ },
  {
    what: 'another number',
    content: people('protexting', [1, 2, 3, 4, 5, 7]),
    says: /as many bytes, but others; 6 rows as then/,
  },
])('sends nothing of a file that has $what', async ({ content, says }) => {
  const { env, id, run, write, sandbox } = await brokenOff('protexting');
  await write('c.csv', content);
  const ran = await run(['resume', '--json'], { env });
  expect(ran.exit).toBe(2);
  const { error } = JSON.parse(ran.stdout);
  expect(error).toMatch(says);
  expect(error).toContain(`is not what run ${id} read`);
  expect(sandbox.stats().protexting.calls).toBe(4);
  // As it was, it goes on.
  await write('c.csv', people('protexting', upTo(6)));
  expect((await run(['resume', '--rate', 'off'], { env })).exit).toBe(6);
});

it('sends nothing of a file that was never read through, once a row in it is another', async () => {
  const { env, run, write, sandbox } = await brokenOff('protexting', { flags: ['--no-preflight'] });
  await write('c.csv', people('protexting', [1, 2, 9, 4, 5, 6]));
  const ran = await run(['resume', '--rate', 'off', '--json'], { env });
  expect(ran.exit).toBe(2);
  expect(JSON.parse(ran.stdout).error).toMatch(/c\.csv:4: row 3 is not what the run read there before/);
  expect(sandbox.stats().protexting.calls).toBe(4);
  await write('c.csv', people('protexting', upTo(6)));
  expect((await run(['resume', '--rate', 'off'], { env })).exit).toBe(6);
  expect(sandbox.stats().protexting).toMatchObject({ calls: 6, repeated: 0 });
});

it('goes on from another working directory, and leaves the report where it lay', async () => {
  const { env, run, path } = await brokenOff('octopush');
  await mkdir(path('elsewhere'));
  const ran = await run(['resume', '--json'], { env, cwd: path('elsewhere') });
  expect(JSON.parse(ran.stdout)).toMatchObject({ exit: 0, report: path('c.report.csv') });
  expect(await readCsv(path('c.report.csv'))).toHaveLength(6);
});
