import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { readCsv } from '../support/csv.js';
import { front } from '../support/front.js';
import { people, TO, upTo } from '../support/people.js';
import { desk, PROGRAM, type Running } from '../support/program.js';

/** An import of six people that waits for its third answer. */
async function waiting(service: 'octopush' | 'protexting', argv: readonly string[] = ['--json']) {
  const door = await front({ answers: 2 });
  const table = await desk();
  await table.write('c.csv', people(service, upTo(6)));
  const program = table.start(['import', 'c.csv', ...TO[service], ...argv], { env: door.env });
  await door.came(3);
  return { ...door, ...table, program };
}

async function interrupt(program: Running, signal: NodeJS.Signals): Promise<void> {
  program.kill(signal);
  await program.says(
    new RegExp(`^\\S+Z stopping \\(${signal}\\): calls under way are awaited; .* leaves at once$`, 'm'),
  );
}

it.each([
  { signal: 'SIGINT', exit: 130 },
  { signal: 'SIGTERM', exit: 143 },
  { signal: 'SIGHUP', exit: 143 },
] as const)(
  'awaits the call under way on $signal, starts no other, and says how to go on',
  async ({ signal, exit }) => {
    const { env, run, path, program, release, sandbox } = await waiting('protexting');
    await interrupt(program, signal);
    release();
    const ran = await program.ended;
    expect(ran.exit).toBe(exit);
    const doc = JSON.parse(ran.stdout);
    expect(doc).toMatchObject({
      ...{ status: 'interrupted', stop: 'signal', exit, rows: 6, calls: 3, report: 'c.report.csv' },
      counts: { ok: 3, not_sent: 3, unknown: 0 },
      next: `contact-push resume ${doc.run} --rate off`,
    });
    const report = await readCsv(path('c.report.csv'));
    expect(report.map(({ status, code }) => `${status} ${code}`)).toEqual([
      ...Array(3).fill('ok '),
      ...Array(3).fill('not_sent stopped_signal'),
    ]);
    expect(report[3]?.['message']).toBe(`the run stopped: ${signal}`);
    expect(sandbox.stats().protexting.calls).toBe(3);

    const on = await run([...doc.next.split(' ').slice(1), '--json'], { env });
    expect(JSON.parse(on.stdout)).toMatchObject({ run: doc.run, exit: 0, counts: { ok: 6 }, calls: 3 });
    expect(sandbox.stats().protexting).toMatchObject({ contacts: 6, repeated: 0 });
  },
);

it('is finished where a signal comes with the very last row under way, and has stopped nothing', async () => {
  const { env, run, path, program, came, release } = await waiting('protexting');
  release(5);
  await came(6);
  await interrupt(program, 'SIGINT');
  release();
  const ran = await program.ended;
  expect(ran.exit).toBe(0);
  const end = { status: 'finished', stop: null, exit: 0, rows: 6, counts: { ok: 6 } };
  const doc = JSON.parse(ran.stdout);
  expect(doc).toMatchObject({ ...end, calls: 6, next: null });
  expect(await readCsv(path('c.report.csv'))).toHaveLength(6);
  expect(JSON.parse((await run(['runs', '--json'], { env })).stdout)).toMatchObject([{ run: doc.run, ...end }]);
});

it('says to a person what was interrupted, and what to type', async () => {
  const { program, release } = await waiting('octopush', []);
  await interrupt(program, 'SIGINT');
  release();
  const { stdout, stderr } = await program.ended;
  expect(stdout).toMatch(/^stopped: interrupted by SIGINT$/m);
  expect(stdout).toMatch(/^next:\n {2}contact-push resume \S+ --rate off --concurrency 1 --batch-size 1$/m);
  expect(stderr).toContain('Ctrl-C again leaves at once');
});

it.each([
  { service: 'protexting', unknown: 1, left: 3, resumed: { ok: 5, unknown: 1 }, code: 6 },
  { service: 'octopush', unknown: 1, left: 3, resumed: { ok: 6 }, code: 0 },
] as const)('leaves at once at a second signal, and loses nothing that $service said', async (each) => {
  const { service, unknown, resumed, code } = each;
  const { env, run, program, release, sandbox } = await waiting(service);
  await interrupt(program, 'SIGTERM');
  program.kill('SIGINT');
  const ran = await program.ended;
  expect(ran.exit).toBe(130);
  const doc = JSON.parse(ran.stdout);
  expect(doc).toMatchObject({
    ...{ status: 'interrupted', stop: 'signal', exit: 130, calls: 3, report: null, rejects: null },
    counts: { ok: 2, unknown },
  });
  const sum = Object.values<number>(doc.counts).reduce((total, count) => total + count, 0);
  expect(sum).toBe(doc.rows);
  expect(ran.stderr).toContain(`\nrun ${doc.run} can go on:\nnext: ${doc.next}\n`);
  release();

  expect(JSON.parse((await run(['runs', '--json'])).stdout)).toMatchObject([{ run: doc.run, status: 'unfinished' }]);
  expect((await run(['report', doc.run])).stdout).toMatch(/^1,2,ok,/m);
  const on = await run([...doc.next.split(' ').slice(1), '--json'], { env });
  expect(on.exit).toBe(code);
  expect(JSON.parse(on.stdout)).toMatchObject({ run: doc.run, rows: 6, counts: resumed });
  expect(sandbox.times('protexting', '16465550103')).toBe(service === 'protexting' ? 1 : 0);
});

