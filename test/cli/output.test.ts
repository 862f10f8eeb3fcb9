import { spawn } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { readCsv } from '../support/csv.js';
import { desk } from '../support/program.js';
import { recorder } from '../support/recorder.js';

const GOOD = 'phone_number,first_name\n+33639980001,Axelle\n+33639980002,Zoé\n';
const SANDBOX = ['--provider', 'octopush', '--sandbox'];

it('prints nothing but one JSON document on standard output with --json', async () => {
  const { run, write } = await desk();
  await write('c.csv', GOOD);
  const ran = await run(['import', 'c.csv', ...SANDBOX, '--json']);
  const doc = JSON.parse(ran.stdout);
  expect(Object.keys(doc)).toEqual([
    ...['run', 'provider', 'input', 'status', 'stop', 'exit', 'rows', 'counts', 'results', 'calls', 'retries'],
    ...['throttled', 'seconds', 'rows_per_second', 'report', 'rejects', 'next'],
  ]);
  expect(doc).toMatchObject({
    provider: 'octopush',
    input: 'c.csv',
    status: 'finished',
    stop: null,
    exit: 0,
    rows: 2,
    counts: { ok: 2, duplicate: 0, invalid: 0, rejected: 0, failed: 0, unknown: 0, not_sent: 0 },
    results: { added: 2 },
    calls: 1,
    report: 'c.report.csv',
    rejects: null,
    next: null,
  });
});

it('says nothing with --quiet when all is well, and why, how many and what next when it is not', async () => {
  const { run, write } = await desk();
  await write('c.csv', GOOD);
  expect(await run(['import', 'c.csv', ...SANDBOX, '--quiet'])).toEqual({ exit: 0, stdout: '', stderr: '' });
  await write('c.csv', `${GOOD}x,\n`);
  const ran = await run(['import', 'c.csv', ...SANDBOX, '--quiet']);
  expect(ran).toMatchObject({ exit: 3, stdout: '' });
  expect(ran.stderr).toMatch(/3 rows: ok 2, invalid 1/);
  expect(ran.stderr).toMatch(/next: +contact-push import c\.rejects\.csv --provider octopush --sandbox --quiet/);
});

it('keeps secrets out of all it prints and writes, however a provider echoes them', async () => {
  const secret = 'k/ey "of" no+account';
  const server = await recorder(({ headers }) => ({
    status: 400,
    body: JSON.stringify({ code: 999, message: `bad key ${headers['api-key']} ${encodeURIComponent(secret)}` }),
  }));
  const { run, write, path } = await desk();
  await write('c.csv', `${GOOD}x,Nobody\n`);
  await write(
    '.env',
    `OCTOPUSH_BASE_URL=${server.url}\nOCTOPUSH_API_LOGIN=me@example.org\nOCTOPUSH_API_KEY='${secret}'\n`,
  );
  const ran = await run(['import', 'c.csv', '--provider', 'octopush']);
  expect(server.arrived[0]?.headers['api-key']).toBe(secret);
  const written = await Promise.all(
    ['c.report.csv', 'c.rejects.csv', 'state/ledger.db'].map((name) => readFile(path(name), 'latin1')),
  );
  for (const text of [ran.stdout, ran.stderr, ...written]) {
    expect(text).not.toContain('no+account');
    expect(text).not.toContain(encodeURIComponent('no+account'));
  }
  expect(written[0]).toContain('***');
});

it('masks numbers in the first request of a dry run, asks for no credentials and sends nothing', async () => {
  const { run, write, path } = await desk();
  await write('c.csv', `${GOOD}x,\n`);
  const ran = await run(['import', 'c.csv', '--provider', 'octopush', '--dry-run']);
  expect(ran.exit).toBe(3);
  expect(ran.stdout).toContain('POST https://api.octopush.com/v1/public/contact/create');
  expect(ran.stdout).toContain('api-key: <OCTOPUSH_API_KEY>');
  expect(ran.stdout).toContain('"phone_number":"+3363****001"');
  expect(ran.stdout + ran.stderr).not.toContain('+33639980001');
  const report = await readCsv(path('c.dry-run.report.csv'));
  expect(report.map(({ status, code }) => `${status} ${code}`)).toEqual([
    'not_sent dry_run',
    'not_sent dry_run',
    'invalid phone_letters',
  ]);
});

it('ends a dry run that would send every row with 0, and hides what is set', async () => {
  const { run, write } = await desk();
  await write('c.csv', GOOD);
  const env = { OCTOPUSH_API_LOGIN: 'me@example.org', OCTOPUSH_API_KEY: 'key-of-no-account' };
  const ran = await run(['import', 'c.csv', '--provider', 'octopush', '-n'], { env });
  expect(ran.exit).toBe(0);
  expect(ran.stdout).toContain('api-key: ***');
});

it('writes reports, rejects and the ledger for their owner alone, whatever the umask', async () => {
  const { run, write, path } = await desk();
  await write('c.csv', `${GOOD}x,\n`);
  await run(['import', 'c.csv', ...SANDBOX]);
  for (const name of ['c.report.csv', 'c.rejects.csv', 'state/ledger.db']) {
    expect([name, (await stat(path(name))).mode & 0o777]).toEqual([name, 0o600]);
  }
  expect((await stat(path('state'))).mode & 0o777).toBe(0o700);
});

