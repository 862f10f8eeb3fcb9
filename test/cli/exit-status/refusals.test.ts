import { mkdir, readFile } from 'node:fs/promises';
import Database from 'libsql';
import { describe, expect, it } from 'vitest';
import { brokenOff } from '../../support/broken-off.js';
import { importing, lastTyped, paste, type Refusal, refused, type Scene, settingsOf } from '../../support/ends.js';
import { front } from '../../support/front.js';
import { people, TO, upTo } from '../../support/people.js';
import { desk } from '../../support/program.js';
import { recorder } from '../../support/recorder.js';
import { hasTerminal, inTerminal } from '../../support/terminal.js';

const SANDBOX = ['--provider', 'octopush', '--sandbox'];

describe('what is to be typed after a refusal can be pasted:', () => {
  const at = (files: Readonly<Record<string, string>>, argv: readonly string[]): Scene => {
    return async (manner) => {
      const table = await desk();
      for (const [name, text] of Object.entries(files)) await table.write(name, text);
      const [command = '', ...rest] = argv;
      return { ran: await table.run([command, ...manner, ...rest]), desk: table, env: {} };
    };
  };
  const MOBIL = 'name,mobil\nA,+33639980001\n';

  it.each<[what: string, scene: Scene, refusal: Omit<Refusal, 'exit'>, brings: RegExp]>([
    [
      'the help of a command',
      at({}, ['import', 'c.csv', '--batchsize', '3']),
      { error: /--batchsize/, next: 'contact-push import --help' },
      /^Usage: contact-push import /,
    ],
    [
      'the help of all commands',
      at({}, ['imprt']),
      { error: /Did you mean import\?/, next: 'contact-push --help' },
      /^Usage: contact-push <command>/,
    ],
    [
      'the line as it was meant',
      at({ 'my list.csv': 'phone\n+33639980001\n' }, ['import', 'my list.csv', '--provider', 'octopus', '--sandbox']),
      { error: /Did you mean octopush\?/, next: "contact-push import 'my list.csv' --provider octopush --sandbox" },
      /^ {2}ok +1 {2}added$/m,
    ],
    [
      'the line with the flag that is missing',
      at({ 'c.csv': MOBIL }, ['import', 'c.csv', ...SANDBOX]),
      { error: /Did you mean/, next: `contact-push import c.csv ${SANDBOX.join(' ')} --map phone_number=mobil` },
      /^ {2}ok +1 {2}added$/m,
    ],
    [
      'the same, where a file has the name of a flag',
      at({ '-c.csv': MOBIL }, ['import', ...SANDBOX, '--', '-c.csv']),
      { error: /Did you mean/, next: `contact-push import ${SANDBOX.join(' ')} --map phone_number=mobil -- -c.csv` },
      /^ {2}ok +1 {2}added$/m,
    ],
  ])('%s', async (_, scene, refusal, brings) => {
    const end = await refused(scene, { exit: 2, ...refusal });
    const pasted = await paste(end, lastTyped(end.ran.stderr));
    expect(pasted.exit).toBe(0);
    expect(pasted.stdout).toMatch(brings);
  });

  it('the same line, when the input and the settings are mended', async () => {
    const scene = importing('octopush', { rows: 'phone\n+33639980001,"x\n', more: { OCTOPUSH_API_KEY: '' } });
    const next = `contact-push import c.csv ${TO.octopush.join(' ')}`;
    const end = await refused(scene, { exit: 2, error: /^OCTOPUSH_API_KEY is not set/, next });
    const mended = { env: { OCTOPUSH_API_KEY: 'key' } };
    const quote = await paste(end, lastTyped(end.ran.stderr), mended);
    expect(quote).toMatchObject({ exit: 2, stderr: expect.stringMatching(/^error: c\.csv:2: /m) });
    await end.desk.write('c.csv', people('octopush', [1]));
    expect(await paste(end, lastTyped(quote.stderr), mended)).toMatchObject({ exit: 0 });
  });
});

