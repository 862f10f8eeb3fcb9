import { readFile, stat } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { brokenOff } from '../support/broken-off.js';
import { readCsv } from '../support/csv.js';
import { front } from '../support/front.js';
import { numberOf, people, TO, upTo } from '../support/people.js';
import { desk } from '../support/program.js';

it('leaves in doubt, after a kill, who may have been texted, and texts the others', async () => {
  const { env, id, run, path, sandbox } = await brokenOff('protexting', { flags: ['--report', 'there.csv'] });
  const ran = await run(['resume', '--rate', 'off', '--json'], { env });
  const doc = JSON.parse(ran.stdout);
  expect(doc).toMatchObject({
    run: id,
    input: 'c.csv',
    status: 'finished',
    stop: null,
    exit: 6,
    rows: 6,
    counts: { ok: 5, unknown: 1, not_sent: 0 },
    calls: 2,
    next: `contact-push reconcile ${id} --rate off`,
  });
  expect(ran.exit).toBe(6);
  expect(doc.report).toBe(path('there.csv'));
  const report = await readCsv(path('there.csv'));
  expect(report.map(({ row, line, status, code }) => `${row}@${line} ${status} ${code}`)).toEqual([
    '1@2 ok ',
    '2@3 ok ',
    '3@4 ok ',
    '4@5 unknown interrupted',
    '5@6 ok ',
    '6@7 ok ',
  ]);
  expect(report[3]).toMatchObject({ attempts: '1', phone: numberOf('protexting', 4).slice(1) });
  expect(sandbox.stats().protexting).toMatchObject({ contacts: 6, calls: 6, repeated: 0 });
});

it('sends again, after a kill, what was under way where a repeat is harmless', async () => {
  const { env, id, run, path, sandbox } = await brokenOff('octopush');
  const ran = await run(['resume', id.slice(0, 18), '--json'], { env });
  expect(JSON.parse(ran.stdout)).toMatchObject({ run: id, exit: 0, rows: 6, counts: { ok: 6 }, calls: 1, next: null });
  const report = await readCsv(path('c.report.csv'));
  expect(report.map(({ row, status, result }) => `${row} ${status} ${result}`)).toEqual([
    '1 ok added',
    '2 ok added',
    '3 ok added',
    '4 ok updated',
    '5 ok added',
    '6 ok added',
  ]);
  expect(sandbox.times('octopush', numberOf('octopush', 4))).toBe(2);
  expect(sandbox.stats().octopush).toMatchObject({ contacts: 6, repeated: 1 });
});

it('keeps the fates of rows that are never sent, and of a number that stands twice, across a kill', async () => {
  const numbers = [1, 2, 2, 3].map((person) => numberOf('amoot', person));
  const content = `Mobile\n${numbers.join('\n')}\nx\n${numberOf('amoot', 4)}\n${numberOf('amoot', 1)}\n`;
  const { env, run, path, sandbox } = await brokenOff('amoot', { file: ['c.csv', content], answers: 2 });
  const ran = await run(['resume', '--rate', 'off', '--json'], { env });
  expect(JSON.parse(ran.stdout)).toMatchObject({
    exit: 6,
    rows: 7,
    counts: { ok: 3, duplicate: 2, invalid: 1, unknown: 1 },
    rejects: path('c.rejects.csv'),
  });
  const report = await readCsv(path('c.report.csv'));
  expect(report.map(({ row, status }) => `${row} ${status}`)).toEqual([
    ...['1 ok', '2 ok', '3 duplicate', '4 unknown', '5 invalid', '6 ok', '7 duplicate'],
  ]);
  expect(sandbox.stats().amoot).toMatchObject({ contacts: 4, repeated: 0 });
});

