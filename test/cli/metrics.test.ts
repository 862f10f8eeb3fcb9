import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { front } from '../support/front.js';
import { people, TO, upTo } from '../support/people.js';
import { desk } from '../support/program.js';
import { readPrometheus } from '../support/prometheus.js';
import { recorder } from '../support/recorder.js';

const SANDBOX = ['--provider', 'octopush', '--sandbox', '--metrics', 'm.prom'];
const GOOD = 'phone\n+33639980001\n';

/** The values by name, rows by their status, and the labels of the info. */
async function read(path: string) {
  const series = readPrometheus(await readFile(path, 'utf8'));
  const values = series.map(({ name, labels, value }) => [
    `${name.replace('contact_push_', '')}${'status' in labels && name.endsWith('rows') ? ` ${labels['status']}` : ''}`,
    value,
  ]);
  return { ...Object.fromEntries(values), info: series.find(({ name }) => name.endsWith('run_info'))?.labels };
}

it('writes the numbers of a session where others may read them, and leaves nothing beside them', async () => {
  const { run, write, path } = await desk();
  await write('c.csv', `${GOOD}x\n`);
  await mkdir(path('metrics'));
  const argv = ['import', 'c.csv', ...SANDBOX, '--metrics', 'metrics/night.prom', '--json'];
  const doc = JSON.parse((await run(argv)).stdout);
  expect(await read(path('metrics/night.prom'))).toMatchObject({
    ...{ 'rows ok': 1, 'rows invalid': 1, calls: 1, retries: 0, throttled: 0, exit_status: 3 },
    ...{ duration_seconds: doc.seconds, last_success_timestamp_seconds: 0 },
    info: { name: 'night', run: doc.run, provider: 'octopush', input: 'c.csv', session: 'import', status: 'finished' },
  });
  expect((await stat(path('metrics/night.prom'))).mode & 0o777).toBe(0o644);
  expect(await readdir(path('metrics'))).toEqual(['night.prom']);
});

it('keeps when the last success was through a refusal and rows that need a person', async () => {
  const { run, write, path } = await desk();
  await write('c.csv', GOOD);
  expect((await run(['import', 'c.csv', ...SANDBOX])).exit).toBe(0);
  const well = await read(path('m.prom'));
  expect(well).toMatchObject({ exit_status: 0 });
  const last = { last_success_timestamp_seconds: well['end_timestamp_seconds'] };
  expect(last.last_success_timestamp_seconds).toBeGreaterThan(1_700_000_000);

  expect((await run(['import', 'gone.csv', ...SANDBOX])).exit).toBe(2);
  const refused = await read(path('m.prom'));
  expect(refused).toMatchObject({ ...last, exit_status: 2, info: { status: 'refused', run: '', input: 'gone.csv' } });
  expect(refused).not.toHaveProperty('rows ok');

  await write('c.csv', `${GOOD}x\n`);
  expect((await run(['import', 'c.csv', ...SANDBOX])).exit).toBe(3);
  const bad = await read(path('m.prom'));
  expect(bad).toMatchObject({ ...last, exit_status: 3 });
  expect(bad['last_finished_timestamp_seconds']).toBe(bad['end_timestamp_seconds']);
});

it('leaves the numbers of the last run where nothing is sent: in a dry run, and where nothing is left to do', async () => {
  const { run, write, path } = await desk();
  await write('c.csv', GOOD);
  await run(['import', 'c.csv', ...SANDBOX]);
  const before = await readFile(path('m.prom'), 'utf8');
  const env = { CONTACT_PUSH_METRICS: 'm.prom' };
  await run(['import', 'c.csv', '--provider', 'octopush', '--dry-run'], { env });
  await run(['import', 'gone.csv', '--provider', 'octopush', '--dry-run'], { env });
  await run(['resume'], { env });
  await run(['report', 'nothing'], { env });
  expect(await readFile(path('m.prom'), 'utf8')).toBe(before);
});

it.each([
  ['the input', 'c.csv', /c\.csv is the input itself; name another file with --metrics/],
  ['the report', 'c.report.csv', /is the report itself/],
  ['the rejects', './c.rejects.csv', /is the rejects file itself/],
  ['another file', 'other.txt', /other\.txt holds something else than metrics; name another file with --metrics/],
  ['a folder that is not there', 'no/m.prom', /no\/m\.prom cannot be written/],
])('sends nothing where metrics would take the place of %s', async (_, metrics, says) => {
  const { run, write, path } = await desk();
  const { env, calls } = await front();
  await write('c.csv', people('octopush', upTo(2)));
  await write('other.txt', 'mine\n');
  const ran = await run(['import', 'c.csv', ...TO.octopush, '--metrics', metrics], { env });
  expect(ran.exit).toBe(2);
  expect(ran.stderr).toMatch(says);
  expect(calls()).toBe(0);
  expect(await readFile(path('other.txt'), 'utf8')).toBe('mine\n');
  expect(await readFile(path('c.csv'), 'utf8')).toBe(people('octopush', upTo(2)));
});

it('says how far a run had come that was left at once', async () => {
  const { start, write, path } = await desk();
  const { env, came } = await front({ answers: 1 });
  await write('c.csv', people('protexting', upTo(3)));
  const program = start(['import', 'c.csv', ...TO.protexting, '--metrics', 'm.prom'], { env });
  await came(2);
  program.kill('SIGINT');
  await program.says(/leaves at once/);
  program.kill('SIGINT');
  expect((await program.ended).exit).toBe(130);
  expect(await read(path('m.prom'))).toMatchObject({
    ...{ 'rows ok': 1, 'rows unknown': 1, exit_status: 130, calls: 2, last_finished_timestamp_seconds: 0 },
    info: { status: 'interrupted', stop: 'signal' },
  });
});

it('goes on writing them when the next command is typed as it was printed', async () => {
  const { run, write, path } = await desk();
  const server = await recorder(() => ({ status: 500 }));
  const env = { PROTEXTING_BASE_URL: server.url, PROTEXTING_ACCESS_TOKEN: 'token-of-no-account' };
  await write('c.csv', people('protexting', upTo(1)));
  const argv = ['import', 'c.csv', ...TO.protexting, '--metrics', 'm.prom', '--json'];
  const { next } = JSON.parse((await run(argv, { env })).stdout);
  expect(next).toContain(`--metrics ${path('m.prom')}`);
  await run(next.split(' ').slice(1), { env });
  expect(await read(path('m.prom'))).toMatchObject({ info: { session: 'reconcile' } });
});
