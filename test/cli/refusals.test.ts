import { mkdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { desk } from '../support/program.js';
import { recorder } from '../support/recorder.js';

const GOOD = 'phone_number,first_name\n+33639980001,Axelle\n';
const OCTOPUSH = ['--provider', 'octopush'];

interface Case {
  readonly what: string;
  readonly file?: string;
  readonly content?: string | undefined;
  readonly flags: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly says: RegExp;
}

const CASES: readonly Case[] = [
  {
    what: 'no such file',
    file: 'gone.csv',
    content: undefined,
    flags: OCTOPUSH,
    says: /^error: gone\.csv: cannot be read: no such file$/,
  },
  { what: 'an empty file', content: '', flags: OCTOPUSH, says: /c\.csv is empty: expected a header line/ },
  {
    what: 'no phone column',
    content: 'name,mobil,city\nA,+33639980001,Lyon\n',
    flags: OCTOPUSH,
    says: /c\.csv: no column for the phone number\. Columns found: name, mobil, city\. Did you mean --map phone_number=mobil\?/,
  },
  {
    what: 'two columns for one field',
    content: 'phone,mobile\n1,2\n',
    flags: OCTOPUSH,
    says: /two columns for phone_number: "phone" and "mobile"\. Choose one: --map phone_number=mobile/,
  },
  {
    what: 'an unknown provider',
    flags: ['--provider', 'octopus'],
    says: /--provider octopus: expected octopush, protexting.*Did you mean octopush\?/,
  },
  { what: 'no provider', flags: [], says: /--provider is missing: expected octopush, protexting/ },
  {
    what: 'missing settings',
    flags: OCTOPUSH,
    env: { OCTOPUSH_API_LOGIN: '', OCTOPUSH_API_KEY: '' },
    says: /OCTOPUSH_API_LOGIN is not set \(.*your Octopush account\)\. OCTOPUSH_API_KEY is not set \(API key, from your Octopush account\)\. Put them in \.env/,
  },
  {
    what: 'a batch of none',
    flags: [...OCTOPUSH, '--batch-size', '0'],
    says: /--batch-size 0: expected a whole number from 1 to 500/,
  },
  {
    what: 'a batch too large',
    flags: [...OCTOPUSH, '--batch-size', '501'],
    says: /--batch-size 501: expected a whole number from 1 to 500/,
  },
  {
    what: 'a list name of 31 characters',
    flags: [...OCTOPUSH, '--set', `list_name=${'x'.repeat(31)}`],
    says: /--set list_name: expected at most 30 characters, found 31/,
  },
  {
    what: 'a fixed field that does not exist',
    flags: [...OCTOPUSH, '--set', 'list_nam=a'],
    says: /--set list_nam: there is no such field\. Did you mean list_name\?/,
  },
  {
    what: 'a mapped column that does not exist',
    flags: [...OCTOPUSH, '--map', 'first_name=Vorname'],
    says: /there is no column "Vorname"\. Columns found: phone_number, first_name/,
  },
  {
    what: 'a required call field without a value',
    flags: ['--provider', 'protexting', '--map', 'PhoneNumber=phone_number'],
    env: { PROTEXTING_ACCESS_TOKEN: 'token-of-no-account' },
    says: /GroupIds is required .*give --set GroupIds=/,
  },
  {
    what: 'a credential with a line break, as a mounted file has it',
    flags: OCTOPUSH,
    env: { OCTOPUSH_API_KEY: 'key-of-no-account\n' },
    says: /OCTOPUSH_API_KEY: holds a line break/,
  },
  {
    what: 'a time that no timer can keep',
    flags: [...OCTOPUSH, '--timeout', '30d'],
    says: /--timeout 30d: expected a time of at most 24 days/,
  },
  {
    what: 'a plain-http base URL that is not loopback',
    flags: OCTOPUSH,
    env: { OCTOPUSH_BASE_URL: 'http://192.0.2.1' },
    says: /OCTOPUSH_BASE_URL: http:\/\/ would send the credentials in the clear/,
  },
  {
    what: 'a base URL that is none',
    flags: OCTOPUSH,
    env: { OCTOPUSH_BASE_URL: 'api.example.org' },
    says: /OCTOPUSH_BASE_URL: expected a URL/,
  },
  { what: 'a rate of nothing', flags: [...OCTOPUSH, '--rate', '0/s'], says: /--rate 0\/s: expected a rate above zero/ },
  {
    what: 'a rate in the environment that is none',
    flags: OCTOPUSH,
    env: { CONTACT_PUSH_RATE: 'fast' },
    says: /CONTACT_PUSH_RATE fast: expected a rate/,
  },
  {
    what: 'a country that is none',
    flags: [...OCTOPUSH, '--country', 'ZZ'],
    says: /--country ZZ: expected a country code/,
  },
  {
    what: 'an unknown flag',
    flags: [...OCTOPUSH, '--batchsize', '3'],
    says: /unknown option '--batchsize' \(Did you mean --batch-size\?\)/,
  },
  {
    what: 'a report that is the input',
    flags: [...OCTOPUSH, '--report', 'c.csv'],
    says: /c\.csv is the input itself; name another file with --report/,
  },
  {
    what: 'a report in a folder that does not exist',
    flags: [...OCTOPUSH, '--report', 'no/r.csv'],
    says: /no\/r\.csv cannot be written/,
  },
  {
    what: 'a report that is a folder',
    flags: [...OCTOPUSH, '--report', 'folder.csv'],
    says: /folder\.csv is a folder/,
  },
  {
    what: 'rejects that are the report',
    flags: [...OCTOPUSH, '--report', 'r.csv', '--rejects', './r.csv'],
    says: /is the report itself/,
  },
  {
    what: 'an unclosed quote before the first row',
    content: 'phone_number,"name\n+33639980001,x\n',
    flags: OCTOPUSH,
    says: /^error: c\.csv:1: .*quote/,
  },
  {
    what: 'JSON that was cut off',
    file: 'c.json',
    content: '[{"phone_number":"+33639980001"},\n{"phone',
    flags: OCTOPUSH,
    says: /^error: c\.json:2: .*cut off/,
  },
];

const KEYLESS: readonly Case[] = [
  {
    what: 'one JSON object over several lines, named NDJSON',
    file: 'c.ndjson',
    content: '{\n"phone_number":"+33639980001"\n}\n',
    flags: OCTOPUSH,
    says: /^error: c\.ndjson: expected JSON objects, in one array or one a line/,
  },
];

describe('what cannot be is answered in one line, with exit status 2, and nothing is sent', () => {
  it.each([...CASES, ...KEYLESS])('$what', async ({ file = 'c.csv', content = GOOD, flags, env = {}, says }) => {
    const server = await recorder(() => ({ status: 201, body: '{"items":[]}' }));
    const { run, write, path } = await desk();
    if (file !== 'gone.csv') await write(file, content);
    await mkdir(path('folder.csv'));
    const settings = {
      OCTOPUSH_BASE_URL: server.url,
      PROTEXTING_BASE_URL: server.url,
      OCTOPUSH_API_LOGIN: 'me@example.org',
      OCTOPUSH_API_KEY: 'key-of-no-account',
    };
    const ran = await run(['import', file, ...flags], { env: { ...settings, ...env } });
    const errors = ran.stderr.split('\n').filter((line) => line.startsWith('error:'));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(says);
    expect(ran.exit).toBe(2);
    expect(ran.stdout).toBe('');
    expect(server.arrived).toHaveLength(0);
  });
});

it('gives a refusal as one JSON document too', async () => {
  const { run } = await desk();
  const ran = await run(['import', 'gone.csv', ...OCTOPUSH, '--sandbox', '--json']);
  expect(JSON.parse(ran.stdout)).toEqual({
    run: null,
    status: 'refused',
    exit: 2,
    error: 'gone.csv: cannot be read: no such file',
  });
});

it('takes a header alone for a finished run of no rows', async () => {
  const { run, write } = await desk();
  await write('c.csv', 'phone_number\n');
  const ran = await run(['import', 'c.csv', ...OCTOPUSH, '--sandbox', '--json']);
  expect(JSON.parse(ran.stdout)).toMatchObject({ exit: 0, rows: 0, calls: 0, status: 'finished' });
});

const BROKEN = 'phone_number,name\n+33639980001,a\n+33639980002,b\n+33639980003,"never closed\n+33639980004,d\n';

it('sends nothing of a file that breaks halfway', async () => {
  const { run, write } = await desk();
  await write('c.csv', BROKEN);
  const ran = await run(['import', 'c.csv', ...OCTOPUSH, '--sandbox', '--json']);
  expect(ran.exit).toBe(2);
  expect(JSON.parse(ran.stdout)).toMatchObject({
    run: null,
    status: 'refused',
    error: expect.stringMatching(/^c\.csv:4: /),
  });
});

describe('keeps the fate of the rows before a break, and says at which line it broke', () => {
  it.each([
    { what: 'of standard input', argv: ['-'], says: 'stdin:4: ' },
    { what: 'of a file with --no-preflight', argv: ['c.csv', '--no-preflight'], says: 'c.csv:4: ' },
  ])('$what', async ({ argv, says }) => {
    const { run, write } = await desk();
    await write('c.csv', BROKEN);
    const ran = await run(['import', ...argv, ...OCTOPUSH, '--sandbox', '--json'], { stdin: BROKEN });
    expect(ran.exit).toBe(3);
    const told = JSON.parse(ran.stdout);
    expect(told).toMatchObject({ status: 'stopped', stop: 'input', rows: 2, counts: { ok: 2 } });
    if (argv[0] !== '-') expect(told.next).toMatch(/^contact-push import c\.csv .* --skip 2$/);
    const text = await run(['import', ...argv, ...OCTOPUSH, '--sandbox'], { stdin: BROKEN });
    expect(text.stdout).toContain(says);
  });
});

it('refuses a base URL of a file for credentials of the environment', async () => {
  const server = await recorder(() => ({ status: 201 }));
  const { run, write } = await desk();
  await write('c.csv', GOOD);
  await write('.env', `OCTOPUSH_BASE_URL=${server.url}\n`);
  const env = { OCTOPUSH_API_LOGIN: 'me@example.org', OCTOPUSH_API_KEY: 'key-of-no-account' };
  const ran = await run(['import', 'c.csv', ...OCTOPUSH], { env });
  expect(ran.exit).toBe(2);
  expect(ran.stderr).toMatch(/a file may not redirect credentials/);
  expect(server.arrived).toHaveLength(0);
});

it('says that a command does not exist when its help is asked for', async () => {
  const { run } = await desk();
  const ran = await run(['help', 'nope']);
  expect(ran).toMatchObject({ exit: 2, stdout: '' });
  expect(ran.stderr).toMatch(/error: there is no command "nope"\. See: contact-push --help\n$/);
});