describe('ends with 2, and sends nothing, where a run goes on and cannot:', () => {
  it('without the file that it read, or with another one', async () => {
    const { env, id, sandbox, ...table } = await brokenOff('protexting');
    const content = await readFile(table.path('c.csv'), 'utf8');
    const next = 'contact-push resume RUN --rate off';
    const scene: Scene = async (manner) => ({
      ran: await table.run(['resume', id, '--rate', 'off', ...manner], { env }),
      desk: table,
      env,
    });
    await table.write('c.csv', `${content}+16465550170\n`);
    const end = await refused(scene, { exit: 2, error: /is not what run \S+ read: .*6 rows then, 7 now/, next });
    expect(sandbox.stats().protexting.calls).toBe(4);
    await table.write('c.csv', content);
    const on = await paste(end, lastTyped(end.ran.stderr), { at: table.path('elsewhere') });
    expect(on).toMatchObject({ exit: 6, stdout: expect.stringMatching(/^ {2}rows read +6 = 5 \+ 1$/m) });
  });

  it('without its standard input, which is asked for', async () => {
    const stdin = people('protexting', upTo(6));
    const { env, id, ...table } = await brokenOff('protexting', { file: ['-', stdin] });
    const next = 'contact-push resume RUN - --rate off';
    const scene: Scene = async (manner) => ({
      ran: await table.run(['resume', '--rate', 'off', ...manner], { env }),
      desk: table,
      env,
    });
    const end = await refused(scene, { exit: 2, error: /read standard input: it takes the same again/, next });
    expect(await paste(end, lastTyped(end.ran.stderr), { stdin, at: table.path('elsewhere') })).toMatchObject({
      exit: 6,
    });
  });

  it('begun anew where it is unfinished and a repeat texts people', async () => {
    const { env, id, ...table } = await brokenOff('protexting');
    const scene: Scene = async (manner) => ({
      ran: await table.run(['import', 'c.csv', ...TO.protexting, ...manner], { env }),
      desk: table,
      env,
    });
    const next = 'contact-push resume RUN --rate off';
    const end = await refused(scene, { exit: 2, error: /is unfinished: c\.csv is not begun anew/, next });
    expect(await paste(end, lastTyped(end.ran.stderr), { at: table.path('elsewhere') })).toMatchObject({ exit: 6 });
  });

  it.each(['retry', 'reconcile'])('by a %s before it has gone on', async (command) => {
    const { env, id, ...table } = await brokenOff('amoot');
    const scene: Scene = async (manner) => ({
      ran: await table.run([command, id, ...manner], { env }),
      desk: table,
      env,
    });
    const next = 'contact-push resume RUN';
    await refused(scene, { exit: 2, error: /was interrupted, and rows of it may not have been read/, next });
  });

  it.each([
    { kind: 'retry', reply: { status: 429 }, counts: { failed: 1 } },
    { kind: 'reconcile', reply: { status: 200, body: '{"Status":"Failed"}' }, counts: { unknown: 1 } },
  ])('by a $kind with the token of another account', async ({ kind, reply, counts }) => {
    const server = await recorder(() => reply);
    const table = await desk();
    const env = settingsOf('amoot', server.url);
    await table.write('c.csv', people('amoot', [1]));
    const { run: id, ...doc } = JSON.parse(
      (await table.run(['import', 'c.csv', ...TO.amoot, '--max-retries', '0', '--json'], { env })).stdout,
    );
    expect(doc).toMatchObject({ counts });
    const other = { ...env, AMOOT_TOKEN: 'another-token-of-no-account' };
    const scene: Scene = async (manner) => ({
      ran: await table.run([kind, id, ...manner], { env: other }),
      desk: table,
      env: other,
    });
    const error = new RegExp(`was begun with another token of Amoot SMS: a ${kind} needs that one`);
    const end = await refused(scene, { exit: 2, error, next: 'contact-push resume RUN' });
    expect(server.arrived).toHaveLength(1);
    // It moves the run, so that the line that was typed first does what it was typed for.
    const moved = await paste(end, lastTyped(end.ran.stderr), { at: table.path('elsewhere') });
    expect(moved.stderr).not.toContain('error:');
    expect((await table.run([kind, id, '--json', '--max-retries', '0'], { env: other })).stdout).toContain(id);
    expect(server.arrived.length).toBeGreaterThan(1);
  });
});

