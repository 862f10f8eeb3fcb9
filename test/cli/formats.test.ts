import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { readCsv } from '../support/csv.js';
import { desk } from '../support/program.js';

const PEOPLE = [
  { phone: '+33639980001', first_name: 'Zoé', last_name: 'Martin, "la grande"' },
  { phone: '06 39 98 00 02', first_name: 'زهرا', last_name: '' },
  { phone: '+33639980001', first_name: 'again', last_name: '' },
  { phone: 'none', first_name: 'x', last_name: 'y' },
  { phone: '+33639980091', first_name: 'left', last_name: 'out' },
];

const cell = (text: string): string => (/[",\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const table = (delimiter: string): string =>
  [['phone', 'first_name', 'last_name'], ...PEOPLE.map((person) => Object.values(person))]
    .map((cells) => cells.map(cell).join(delimiter))
    .join('\n');

const FORMS = [
  { name: 'CSV', file: 'c.csv', content: table(',') },
  { name: 'CSV with a byte order mark', file: 'c.csv', content: `\ufeff${table(',')}` },
  { name: 'TSV', file: 'c.tsv', content: table('\t') },
  { name: 'JSON', file: 'c.json', content: JSON.stringify(PEOPLE, null, 2) },
  { name: 'NDJSON', file: 'c.ndjson', content: PEOPLE.map((person) => JSON.stringify(person)).join('\n') },
  { name: 'CSV from standard input', file: '-', content: table(',') },
  { name: 'JSON from standard input', file: '-', content: JSON.stringify(PEOPLE) },
  { name: 'NDJSON from standard input', file: '-', content: PEOPLE.map((person) => JSON.stringify(person)).join('\n') },
];

it.each(FORMS)('gives the same contacts the same fates: $name', async ({ file, content }) => {
  const { run, write, path } = await desk();
  if (file !== '-') await write(file, content);
  const ran = await run(['import', file, '--provider', 'octopush', '--sandbox', '--country', 'FR', '--json'], {
    stdin: file === '-' ? content : '',
  });
  expect(ran.exit).toBe(6);
  const report = await readCsv(path(file === '-' ? 'stdin.report.csv' : 'c.report.csv'));
  expect(report.map(({ row, status, phone, code }) => `${row} ${status} ${phone} ${code}`)).toEqual([
    '1 ok +33639980001 ',
    '2 ok +33639980002 ',
    '3 duplicate +33639980001 duplicate',
    '4 invalid none phone_letters',
    '5 unknown +33639980091 no_answer',
  ]);
});

it('hands JSON rows back as they were read, with what is wrong before them', async () => {
  const { run, write, path } = await desk();
  await write('c.json', '[{"phone": 4.41E+11, "first_name" : "A", "extra": {"b": [1.0]}}]');
  await run(['import', 'c.json', '--provider', 'octopush', '--sandbox']);
  const line = await readFile(path('c.rejects.ndjson'), 'utf8');
  expect(line).toContain('"phone": 4.41E+11,"first_name" : "A","extra": {"b": [1.0]}');
  expect(JSON.parse(line)).toMatchObject({ _row: 1, _line: 1, _status: 'invalid' });
});

it.each([
  {
    ending: 'ndjson',
    read: (text: string) =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
  },
  { ending: 'json', read: (text: string) => JSON.parse(text) },
])('writes the report as $ending when its name ends so', async ({ ending, read }) => {
  const { run, write, path } = await desk();
  await write('c.csv', 'phone\n+33639980001\nx\n');
  await run(['import', 'c.csv', '--provider', 'octopush', '--sandbox', '--report', `out.${ending}`]);
  const rows = read(await readFile(path(`out.${ending}`), 'utf8'));
  expect(rows).toMatchObject([
    { row: 1, line: 2, status: 'ok', result: 'added', attempts: 1, http_status: 201 },
    { row: 2, line: 3, status: 'invalid', code: 'phone_letters', attempts: 0, http_status: null, sent_at: null },
  ]);
});
