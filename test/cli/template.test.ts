import { describe, expect, it } from 'vitest';
import { providers } from '../../src/providers/index.js';
import { readCsv } from '../support/csv.js';
import { desk } from '../support/program.js';

const FORMATS = ['csv', 'tsv', 'ndjson', 'json'];

describe.each(providers)('a file to start from for $name', ({ name, fields, phone }) => {
  it.each(FORMATS)('is imported as it is, as %s', async (format) => {
    const { run, write, path } = await desk();
    const template = await run(['template', '--provider', name, '--format', format]);
    expect(template).toMatchObject({ exit: 0, stderr: '' });
    await write(`t.${format}`, template.stdout);
    const ran = await run(['import', `t.${format}`, '--provider', name, '--sandbox', '--json']);
    expect(JSON.parse(ran.stdout)).toMatchObject({ exit: 0, rows: 1, counts: { ok: 1 } });
    const [row] = await readCsv(path('t.report.csv'));
    const digits = fields.find(({ kind }) => kind === 'phone')?.example.replace(/\D/g, '') ?? '';
    expect(row).toMatchObject({ status: 'ok', message: '' });
    expect(row?.['phone']).toBe(phone.write(digits.replace(/^0/, '98')));
    expect(ran.stderr).not.toContain('columns that reach no field');
  });
});

it('is CSV unless another format is asked for, and fits the file name', async () => {
  const { run } = await desk();
  const ran = await run(['template', '--provider', 'protexting']);
  expect(ran.stdout).toBe('PhoneNumber,GroupIds\n+16465550123,"1,2"\n');
});

it.each([
  [[], '--provider is missing: expected octopush, protexting, amoot', 'template --help'],
  [
    ['--provider', 'amut'],
    '--provider amut: expected octopush, protexting, amoot. Did you mean amoot?',
    'template --provider amoot',
  ],
  [['--provider', 'amoot', '--format', 'xlsx'], '--format xlsx: expected csv, tsv, ndjson or json', 'template --help'],
])('refuses %j', async (argv, said, next) => {
  const { run } = await desk();
  const ran = await run(['template', ...argv]);
  expect(ran).toEqual({ exit: 2, stdout: '', stderr: `error: ${said}\nnext: contact-push ${next}\n` });
});