it('ends with 2 where the ledger is of a newer program, and names another folder', async () => {
  const { env, calls } = await front();
  const table = await desk();
  await table.write('c.csv', people('octopush', [1]));
  await table.run(['import', 'c.csv', ...TO.octopush, '--sandbox']);
  const ledger = new Database(table.path('state/ledger.db'));
  ledger.exec('PRAGMA user_version = 999');
  ledger.close();
  for (const argv of [['import', 'c.csv', ...TO.octopush], ['resume']]) {
    const scene: Scene = async (manner) => ({ ran: await table.run([...argv, ...manner], { env }), desk: table, env });
    await refused(scene, {
      exit: 2,
      error:
        /ledger\.db was made by a newer contact-push \(.*Update contact-push, or name another folder with --state-dir/,
      next: ['contact-push', ...argv].join(' '),
    });
  }
  expect(calls()).toBe(0);
});

it('ends with 2 where the ledger is no database', async () => {
  const scene: Scene = async (manner) => {
    const table = await desk();
    await table.write('c.csv', people('octopush', [1]));
    await mkdir(table.path('odd'));
    await table.write('odd/ledger.db', 'this is no database, whatever its name says'.repeat(30));
    const ran = await table.run(['import', 'c.csv', ...SANDBOX, '--state-dir', table.path('odd'), ...manner]);
    return { ran, desk: table, env: {} };
  };
  const next = `contact-push import c.csv ${SANDBOX.join(' ')} --state-dir odd`;
  await refused(scene, { exit: 2, error: /the ledger cannot be opened/, next });
});

it('ends with 2 where the port of the stand-ins is taken', async () => {
  const { url } = await recorder(() => ({ status: 200 }));
  const table = await desk();
  const argv = ['sandbox', '--port', new URL(url).port];
  const ran = await table.run(argv);
  expect(ran).toMatchObject({ exit: 2, stdout: '' });
  expect(ran.stderr).toMatch(
    /^error: --port \d+: cannot be listened on \(EADDRINUSE\)\. Choose another\nnext: contact-push sandbox --help\n$/,
  );
});

it.skipIf(!hasTerminal)('ends with 2 where people are texted and nobody said yes', async () => {
  const scene: Scene = async (manner) => {
    const door = await front();
    const table = await desk();
    await table.write('c.csv', people('protexting', [1]));
    const quiet = manner.includes('--quiet');
    // What a program reads goes into a file; the question is asked on the terminal.
    const session = inTerminal(table, ['import', 'c.csv', ...TO.protexting, ...manner], door.env);
    await session.shows(/now\? \[y\/N\] $/);
    session.type('n\n');
    const { exit, screen } = await session.ended;
    expect(door.calls()).toBe(0);
    const plain = screen.replaceAll('\r', '').replace(/\x1b\[[\d;]*m/g, '');
    const stdout = quiet ? (/^\{.*\}\n/m.exec(plain)?.[0] ?? '') : '';
    return {
      ran: { exit, stdout, stderr: plain.slice(plain.indexOf('error: ')).replace(stdout, '') },
      desk: table,
      env: door.env,
    };
  };
  const next = `contact-push import c.csv ${TO.protexting.join(' ')}`;
  const end = await refused(scene, { exit: 2, error: /^not confirmed: nobody was texted/, next });
  expect(await paste(end, lastTyped(end.ran.stderr))).toMatchObject({ exit: 0 });
});