it('shows a finished run again without a call, its report written anew, and ends as the run did', async () => {
  const { run, write, path } = await desk();
  const { env, calls } = await front();
  await write('c.csv', `${people('octopush', upTo(2))}x\n`);
  const first = await run(['import', 'c.csv', ...TO.octopush, '--json'], { env });
  const before = await readFile(path('c.report.csv'), 'utf8');
  await write('c.report.csv', 'gone');
  const ran = await run(['resume', '--json'], { env });
  const { run: id, counts, results } = JSON.parse(first.stdout);
  expect(ran.exit).toBe(3);
  expect(JSON.parse(ran.stdout)).toMatchObject({
    ...{ run: id, counts, results, status: 'finished', exit: 3, rows: 3, calls: 0, rejects: path('c.rejects.csv') },
    next: `contact-push import ${path('c.rejects.csv')} --provider octopush`,
  });
  expect(ran.stderr).toContain(`run ${id}: nothing is left to send`);
  expect(await readFile(path('c.report.csv'), 'utf8')).toBe(before);
  expect(calls()).toBe(2);
});

it('takes the latest run that is unfinished, before a later one that is finished', async () => {
  const { env, id, run, write } = await brokenOff('octopush');
  await write('other.csv', people('octopush', [71]));
  expect((await run(['import', 'other.csv', ...TO.octopush], { env })).exit).toBe(0);
  await run(['import', 'c.csv', ...TO.octopush, '--dry-run'], { env });
  expect(JSON.parse((await run(['resume', '--json'], { env })).stdout)).toMatchObject({ run: id, counts: { ok: 6 } });
});

it('says which run is meant, where none is, several are, or it sent nothing', async () => {
  const { run, write } = await desk();
  const refused = async (argv: readonly string[], says: RegExp) => {
    const ran = await run([...argv, '--json']);
    expect({ argv, ...ran }).toMatchObject({ exit: 2 });
    const doc = JSON.parse(ran.stdout);
    expect(doc).toMatchObject({ run: null, status: 'refused', exit: 2 });
    expect(doc.error).toMatch(says);
    // What to type stands in the message, or behind it.
    expect(ran.stderr.replace(/\nnext: contact-push .*\n$/, '\n')).toBe(`error: ${doc.error}\n`);
    expect(ran.stderr).toMatch(/contact-push/);
  };
  await refused(['resume'], /^there is no run yet\. Begin one with: contact-push import --help$/);
  await write('c.csv', people('octopush', upTo(2)));
  const ids: string[] = [];
  for (const flags of [['--dry-run'], ['--sandbox'], ['--sandbox']]) {
    ids.push(JSON.parse((await run(['import', 'c.csv', ...TO.octopush, ...flags, '--json'])).stdout).run);
  }
  const [dry = '', one = ''] = ids;
  await refused(['resume', 'nothing'], /^nothing: there is no such run\. See: contact-push runs$/);
  await refused(['retry', one.replace(/..$/, '~~')], /there is no such run\. Did you mean 2/);
  await refused(['reconcile', '2'], /^2: more than one run begins so\. See: contact-push runs$/);
  for (const command of ['resume', 'retry', 'reconcile']) {
    await refused([command, dry], /was a dry run: it sent nothing that could be gone on with$/);
  }
  await refused(['retry'], /missing required argument 'run'/);
});

it('takes another pace, and counts in a progress that goes on', async () => {
  const { env, run, sandbox } = await brokenOff('octopush');
  const flags = [
    '--batch-size',
    '10',
    '--rate',
    '100/s',
    '--concurrency',
    '3',
    '--max-retries',
    '1',
    '--timeout',
    '9s',
  ];
  const ran = await run(['resume', ...flags, '--json'], { env });
  expect(JSON.parse(ran.stdout)).toMatchObject({ exit: 0, calls: 1, counts: { ok: 6 } });
  expect(sandbox.stats().octopush.calls).toBe(5);
});

it('writes the report and the rejects where it is told to from then on', async () => {
  const { env, id, run, path } = await brokenOff('octopush');
  const ran = await run(['resume', '--report', 'new.ndjson', '--rejects', 'new.rejects.csv', '--json'], { env });
  expect(JSON.parse(ran.stdout)).toMatchObject({ exit: 0, report: 'new.ndjson' });
  expect((await readFile(path('new.ndjson'), 'utf8')).trimEnd().split('\n')).toHaveLength(6);
  await expect(stat(path('c.report.csv'))).rejects.toThrow('ENOENT');
  expect(JSON.parse((await run(['resume', id, '--json'])).stdout)).toMatchObject({ report: path('new.ndjson') });
});
