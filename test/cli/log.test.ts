import { describe, expect, it } from 'vitest';
import { front } from '../support/front.js';
import { people, TO, upTo } from '../support/people.js';
import { desk } from '../support/program.js';
import { recorder } from '../support/recorder.js';

const STAMPED = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ /;

function linesOf(text: string): readonly string[] {
  return text.trimEnd().split('\n');
}

interface Line {
  readonly time: string;
  readonly level: string;
  readonly event: string;
  readonly message: string;
  readonly [name: string]: unknown;
}

/** The objects of a log in JSON; throws for a line that is none. */
function objectsOf(text: string): readonly Line[] {
  return linesOf(text).map((line): Line => {
    const read: Line = JSON.parse(line);
    expect(read.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(['info', 'warn', 'error']).toContain(read.level);
    return read;
  });
}

/** A provider that first has too many calls, then refuses one number of a batch and echoes it and the key, then takes all. */
async function moody() {
  const server = await recorder(({ body, headers }, before) => {
    if (before === 0) return { status: 429, headers: { 'retry-after': '1' }, body: '{"message":"slow down"}' };
    const { contacts }: { contacts: { phone_number: string }[] } = JSON.parse(body);
    if (contacts.some(({ phone_number }) => phone_number.endsWith('2'))) {
      const [contact] = contacts;
      const message = `not ${contact?.phone_number}, says ${headers['api-key']}`;
      return { status: 400, body: JSON.stringify({ code: 117, message }) };
    }
    return { status: 201, body: JSON.stringify({ items: contacts.map((each) => ({ ...each, status: 'added' })) }) };
  });
  const env = {
    OCTOPUSH_BASE_URL: server.url,
    OCTOPUSH_API_LOGIN: 'me@example.org',
    OCTOPUSH_API_KEY: 'k/ey "of" no+account',
  };
  const argv = ['import', 'c.csv', ...TO.octopush, '--batch-size', '2'];
  return { server, env, argv };
}

describe('without a terminal', () => {
  it('puts the time before what is said while the run goes on, and before nothing else', async () => {
    const { env, argv } = await moody();
    const { run, write } = await desk();
    await write('c.csv', people('octopush', upTo(3)));
    const ran = await run([...argv, '--progress-interval', '200ms'], { env });
    const lines = linesOf(ran.stderr);
    const first = lines.findIndex((line) => STAMPED.test(line));
    expect(lines.slice(0, first).join('\n')).toMatch(/^calls go to .*\nphone_number ← phone_number$/);
    expect(lines.slice(first).filter((line) => !STAMPED.test(line))).toEqual([]);
    expect(ran.stderr).toMatch(/^\S+Z waiting 1 s: HTTP 429: slow down$/m);
    expect(ran.stderr).toMatch(/^\S+Z 0 of 3 rows \(0 %\), 1 call; \d\S* calls\/s; waiting 1 s: HTTP 429: slow down$/m);
    expect(ran.stderr).not.toMatch(/[\x1b\r]/);
  });
});

describe('--verbose', () => {
  it('tells of every call when it ends, with numbers masked and secrets hidden', async () => {
    const { env, argv, server } = await moody();
    const { run, write } = await desk();
    await write('c.csv', people('octopush', upTo(3)));
    const ran = await run([...argv, '--verbose'], { env });
    const calls = linesOf(ran.stderr).filter((line) => / call \d/.test(line));
    expect(calls.map((line) => line.replace(STAMPED, '').replace(/\d+ ms$/, 'N ms'))).toEqual([
      'call 1  rows 1-2  try 1  HTTP 429  too many calls  too_many_requests: HTTP 429: slow down  N ms',
      expect.stringMatching(/^call 2 {2}rows 1-2 {2}try 2 {2}HTTP 400 {2}refused {2}provider_117: .* {2}N ms$/),
      'call 3  rows 1  try 1  HTTP 201  1 ok  N ms',
      expect.stringMatching(/^call 4 {2}rows 2 {2}try 1 {2}HTTP 400 {2}refused {2}provider_117: .* {2}N ms$/),
      'call 5  rows 3  try 1  HTTP 201  1 ok  N ms',
    ]);
    expect(server.arrived).toHaveLength(5);
    for (const line of calls) expect(line).toMatch(STAMPED);
    expect(ran.stderr).toContain('+3363****001');
    expect(ran.stderr).not.toContain('+33639980001');
    expect(ran.stderr).not.toContain('no+account');
    // The cause stands before what it brings about.
    expect(ran.stderr.indexOf('call 1 ')).toBeLessThan(ran.stderr.indexOf('slowing down'));
  });

  it('is on by its variable, and tells nothing of calls when it is off', async () => {
    const { run, write } = await desk();
    await write('c.csv', people('octopush', upTo(1)));
    const argv = ['import', 'c.csv', ...TO.octopush, '--sandbox'];
    expect((await run(argv, { env: { CONTACT_PUSH_VERBOSE: '1' } })).stderr).toContain(' call 1  rows 1 ');
    expect((await run(argv)).stderr).not.toContain('call 1');
  });

  it('tells of the look-ups of a reconcile', async () => {
    const { run, write } = await desk();
    const lost = await recorder(({ method }) =>
      method === 'GET' ? { status: 200, body: '{"data":[]}' } : { status: 500, body: 'broken' },
    );
    const env = { PROTEXTING_BASE_URL: lost.url, PROTEXTING_ACCESS_TOKEN: 'token-of-no-account' };
    await write('c.csv', people('protexting', upTo(1)));
    const first = await run(['import', 'c.csv', ...TO.protexting, '--json'], { env });
    expect(JSON.parse(first.stdout)).toMatchObject({ exit: 6, counts: { unknown: 1 } });
    const ran = await run(['reconcile', JSON.parse(first.stdout).run, '--verbose'], { env });
    expect(ran.stderr).toMatch(/^\S+Z call 1 {2}rows 1 {2}try 1 {2}HTTP 200 {2}/m);
  });

  it.each([
    [['--quiet', '--verbose'], {}, '--quiet prints errors alone, and --verbose every call: leave one of them out'],
    [
      ['--verbose'],
      { CONTACT_PUSH_QUIET: '1' },
      'CONTACT_PUSH_QUIET prints errors alone, and --verbose every call: leave one of them out',
    ],
  ])('is refused with --quiet: %j %j', async (flags, env, said) => {
    const { run, write } = await desk();
    await write('c.csv', people('octopush', upTo(1)));
    const ran = await run(['import', 'c.csv', ...TO.octopush, '--sandbox', ...flags], { env });
    expect(ran).toEqual({ exit: 2, stdout: '', stderr: `error: ${said}\nnext: contact-push import --help\n` });
  });
});

describe('--log-format json', () => {
  it('makes every line on standard error an object with its facts', async () => {
    const { env, argv } = await moody();
    const { run, write } = await desk();
    await write('c.csv', people('octopush', upTo(3)));
    const more = ['--log-format', 'json', '--verbose', '--progress-interval', '200ms'];
    const ran = await run([...argv, ...more], { env });
    const log = objectsOf(ran.stderr);
    expect([...new Set(log.map(({ event }) => event))].sort()).toEqual(['call', 'notice', 'pace', 'progress', 'wait']);
    expect(log.find(({ event }) => event === 'wait')).toMatchObject({
      ...{ level: 'warn', message: 'waiting 1 s: HTTP 429: slow down', ms: 1000, reason: 'HTTP 429: slow down' },
    });
    expect(log.filter(({ event }) => event === 'call')).toMatchObject([
      { level: 'warn', call: 1, rows: '1-2', try: 1, status: 429, verdict: 'throttled', code: 'too_many_requests' },
      { level: 'warn', call: 2, rows: '1-2', try: 2, status: 400, verdict: 'refused', code: 'provider_117' },
      { level: 'info', call: 3, rows: '1', try: 1, status: 201, verdict: 'answered', answers: { ok: 1 } },
      { level: 'warn', call: 4, rows: '2', verdict: 'refused' },
      { level: 'info', call: 5, rows: '3', verdict: 'answered', ms: expect.any(Number) },
    ]);
    expect(log.find(({ event }) => event === 'progress')).toMatchObject({
      ...{ rows: 3, done: 0, total: 3, percent: 0, calls: 1, retries: 0 },
      counts: { ok: 0, duplicate: 0, invalid: 0, rejected: 0, failed: 0, unknown: 0, not_sent: 0 },
      pace: { full_calls_per_second: null, slowed: 'HTTP 429: slow down', wait_reason: 'HTTP 429: slow down' },
    });
    expect(ran.stderr).toContain('***');
    expect(ran.stderr).not.toContain('no+account');
    expect(ran.stderr).not.toContain('+33639980001');
    // The summary is for people all the same.
    expect(ran.stdout).toMatch(/^ {2}ok +2 /m);
  });

  it.each([
    ['the flag', ['import', 'nope.csv', '--provider', 'octopush', '--log-format', 'json'], {}],
    ['the flag with its value', ['import', 'nope.csv', '--provider', 'octopush', '--log-format=json'], {}],
    ['the variable', ['import', 'nope.csv', '--provider', 'octopush'], { CONTACT_PUSH_LOG_FORMAT: 'json' }],
    ['--quiet too', ['import', 'nope.csv', '--quiet', '--provider', 'nobody', '--log-format', 'json'], {}],
    ['two that exclude each other', ['import', 'c', '--quiet', '--verbose', '--log-format', 'json'], {}],
  ])('holds for errors before a run, by %s', async (_, argv, env) => {
    const { run } = await desk();
    const ran = await run(argv, { env });
    expect(ran).toMatchObject({ exit: 2, stdout: '' });
    expect(objectsOf(ran.stderr)).toMatchObject([
      { level: 'error', event: 'error', message: expect.any(String) },
      { level: 'error', event: 'next', message: expect.stringMatching(/^contact-push import /) },
    ]);
  });

  it('holds for a command line that is none, by the variable', async () => {
    const { run } = await desk();
    const ran = await run(['import', '--nope'], { env: { CONTACT_PUSH_LOG_FORMAT: 'json' } });
    expect(ran).toMatchObject({ exit: 2, stdout: '' });
    expect(objectsOf(ran.stderr)).toMatchObject([
      { level: 'error', event: 'error', message: expect.stringContaining('See: contact-push import --help') },
    ]);
  });

  it('says what to type after a run that was left at once, as an error', async () => {
    const { env, came } = await front({ answers: 1 });
    const { start, write } = await desk();
    await write('c.csv', people('protexting', upTo(3)));
    const program = start(['import', 'c.csv', ...TO.protexting, '--log-format', 'json'], { env });
    await came(2);
    program.kill('SIGTERM');
    await program.says(/"stopping \(SIGTERM\)/);
    program.kill('SIGTERM');
    const log = objectsOf((await program.ended).stderr);
    expect(log.slice(-2)).toMatchObject([
      { level: 'error', event: 'error', message: expect.stringContaining('left at once') },
      { level: 'error', event: 'next', message: expect.stringMatching(/^contact-push resume \S+ --rate off$/) },
    ]);
  });

  it('is refused where it is neither text nor json', async () => {
    const { run } = await desk();
    const ran = await run(['import', 'c.csv', ...TO.octopush, '--log-format', 'xml']);
    expect(ran).toEqual({
      exit: 2,
      stdout: '',
      stderr: 'error: --log-format xml: expected text or json\nnext: contact-push import --help\n',
    });
  });
});
