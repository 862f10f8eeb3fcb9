import { mkdir, readFile, stat } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { desk } from '../support/program.js';
import { recorder } from '../support/recorder.js';

const SANDBOX = ['--provider', 'octopush', '--sandbox', '--rate', 'off'];
const OCTOPUSH = { OCTOPUSH_API_LOGIN: 'me@example.org', OCTOPUSH_API_KEY: 'key-of-no-account' };

/** A command as the runner of GitHub Actions reads a line: `::` first, or `##[` anywhere. */
const commandsIn = (text: string): readonly string[] =>
  text.split(/[\n\r\u0085\u2028\u2029]/).filter((line) => /^\s*::|##\[/.test(line));

/** A command of ours, with nothing in its properties that would end them. */
const OWN = /^::error (?:file=[^:,]*,line=\d+,)?title=row \d+ is [^:,]*::/;

/** The program as a step of a workflow sees it, in a workspace that holds the folder `data`. */
async function step() {
  const table = await desk();
  await mkdir(table.path('data'));
  const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: table.path('summary.md'), GITHUB_WORKSPACE: table.folder };
  return { ...table, env, summary: () => readFile(table.path('summary.md'), 'utf8') };
}

it('annotates the first ten rows to mend at their lines, and says how many more there are', async () => {
  const { run, write, path, env, summary } = await step();
  const bad = Array.from({ length: 12 }, (_, i) => `x,n${i}\n`).join('');
  await write('data/c.csv', `phone_number,first_name\n+33639980001,Axelle\n${bad}`);
  const ran = await run(['import', '../data/c.csv', ...SANDBOX, '--json'], { env, cwd: path('data') });
  expect(JSON.parse(ran.stdout)).toMatchObject({ exit: 3, counts: { ok: 1, invalid: 12 } });
  const told = commandsIn(ran.stderr);
  expect(told).toHaveLength(11);
  expect(told[0]).toBe(
    '::error file=data/c.csv,line=3,title=row 2 is invalid%3A phone_letters::phone_number: expected a phone number such as +33612345678, found "x"',
  );
  expect(told[9]).toContain('line=12,');
  expect(told[10]).toBe('::notice::2 more rows are invalid or rejected: see the rejects file');
  const text = await summary();
  expect(text).toMatch(/^### contact-push: octopush, /);
  expect(text).toContain('| **rows read** | **13** | = 1 + 12 |');
  expect(text).toContain('lines 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 2 more');
  expect(text).toMatch(/```sh\ncontact-push import \S*c\.rejects\.csv .*\n```/);
});

it('adds to a summary that stands there, names no place for standard input, and says nothing outside of Actions', async () => {
  const { run, write, env, summary } = await step();
  await write('summary.md', 'before\n');
  const ran = await run(['import', '-', ...SANDBOX], { env, stdin: 'phone\nx\n' });
  expect(commandsIn(ran.stderr)).toEqual([expect.stringMatching(/^::error title=row 1 is invalid%3A phone_letters::/)]);
  expect(await summary()).toMatch(/^before\n### contact-push/);
  const elsewhere = await run(['import', '-', ...SANDBOX], { stdin: 'phone\nx\n' });
  expect(commandsIn(elsewhere.stderr + elsewhere.stdout)).toEqual([]);
});

it('puts no command among the lines of a JSON log', async () => {
  const { run, env, summary } = await step();
  const ran = await run(['import', '-', ...SANDBOX, '--log-format', 'json'], { env, stdin: 'phone\nx\n' });
  const lines = ran.stderr.trim().split('\n');
  expect(lines.filter((line) => !line.startsWith('{"time":'))).toEqual([]);
  expect(await summary()).toMatch(/^### contact-push/);
});

it('names a file outside of the workspace by its whole path', async () => {
  const { run, write, env, path } = await step();
  await write('c.csv', 'phone\nx\n');
  const ran = await run(['import', 'c.csv', ...SANDBOX], { env: { ...env, GITHUB_WORKSPACE: path('data') } });
  expect(ran.stderr).toContain(`::error file=${path('c.csv')},line=2,`);
});

it('keeps numbers, secrets, marks and tags out of the summary, and commands out of all that is printed', async () => {
  const { run, write, env, summary, path } = await step();
  const evil = '::error::a ##[add-path]b | <img src=x> `c` **d** key-of-no-account +33639980001';
  const server = await recorder(({ body }) => {
    const { contacts } = JSON.parse(body);
    const items = contacts.map((contact: object) => ({ ...contact, status: 'error', message: `x\n${evil}` }));
    return { status: 201, body: JSON.stringify({ items, message: evil }) };
  });
  const name = '::error::##[group]<b>.csv';
  await write(name, `phone,"::warning::y"\n+33639980001,a\n"x\n::error::${evil}",b\n`);
  const at = { env: { ...env, ...OCTOPUSH, OCTOPUSH_BASE_URL: server.url } };
  for (const more of [[], ['--json'], ['--quiet'], ['--report', '/dev/stdout']]) {
    const ran = await run(['import', name, '--provider', 'octopush', ...more], at);
    expect(ran.exit).not.toBe(0);
    const told = commandsIn(`${ran.stderr}\n${ran.stdout}`);
    expect(told.length).toBeGreaterThan(0);
    expect(told.filter((line) => !OWN.test(line))).toEqual([]);
    expect(ran.stderr + (more.includes('/dev/stdout') ? '' : ran.stdout)).not.toMatch(/33639980001|key-of-no/);
  }
  const [{ run: id }] = JSON.parse((await run(['runs', '--json'])).stdout);
  for (const as of ['csv', 'ndjson', 'json']) {
    expect(commandsIn((await run(['report', id, '--as', as], at)).stdout)).toEqual([]);
    expect((await run(['report', id, '--as', as])).stdout).toContain('##[add-path]');
  }
  const text = await summary();
  expect(text).not.toMatch(/33639980001|key-of-no|<img|<b>|\*\*d/);
  expect(commandsIn(text)).toEqual([]);
  expect(text.split('\n').filter((line) => line.startsWith('|') && !/^\|(?:[^|]*\|){3,5}$/.test(line))).toEqual([]);
  expect((await stat(path('summary.md'))).size).toBeLessThan(65_536);
});

it('says that a summary cannot be written, or would be too long, and ends as it would have', async () => {
  const { run, write, env, path } = await step();
  await write('c.csv', 'phone\n+33639980001\n');
  const gone = { ...env, GITHUB_STEP_SUMMARY: path('no/summary.md') };
  expect(await run(['import', 'c.csv', ...SANDBOX], { env: gone })).toMatchObject({
    exit: 0,
    stderr: expect.stringContaining('the summary of the step cannot be written'),
  });
  const full = 'x'.repeat(2 ** 20 - 100);
  await write('summary.md', full);
  const ran = await run(['import', 'c.csv', ...SANDBOX], { env });
  expect(ran).toMatchObject({ exit: 0, stderr: expect.stringContaining('longer than 1 MiB') });
  expect(await readFile(path('summary.md'), 'utf8')).toBe(full);
});
