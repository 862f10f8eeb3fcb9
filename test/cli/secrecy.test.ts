import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, stat, symlink } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { brokenOff } from '../support/broken-off.js';
import { front } from '../support/front.js';
import { people, TO, upTo } from '../support/people.js';
import { desk, PROGRAM } from '../support/program.js';
import { recorder } from '../support/recorder.js';

it.each(['000', '077'])(
  'keeps every file and folder to its owner under umask %s, also while it runs',
  async (umask) => {
    const { folder, path, run, write } = await desk();
    const { env, came, release } = await front({ answers: 2 });
    await write('c.csv', `${people('protexting', upTo(3))}x\n`);
    const line = `umask ${umask}; exec "${process.execPath}" "${PROGRAM}" import c.csv ${TO.protexting.join(' ')} --save-mapping m.json --json`;
    const state = path('deep/er/state');
    const child = spawn('bash', ['--norc', '-c', line], {
      cwd: folder,
      env: { PATH: process.env['PATH'], CONTACT_PUSH_STATE_DIR: state, ...env },
      stdio: ['ignore', 'ignore', 'ignore'],
    });
    const closed = once(child, 'close');
    await came(3);
    const modes = async (names: readonly string[]) =>
      Promise.all(names.map(async (name) => `${name} ${((await stat(path(name))).mode & 0o777).toString(8)}`));
    const ledger = ['', '/ledger.db', '/ledger.db-wal', '/ledger.db-shm'].map((name) => `deep/er/state${name}`);
    expect(await modes(ledger)).toEqual(ledger.map((name, index) => `${name} ${index === 0 ? 700 : 600}`));
    release();
    await closed;
    const files = ['c.report.csv', 'c.rejects.csv', 'm.json', 'deep/er/state/ledger.db'];
    expect(await modes(files)).toEqual(files.map((name) => `${name} 600`));
    // What a later session writes is no wider.
    const resumed = `umask ${umask}; "${process.execPath}" "${PROGRAM}" resume --report again.csv`;
    spawnSync('bash', ['--norc', '-c', resumed], {
      cwd: folder,
      env: { PATH: process.env['PATH'], CONTACT_PUSH_STATE_DIR: state, ...env },
    });
    expect(await modes(['again.csv'])).toEqual(['again.csv 600']);
    const out = ['report', JSON.parse((await run(['runs', '--json', '--state-dir', state])).stdout)[0].run];
    await run([...out, '--out', 'out.csv', '--state-dir', state]);
    expect(await modes(['out.csv'])).toEqual(['out.csv 600']);
  },
);

it('leaves what a link in the folder of the report leads to as it is, unless the report itself is the link', async () => {
  const { path, run, write } = await desk();
  await write('c.csv', people('octopush', upTo(2)));
  await write('victim', 'mine');
  // Every name that a careless program might write beside the report first.
  for (const name of ['c.report.csv.tmp', '.c.report.csv.tmp', '.contact-push-0000000000000000.tmp', 'c.report.csv~']) {
    await symlink(path('victim'), path(name));
  }
  expect((await run(['import', 'c.csv', ...TO.octopush, '--sandbox'])).exit).toBe(0);
  expect(await readFile(path('victim'), 'utf8')).toBe('mine');
  expect((await readdir(path('.'))).filter((name) => name.startsWith('.contact-push-'))).toEqual([
    '.contact-push-0000000000000000.tmp',
  ]);
});

const SECRET = 'tok/en "of" no+account';
const TRACES = ['no+account', 'no%2Baccount', 'bm8rYWNjb3VudA'];

it('keeps secrets out of all that resume, retry, reconcile, runs and report print and write', async () => {
  let answer = 0;
  const server = await recorder(({ url, headers }) => {
    const token = new URL(url, 'http://x').searchParams.get('access_token') ?? '';
    const echo = JSON.stringify({
      message: `no ${token} ${encodeURIComponent(token)} ${url} ${JSON.stringify(headers)}`,
    });
    answer += 1;
    const replies = [
      { status: 500, body: echo },
      { status: 429, body: echo },
      { status: 302, body: echo, headers: { location: `/elsewhere${url}` } },
      { status: 422, body: JSON.stringify({ code: 1, message: token, status: 422 }) },
      { status: 401, body: echo },
    ];
    return replies[(answer - 1) % replies.length] ?? { status: 500 };
  });
  const { run, write, path } = await desk();
  await write('c.csv', people('protexting', upTo(6)));
  await write('.env', `PROTEXTING_BASE_URL=${server.url}\nPROTEXTING_ACCESS_TOKEN='${SECRET}'\n`);
  const quick = ['--rate', 'off', '--max-retries', '0', '--max-wait', '1ms'];
  const first = await run(['import', 'c.csv', ...TO.protexting, ...quick, '--json']);
  const id = JSON.parse(first.stdout).run;
  const lines = [
    ...[
      ['resume', id],
      ['resume', id, ...quick],
      ['retry', id, ...quick],
      ['reconcile', id, ...quick],
    ],
    ...[
      ['resume', id, '--json', ...quick],
      ['runs', '--json'],
      ['report', id],
      ['report', id, '--as', 'json'],
    ],
  ];
  const ran = [first];
  for (const argv of lines) ran.push(await run(argv));
  expect(server.arrived.map(({ method }) => method)).toContain('GET');
  expect(server.arrived.length).toBeGreaterThan(5);
  for (const { url } of server.arrived) expect(new URL(url, 'http://x').searchParams.get('access_token')).toBe(SECRET);
  expect(server.arrived.filter(({ url }) => url.startsWith('/elsewhere'))).toEqual([]);
  const files = ['c.report.csv', 'c.rejects.csv', 'state/ledger.db', 'state/ledger.db-wal'];
  const written = await Promise.all(files.map((name) => readFile(path(name), 'latin1').catch(() => '')));
  for (const text of [...written, ...ran.flatMap(({ stdout, stderr }) => [stdout, stderr])]) {
    for (const trace of TRACES) expect(text).not.toContain(trace);
  }
  expect(written[0]).toContain('***');
});

it.each([
  `https://user:${encodeURIComponent('no+account')}@127.0.0.1`,
  'https://127.0.0.1/?token=no+account',
  'http://example.org/no+account',
  'no+account',
])('names the setting that leads nowhere, and not what stands in it (%#)', async (base) => {
  const { env: before, id, run, sandbox } = await brokenOff('protexting');
  const env = { ...before, PROTEXTING_BASE_URL: base, PROTEXTING_ACCESS_TOKEN: SECRET };
  const ran = await run(['resume', id, '--json'], { env });
  expect(ran.exit).toBe(2);
  expect(JSON.parse(ran.stdout).error).toMatch(/^PROTEXTING_BASE_URL: /);
  for (const trace of TRACES) expect(ran.stdout + ran.stderr).not.toContain(trace);
  expect(sandbox.stats().protexting.calls).toBe(4);
});