it('says at a second signal of a resume, which has not read all rows again, what the whole run knows', async () => {
  const door = await front({ answers: 2 });
  const table = await desk();
  // More rows than are read before the first call.
  await table.write('c.csv', `${people('protexting', upTo(6))}${'x\n'.repeat(5000)}`);
  const begin = (argv: readonly string[]) => table.start([...argv, '--json'], { env: door.env });
  const first = begin(['import', 'c.csv', ...TO.protexting]);
  await door.came(3);
  await interrupt(first, 'SIGINT');
  door.release(3);
  const before = JSON.parse((await first.ended).stdout);
  expect(before).toMatchObject({ rows: 5006, counts: { ok: 3, invalid: 5000, not_sent: 3 } });

  const second = begin(before.next.split(' ').slice(1));
  await door.came(4);
  await interrupt(second, 'SIGINT');
  second.kill('SIGINT');
  const doc = JSON.parse((await second.ended).stdout);
  expect(doc).toMatchObject({ run: before.run, status: 'interrupted', counts: { ok: 3, invalid: 5000, unknown: 1 } });
  expect(Object.values<number>(doc.counts).reduce((total, count) => total + count, 0)).toBe(doc.rows);
});

it('sends nothing where a signal comes while it waits for another run', async () => {
  const { env, start, write, program, release, sandbox } = await waiting('protexting');
  await write('other.csv', people('protexting', [61]));
  const second = start(['import', 'other.csv', ...TO.protexting, '--wait', '1h', '--json'], { env });
  await second.says(/waiting for another run/);
  second.kill('SIGINT');
  const ran = await second.ended;
  expect(ran.exit).toBe(130);
  const refusal = { run: null, status: 'refused', exit: 130, error: 'interrupted before anything was sent' };
  expect(JSON.parse(ran.stdout)).toEqual(refusal);
  expect(ran.stderr).toContain('error: interrupted before anything was sent');
  release();
  expect((await program.ended).exit).toBe(0);
  expect(sandbox.stats().protexting.calls).toBe(6);
});

it.each([
  { signal: 'SIGINT', exit: 130 },
  { signal: 'SIGTERM', exit: 143 },
] as const)('sends nothing where $signal comes while the file is read through', async ({ signal, exit }) => {
  const { run, start, write } = await desk();
  const { env, calls } = await front();
  const numbers = Array.from({ length: 400_000 }, (_, index) => `+336${10_000_000 + index}\n`);
  await write('c.csv', `phone\n${numbers.join('')}`);
  const program = start(['import', 'c.csv', ...TO.octopush, '--progress-interval', '1ms', '--json'], { env });
  await program.says(/^\S+Z reading c\.csv before the first call: /m);
  program.kill(signal);
  const ran = await program.ended;
  expect(ran.exit).toBe(exit);
  expect(JSON.parse(ran.stdout)).toMatchObject({ run: null, status: 'refused', exit });
  expect(calls()).toBe(0);
  expect((await run(['runs'])).stdout).toBe('no runs yet\n');
});

it('ends a dry run at once at the first signal, with one document', async () => {
  const { start, write } = await desk();
  const numbers = Array.from({ length: 200_000 }, (_, index) => `+336${10_000_000 + index}\n`);
  await write('c.csv', `phone\n${numbers.join('')}`);
  const argv = ['import', 'c.csv', '--provider', 'octopush', '--dry-run', '--progress-interval', '1ms', '--json'];
  const program = start(argv);
  await program.says(/^\S+Z [1-9]\d* of 200000 rows/m);
  program.kill('SIGINT');
  const ran = await program.ended;
  expect(ran.exit).toBe(130);
  expect(JSON.parse(ran.stdout)).toEqual({
    ...{ run: null, status: 'refused', exit: 130, error: 'interrupted before anything was sent' },
  });
});

it('does not read on from standard input after a signal, and asks for it again', async () => {
  const door = await front({ answers: 2 });
  const { start, run } = await desk();
  const content = people('protexting', upTo(6));
  const argv = ['import', '-', ...TO.protexting, '--json'];
  const program = start(argv, { env: door.env, stdin: content, endless: true });
  await door.came(3);
  await interrupt(program, 'SIGINT');
  door.release();
  const ran = await program.ended;
  expect(ran.exit).toBe(130);
  const doc = JSON.parse(ran.stdout);
  expect(doc).toMatchObject({ stop: 'signal', counts: { ok: 3, unknown: 0 }, calls: 3 });
  expect(doc.next).toBe(`contact-push resume ${doc.run} - --rate off`);
  const on = await run([...doc.next.split(' ').slice(1), '--json'], { env: door.env, stdin: content });
  expect(JSON.parse(on.stdout)).toMatchObject({ run: doc.run, exit: 0, rows: 6, counts: { ok: 6 } });
  expect(door.sandbox.stats().protexting).toMatchObject({ calls: 6, repeated: 0 });
});

it('goes on sending, and keeps every fate, when nobody reads what it prints', async () => {
  const { folder, write, path, run } = await desk();
  const { env } = await front();
  await write('c.csv', people('octopush', upTo(9)));
  const line = `"${process.execPath}" "${PROGRAM}" import c.csv ${TO.octopush.join(' ')} --progress-interval 1ms`;
  const shell = spawn('bash', ['--norc', '-c', `${line} 2> >(true) | true; echo "\${PIPESTATUS[0]}"`], {
    cwd: folder,
    env: { PATH: process.env['PATH'], CONTACT_PUSH_STATE_DIR: path('state'), ...env },
  });
  let said = '';
  for (const stream of [shell.stdout, shell.stderr]) {
    stream.on('data', (text) => {
      said += text;
    });
  }
  await once(shell, 'close');
  expect(said).toBe('0\n');
  expect(JSON.parse((await run(['runs', '--json'])).stdout)).toMatchObject([{ exit: 0, counts: { ok: 9 } }]);
  expect(await readCsv(path('c.report.csv'))).toHaveLength(9);
});