it('removes its older rejects file when nothing is left to mend', async () => {
  const { run, write, path } = await desk();
  await write('c.csv', `${GOOD}x,\n`);
  await run(['import', 'c.csv', ...SANDBOX]);
  await write('c.csv', GOOD);
  await run(['import', 'c.csv', ...SANDBOX]);
  await expect(stat(path('c.rejects.csv'))).rejects.toThrow('ENOENT');
});

it('lists runs and writes their reports again, byte for byte', async () => {
  const { run, write, path } = await desk();
  await write('c.csv', `${GOOD}x,\n`);
  await run(['import', 'c.csv', ...SANDBOX]);
  await run(['import', 'c.csv', '--provider', 'octopush', '--dry-run']);
  const runs = JSON.parse((await run(['runs', '--json'])).stdout);
  expect(runs).toMatchObject([
    { provider: 'octopush', input: 'c.csv', dry_run: true, exit: 3, rows: 3 },
    { provider: 'octopush', input: 'c.csv', dry_run: false, exit: 3, rows: 3, counts: { ok: 2, invalid: 1 } },
  ]);
  expect((await run(['runs'])).stdout).toMatch(/octopush +c\.csv +finished \(3\) +ok 2, invalid 1/);

  const again = await run(['report', runs[1].run]);
  expect(again).toMatchObject({ exit: 0, stdout: await readFile(path('c.report.csv'), 'utf8') });
  await run(['report', runs[1].run, '--as', 'ndjson', '--out', 'again.txt']);
  expect((await readFile(path('again.txt'), 'utf8')).split('\n')[2]).toContain('"status":"invalid"');

  expect((await run(['report', 'nothing'])).exit).toBe(2);
  expect((await run(['runs', '--prune', '1ms'])).stderr).toContain('2 runs are forgotten');
  expect((await run(['runs'])).stdout).toBe('no runs yet\n');
});

it('ends quietly when the reader of its output goes away', async () => {
  const { run, write, folder, path } = await desk();
  await write(
    'c.csv',
    `phone_number\n${Array.from({ length: 5000 }, (_, i) => `+3363998${String(1000 + i)}`).join('\n')}\n`,
  );
  await run(['import', 'c.csv', ...SANDBOX, '--rate', 'off']);
  const [{ run: id }] = JSON.parse((await run(['runs', '--json'])).stdout);
  const program = new URL('../../bin/contact-push.js', import.meta.url).pathname;
  const child = spawn(
    'bash',
    ['--norc', '-o', 'pipefail', '-c', `"${process.execPath}" "${program}" report ${id} | head -n 1`],
    {
      cwd: folder,
      env: { PATH: process.env['PATH'], CONTACT_PUSH_STATE_DIR: path('state') },
    },
  );
  let said = '';
  child.stderr.on('data', (text) => {
    said += text;
  });
  const exit = await new Promise((resolve) => child.on('close', resolve));
  expect({ exit, said }).toEqual({ exit: 0, said: '' });
});

it('ends a run of an account that is refused with 4, after one call, and says so', async () => {
  const server = await recorder(() => ({ status: 401, body: '{"code":101,"message":"wrong login"}' }));
  const { run, write } = await desk();
  await write('c.csv', GOOD);
  const env = {
    OCTOPUSH_BASE_URL: server.url,
    OCTOPUSH_API_LOGIN: 'me@example.org',
    OCTOPUSH_API_KEY: 'key-of-no-account',
  };
  const ran = await run(
    ['import', 'c.csv', '--provider', 'octopush', '--batch-size', '1', '--concurrency', '1', '--json'],
    { env },
  );
  expect(JSON.parse(ran.stdout)).toMatchObject({
    exit: 4,
    status: 'stopped',
    stop: 'credentials',
    calls: 1,
    counts: { not_sent: 2 },
  });
  expect(ran.stderr).toContain(`calls go to ${server.url} (OCTOPUSH_BASE_URL)`);
});

it('says that the provider stayed away, with 5, when nothing answers', async () => {
  const { run, write } = await desk();
  await write('c.csv', GOOD);
  const env = {
    OCTOPUSH_BASE_URL: 'http://127.0.0.1:9',
    OCTOPUSH_API_LOGIN: 'me@example.org',
    OCTOPUSH_API_KEY: 'key-of-no-account',
  };
  const ran = await run(
    ['import', 'c.csv', '--provider', 'octopush', '--rate', 'off', '--max-retries', '0', '--batch-size', '1', '--json'],
    { env },
  );
  expect(JSON.parse(ran.stdout)).toMatchObject({ exit: 3, counts: { failed: 2 } });
  await write(
    'many.csv',
    `phone_number\n${Array.from({ length: 50 }, (_, i) => `+336399800${String(10 + i)}`).join('\n')}\n`,
  );
  const out = await run(
    [
      'import',
      'many.csv',
      '--provider',
      'octopush',
      '--rate',
      'off',
      '--max-retries',
      '0',
      '--batch-size',
      '1',
      '--json',
    ],
    { env },
  );
  expect(JSON.parse(out.stdout)).toMatchObject({ exit: 5, stop: 'outage', counts: { not_sent: 50, failed: 0 } });
  expect(JSON.parse(out.stdout).calls).toBeLessThan(10);
});

