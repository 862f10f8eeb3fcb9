import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { readCsv } from '../support/csv.js';
import { desk } from '../support/program.js';

const MIXED = [
  'Téléphone,first_name,last_name,Notes',
  '+33639980001,Axelle,Durand,good',
  '06 39 98 00 02,"Jean',
  'Paul",Petit,"a quoted line break, and a number of the country"',
  '+33639980001,Axelle,Durand,the same again',
  ',Nobody,,no number',
  '4.41E+11,Exponent,,digits are lost',
  '+33639980091,Left,Out,missing from the answer',
  '',
  '+33639980092,Odd,Status,an unknown status',
  '+33639980003,Shifted,Cells,a,b',
  '0033639980004,Prefix,Zero,good',
].join('\r\n');

it('gives every row of a mixed file its status, line, code and message, and a sum that holds', async () => {
  const { run, write, path } = await desk();
  await write('mixed.csv', MIXED);
  const ran = await run(['import', 'mixed.csv', '--provider', 'octopush', '--sandbox', '--country', 'FR']);

  expect(ran.exit).toBe(6);
  const report = await readCsv(path('mixed.report.csv'));
  const seen = report.map(({ row, line, status, result, phone, code }) =>
    [row, line, status, result, phone, code].join('|'),
  );
  expect(seen).toEqual([
    '1|2|ok|added|+33639980001|',
    '2|3|ok|added|+33639980002|',
    '3|5|duplicate||+33639980001|duplicate',
    '4|6|invalid|||phone_missing',
    '5|7|invalid||4.41E+11|phone_scientific',
    '6|8|unknown||+33639980091|no_answer',
    '7|10|unknown||+33639980092|unknown_status',
    '8|11|invalid||+33639980003|columns_shifted',
    '9|12|ok|added|+33639980004|',
  ]);
  expect(report[2]?.['message']).toBe('the same number as row 1');
  expect(report[3]?.['message']).toMatch(/^phone_number: expected a phone number/);
  expect(report[4]?.['message']).toMatch(/scientific notation: digits are lost/);
  expect(report[6]?.['message']).toContain('queued');
  expect(report[0]).toMatchObject({ attempts: '1', http_status: '201' });
  expect(report[0]?.['sent_at']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(report[3]).toMatchObject({ attempts: '0', http_status: '', sent_at: '' });
  expect(ran.stdout).toMatch(/rows read +9 += 3 \+ 1 \+ 3 \+ 2/);
});

it('writes rejects that go through once they are mended', async () => {
  const { run, write, path } = await desk();
  await write('mixed.csv', MIXED);
  await run(['import', 'mixed.csv', '--provider', 'octopush', '--sandbox', '--country', 'FR']);
  const rejects = await readFile(path('mixed.rejects.csv'), 'utf8');
  const lines = rejects.trimEnd().split('\r\n');
  expect(lines[0]).toBe('_row,_line,_status,_code,_message,Téléphone,first_name,last_name,Notes');
  expect(lines).toHaveLength(4);
  expect(lines[2]).toMatch(/^5,7,invalid,phone_scientific,.*,4\.41E\+11,Exponent,,digits are lost$/);

  const mended = rejects
    .replace(',,Nobody,,', ',+33639980005,Nobody,,')
    .replace('4.41E+11,Exponent', '+33639980006,Exponent')
    .replace('Shifted,Cells,a,b', 'Shifted,Cells,"a,b"');
  await write('mixed.rejects.csv', mended);
  const again = await run([
    'import',
    'mixed.rejects.csv',
    '--provider',
    'octopush',
    '--sandbox',
    '--country',
    'FR',
    '--json',
  ]);
  expect(JSON.parse(again.stdout)).toMatchObject({ exit: 0, rows: 3, counts: { ok: 3 }, rejects: null });
  expect(again.stderr).not.toContain('_row');
});

it('says what ProTexting refused, by its own code and message, and keeps the row for mending', async () => {
  const { run, write, path } = await desk();
  await write('c.csv', 'phone\n+16465550101\n+16465550191\n+16465550192\n+16465550194\n');
  const flags = ['--provider', 'protexting', '--sandbox', '--set', 'GroupIds=1', '--rate', 'off'];
  const ran = await run(['import', 'c.csv', ...flags]);
  expect(ran.exit).toBe(6);
  const report = await readCsv(path('c.report.csv'));
  expect(report.map(({ status, code, http_status }) => `${status} ${code} ${http_status}`)).toEqual([
    'ok  201',
    'rejected provider_1 422',
    'rejected provider_1001 422',
    'unknown server_error 500',
  ]);
  expect((await readCsv(path('c.rejects.csv'))).map(({ phone }) => phone)).toEqual(['+16465550191', '+16465550192']);
});

it('stops at an account without credit, spends nothing more, and says what is not sent and how to go on', async () => {
  const { run, write, path } = await desk();
  await write('c.csv', 'phone\n09120000001\n09120000094\n09120000003\n09120000004\n');
  const flags = ['--provider', 'amoot', '--sandbox', '--rate', 'off', '--concurrency', '1'];
  const ran = await run(['import', 'c.csv', ...flags, '--json']);
  expect(ran.exit).toBe(4);
  expect(JSON.parse(ran.stdout)).toMatchObject({
    status: 'stopped',
    stop: 'account',
    calls: 2,
    counts: { ok: 1, not_sent: 3 },
    next: expect.stringMatching(/^contact-push resume [-\w]+ --rate off --concurrency 1$/),
  });
  const report = await readCsv(path('c.report.csv'));
  expect(report.map(({ status, attempts }) => `${status} ${attempts}`)).toEqual([
    'ok 1',
    'not_sent 1',
    'not_sent 0',
    'not_sent 0',
  ]);
});

it('takes the same number for another list as no duplicate, where a repeat is harmless', async () => {
  const { run, write, path } = await desk();
  await write('c.csv', 'phone,list_name\n+33639980001,a\n+33639980001,b\n+33639980001,a\n');
  const ran = await run(['import', 'c.csv', '--provider', 'octopush', '--sandbox', '--rate', 'off', '--json']);
  expect(JSON.parse(ran.stdout)).toMatchObject({ calls: 2, counts: { ok: 2, duplicate: 1 } });
  expect((await readCsv(path('c.report.csv'))).map(({ code }) => code)).toEqual(['', '', 'duplicate']);
});

it('takes the same number for another group as a duplicate, where a repeat texts a person', async () => {
  const { run, write, path } = await desk();
  await write('c.csv', 'phone,GroupIds\n+16465550101,1\n+16465550101,2\n+16465550101,1\n');
  const ran = await run(['import', 'c.csv', '--provider', 'protexting', '--sandbox', '--rate', 'off', '--json']);
  expect(JSON.parse(ran.stdout)).toMatchObject({ exit: 0, calls: 1, counts: { ok: 1, duplicate: 2 } });
  expect((await readCsv(path('c.report.csv'))).map(({ code }) => code)).toEqual([
    '',
    'duplicate_other_group',
    'duplicate',
  ]);
});

it('leaves rows outside --skip and --limit without a fate, and keeps the file’s numbers', async () => {
  const { run, write, path } = await desk();
  await write('c.csv', 'phone\n+33639980001\n+33639980002\n+33639980003\n+33639980004\n');
  const ran = await run([
    'import',
    'c.csv',
    '--provider',
    'octopush',
    '--sandbox',
    '--skip',
    '1',
    '--limit',
    '2',
    '--json',
  ]);
  expect(JSON.parse(ran.stdout)).toMatchObject({ exit: 0, rows: 2 });
  expect((await readCsv(path('c.report.csv'))).map(({ row, line }) => `${row}@${line}`)).toEqual(['2@3', '3@4']);
});
