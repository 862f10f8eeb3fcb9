import { mkdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { refused, type Scene, settingsOf } from '../../support/ends.js';
import { desk } from '../../support/program.js';
import { recorder } from '../../support/recorder.js';

const GOOD = 'phone_number,first_name\n+33639980001,Axelle\n';
const OCTOPUSH = ['--provider', 'octopush'];

interface Case {
  readonly what: string;
  readonly argv: readonly string[];
  /** Content of `c.csv`. */
  readonly content?: string;
  /** Other files by name. */
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly says: RegExp;
  /** What to type next; the same once more unless given. */
  readonly next?: string;
}

const importing = (...flags: readonly string[]): readonly string[] => ['import', 'c.csv', ...OCTOPUSH, ...flags];
const HELP = 'contact-push import --help';

/** A case as a scene, with a service that must hear nothing. */
function sceneOf({ argv, content = GOOD, files = {}, env = {} }: Case, arrived: unknown[]): Scene {
  return async (manner) => {
    const server = await recorder((request) => {
      arrived.push(request);
      return { status: 500 };
    });
    const table = await desk();
    await table.write('c.csv', content);
    for (const [name, text] of Object.entries(files)) await table.write(name, text);
    await mkdir(table.path('folder.csv'));
    const settings = { ...settingsOf('octopush', server.url), ...settingsOf('protexting', server.url), ...env };
    return { ran: await table.run([...argv, ...manner], { env: settings }), desk: table, env: settings };
  };
}

function all(cases: readonly Case[]): void {
  it.each(cases)('$what', async (each) => {
    const arrived: unknown[] = [];
    const next = each.next ?? ['contact-push', ...each.argv].join(' ');
    await refused(sceneOf(each, arrived), { exit: 2, error: each.says, next });
    expect(arrived).toEqual([]);
  });
}

describe('ends with 2 for a command line that does not say what to do:', () => {
  all([
    {
      what: 'an unknown command',
      argv: ['imprt', 'c.csv'],
      says: /^unknown command 'imprt' \(Did you mean import\?\)/,
      next: 'contact-push --help',
    },
    {
      what: 'an unknown flag',
      argv: importing('--batchsize', '3'),
      says: /unknown option '--batchsize' \(Did you mean --batch-size\?\)/,
      next: HELP,
    },
    { what: 'no file', argv: ['import', ...OCTOPUSH], says: /^missing required argument 'file'/, next: HELP },
    { what: 'two files', argv: [...importing(), 'd.csv'], says: /^too many arguments for 'import'/, next: HELP },
    { what: 'no run', argv: ['retry'], says: /^missing required argument 'run'/, next: 'contact-push retry --help' },
    { what: 'no provider', argv: ['import', 'c.csv'], says: /^--provider is missing: expected octopush/, next: HELP },
    {
      what: 'an unknown provider',
      argv: ['import', 'c.csv', '--provider', 'octopus'],
      says: /^--provider octopus: expected octopush, protexting.*Did you mean octopush\?/,
      next: 'contact-push import c.csv --provider octopush',
    },
    {
      what: 'a batch of none',
      argv: importing('--batch-size', '0'),
      says: /^--batch-size 0: expected a whole number from 1 to 500$/,
      next: HELP,
    },
    {
      what: 'a batch too large',
      argv: importing('--batch-size', '501'),
      says: /^--batch-size 501: expected a whole number from 1 to 500$/,
      next: HELP,
    },
    {
      what: 'a list name of 31 characters',
      argv: importing('--set', `list_name=${'x'.repeat(31)}`),
      says: /^--set list_name: expected at most 30 characters, found 31/,
      next: HELP,
    },
    {
      what: 'a fixed field that does not exist',
      argv: importing('--set', 'list_nam=a'),
      says: /^--set list_nam: there is no such field\. Did you mean list_name\?/,
      next: HELP,
    },
    {
      what: 'a required call field without a value',
      argv: ['import', 'c.csv', '--provider', 'protexting', '--map', 'PhoneNumber=phone_number'],
      says: /GroupIds is required .*give --set GroupIds=/,
      next: HELP,
    },
    {
      what: 'a time that no timer can keep',
      argv: importing('--timeout', '30d'),
      says: /^--timeout 30d: expected a time of at most 24 days/,
      next: HELP,
    },
    {
      what: 'a rate of nothing',
      argv: importing('--rate', '0/s'),
      says: /^--rate 0\/s: expected a rate above zero/,
      next: HELP,
    },
    {
      what: 'a rate in the environment that is none',
      argv: importing(),
      env: { CONTACT_PUSH_RATE: 'fast' },
      says: /^CONTACT_PUSH_RATE fast: expected a rate/,
      next: HELP,
    },
    {
      what: 'a country that is none',
      argv: importing('--country', 'ZZ'),
      says: /^--country ZZ: expected a country code/,
      next: HELP,
    },
    {
      what: 'a run before there is one',
      argv: ['resume'],
      says: /^there is no run yet\. Begin one with: /,
      next: HELP,
    },
    {
      what: 'a run by its id before there is one',
      argv: ['retry', '20260131-094500-k3f'],
      says: /there is no such run, and no other yet\. Begin one with: /,
      next: HELP,
    },
    {
      what: 'a report that is the input',
      argv: importing('--report', 'c.csv'),
      says: /^c\.csv is the input itself; name another file with --report/,
      next: HELP,
    },
    {
      what: 'rejects that are the report',
      argv: importing('--report', 'r.csv', '--rejects', './r.csv'),
      says: /is the report itself/,
      next: HELP,
    },
  ]);
});

describe('ends with 2 for settings that cannot be used:', () => {
  all([
    {
      what: 'missing ones',
      argv: importing(),
      env: { OCTOPUSH_API_LOGIN: '', OCTOPUSH_API_KEY: '' },
      says: /^OCTOPUSH_API_LOGIN is not set \(.*your Octopush account\)\. OCTOPUSH_API_KEY is not set \(API key, from your Octopush account\)\. Put them in \.env/,
    },
    {
      what: 'a credential with a line break, as a mounted file has it',
      argv: importing(),
      env: { OCTOPUSH_API_KEY: 'key-of-no-account\n' },
      says: /^OCTOPUSH_API_KEY: holds a line break/,
    },
    {
      what: 'a plain-http base URL that is not loopback',
      argv: importing(),
      env: { OCTOPUSH_BASE_URL: 'http://192.0.2.1' },
      says: /^OCTOPUSH_BASE_URL: http:\/\/ would send the credentials in the clear/,
    },
    {
      what: 'a base URL that is none',
      argv: importing(),
      env: { OCTOPUSH_BASE_URL: 'api.example.org' },
      says: /^OCTOPUSH_BASE_URL: expected a URL/,
    },
    {
      what: 'a base URL of a file for credentials of the environment',
      argv: importing(),
      env: { OCTOPUSH_BASE_URL: '' },
      files: { '.env': 'OCTOPUSH_BASE_URL=http://127.0.0.1:9\n' },
      says: /^OCTOPUSH_BASE_URL stands in \.env, .* a file may not redirect credentials/,
    },
    {
      what: 'a file of settings that is not there',
      argv: importing(),
      env: { CONTACT_PUSH_ENV_FILE: 'gone.env' },
      says: /^gone\.env: cannot be read \(ENOENT\)/,
      next: HELP,
    },
    {
      what: 'a project file that is none',
      argv: importing(),
      files: { 'contact-push.config.json': '{' },
      says: /contact-push\.config\.json/,
    },
    {
      what: 'a profile without a project file',
      argv: importing('--profile', 'night'),
      says: /^--profile night: there is no contact-push\.config\.json here/,
      next: HELP,
    },
    {
      what: 'a mapping that is not there',
      argv: importing('--mapping', 'gone.json'),
      says: /gone\.json: cannot be read/,
      next: HELP,
    },
    {
      what: 'a report in a folder that does not exist',
      argv: importing('--report', 'no/r.csv'),
      says: /no\/r\.csv cannot be written/,
      next: HELP,
    },
    {
      what: 'a report that is a folder',
      argv: importing('--report', 'folder.csv'),
      says: /folder\.csv is a folder/,
      next: HELP,
    },
    {
      what: 'a state folder that is a file',
      argv: importing('--state-dir', 'c.csv'),
      says: /the ledger cannot be opened/,
    },
  ]);
});

describe('ends with 2 for an input that cannot be read:', () => {
  all([
    {
      what: 'no such file',
      argv: ['import', 'gone.csv', ...OCTOPUSH],
      says: /^gone\.csv: cannot be read: no such file/,
    },
    { what: 'an empty file', argv: importing(), content: '', says: /^c\.csv is empty: expected a header line/ },
    {
      what: 'no phone column',
      argv: importing(),
      content: 'name,mobil,city\nA,+33639980001,Lyon\n',
      says: /^c\.csv: no column for the phone number\. Columns found: name, mobil, city\. Did you mean --map phone_number=mobil\?/,
      next: 'contact-push import c.csv --provider octopush --map phone_number=mobil',
    },
    {
      what: 'no column that could be the phone',
      argv: importing(),
      content: 'a,b\n1,2\n',
      says: /^c\.csv: no column for the phone number\. Columns found: a, b/,
      next: HELP,
    },
    {
      what: 'two columns for one field',
      argv: importing(),
      content: 'phone,mobile\n1,2\n',
      says: /two columns for phone_number: "phone" and "mobile"\. Choose one: --map phone_number=mobile/,
      next: 'contact-push import c.csv --provider octopush --map phone_number=mobile',
    },
    {
      what: 'a mapped column that does not exist',
      argv: importing('--map', 'first_name=Vorname'),
      says: /there is no column "Vorname"\. Columns found: phone_number, first_name/,
      next: HELP,
    },
    {
      what: 'an unclosed quote in its header',
      argv: importing(),
      content: 'phone_number,"name\n+33639980001,x\n',
      says: /^c\.csv:1: .*quote/,
    },
    {
      what: 'an unclosed quote halfway',
      argv: importing(),
      content: 'phone_number,name\n+33639980001,a\n+33639980002,b\n+33639980003,"never closed\n+33639980004,d\n',
      says: /^c\.csv:4: .*quote/,
    },
    {
      what: 'JSON that was cut off',
      argv: ['import', 'c.json', ...OCTOPUSH],
      files: { 'c.json': '[{"phone_number":"+33639980001"},\n{"phone' },
      says: /^c\.json:2: .*cut off/,
    },
    {
      what: 'one JSON object over several lines, named NDJSON',
      argv: ['import', 'c.ndjson', ...OCTOPUSH],
      files: { 'c.ndjson': '{\n"phone_number":"+33639980001"\n}\n' },
      says: /^c\.ndjson: expected JSON objects, in one array or one a line/,
      next: HELP,
    },
  ]);
});