it('reads .env, and lets the environment and flags go before it', async () => {
  const server = await recorder(() => ({
    status: 201,
    body: '{"items":[{"phone_number":"+33639980001","status":"added"},{"phone_number":"+33639980002","status":"added"}]}',
  }));
  const { run, write } = await desk();
  await write('c.csv', GOOD);
  await write(
    '.env',
    `OCTOPUSH_BASE_URL=${server.url}\nOCTOPUSH_API_LOGIN=file@example.org\nOCTOPUSH_API_KEY=key-of-the-file\nCONTACT_PUSH_BATCH_SIZE=1\n`,
  );
  await run(['import', 'c.csv', '--provider', 'octopush', '--rate', 'off']);
  expect(server.arrived).toHaveLength(2);
  expect(server.arrived[0]?.headers['api-login']).toBe('file@example.org');
  await run(['import', 'c.csv', '--provider', 'octopush', '--rate', 'off', '--batch-size', '2']);
  expect(server.arrived).toHaveLength(3);
});

it.each([[['--version']], [['--help']], [['help', 'import']], [[]]])(
  'answers %j on standard output with 0',
  async (argv) => {
    const { run } = await desk();
    const ran = await run(argv);
    expect(ran).toMatchObject({ exit: 0, stderr: '' });
    expect(ran.stdout).not.toBe('');
  },
);

it.each([
  { what: 'much', rows: 20_000 },
  { what: 'little', rows: 3 },
])('does not wait, after a stop, for the end of a pipe that gave $what and may never end', async ({ rows }) => {
  const server = await recorder(() => ({ status: 401, body: '' }));
  const { run } = await desk();
  const env = {
    OCTOPUSH_BASE_URL: server.url,
    OCTOPUSH_API_LOGIN: 'me@example.org',
    OCTOPUSH_API_KEY: 'key-of-no-account',
  };
  const argv = ['import', '-', '--provider', 'octopush', '--batch-size', '1', '--rate', 'off', '--json'];
  const stdin = `phone\n${Array.from({ length: rows }, (_, i) => `+336${String(10_000_000 + i)}`).join('\n')}\n`;
  const ran = await run(argv, { env, stdin, endless: true });
  expect(JSON.parse(ran.stdout)).toMatchObject({ exit: 4, stop: 'credentials', counts: { ok: 0 } });
});

it('finishes a run whose log can no longer be written', async () => {
  const { write, folder, path, run } = await desk();
  await write('c.csv', `${GOOD}x,\n`);
  const program = new URL('../../bin/contact-push.js', import.meta.url).pathname;
  const shell = `"${process.execPath}" "${program}" import c.csv --provider octopush --sandbox 2>/dev/full >/dev/full; echo $?`;
  const child = spawn('bash', ['--norc', '-c', shell], {
    cwd: folder,
    env: { PATH: process.env['PATH'], CONTACT_PUSH_STATE_DIR: path('state') },
  });
  let said = '';
  child.stdout.on('data', (text) => {
    said += text;
  });
  await new Promise((resolve) => child.on('close', resolve));
  expect(said).toBe('3\n');
  expect(await readCsv(path('c.report.csv'))).toHaveLength(3);
  expect(JSON.parse((await run(['runs', '--json'])).stdout)).toMatchObject([{ status: 'finished', exit: 3 }]);
});

it('shows no whole number on the terminal, where a file without a header makes a column of one', async () => {
  const { run, write } = await desk();
  await write('c.csv', '+33639980001,Axelle\n+33639980002,Zoé\n');
  const ran = await run(['import', 'c.csv', ...SANDBOX]);
  expect(ran.exit).toBe(2);
  expect(ran.stderr).not.toContain('+33639980001');
});

it('ends when it is done, though the writer of a named pipe has more to say some day', async () => {
  const { folder, path, write } = await desk();
  await write('more.csv', 'phone_number\n+33639980001\n+33639980002\n');
  const program = new URL('../../bin/contact-push.js', import.meta.url).pathname;
  const import1 = `"${process.execPath}" "${program}" import pipe --provider octopush --sandbox --limit 1 --json 2>/dev/null`;
  const shell = `mkfifo pipe; exec 9<>pipe; cat more.csv >&9; ${import1}; echo $?`;
  const child = spawn('bash', ['--norc', '-c', shell], {
    cwd: folder,
    env: { PATH: process.env['PATH'], CONTACT_PUSH_STATE_DIR: path('state') },
  });
  let said = '';
  child.stdout.on('data', (text) => {
    said += text;
  });
  await new Promise((resolve) => child.on('close', resolve));
  expect(said).toMatch(/"counts":\{"ok":1,.*\n0\n$/s);
});
