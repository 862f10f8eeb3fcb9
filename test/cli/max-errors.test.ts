import { expect, it } from 'vitest';
import { readCsv } from '../support/csv.js';
import { people, TO, upTo } from '../support/people.js';
import { desk } from '../support/program.js';
import { recorder } from '../support/recorder.js';

const env = (url: string) => ({ AMOOT_BASE_URL: url, AMOOT_TOKEN: 'token-of-no-account' });
const stored = { status: 200, body: '{"Status":"Success","Data":{"ID":7}}' };
const refused = { status: 200, body: '{"Status":"Mobile_Invalid"}' };
const unsure = { status: 200, body: '{"Status":"Failed"}' };

it.each([
  { what: 'rejected', reply: refused, exit: 5, counts: { ok: 3, rejected: 4, not_sent: 2, invalid: 1 } },
  { what: 'unknown', reply: unsure, exit: 6, counts: { ok: 3, unknown: 4, not_sent: 2, invalid: 1 } },
])('stops at more than so many rows that are $what', async ({ what, reply, exit, counts }) => {
  const server = await recorder((_, before) => (before < 3 ? stored : reply));
  const { run, write, path } = await desk();
  await write('c.csv', `Mobile\nx\n${people('amoot', upTo(9)).replace('Mobile\n', '')}`);
  const argv = ['import', 'c.csv', ...TO.amoot, '--max-errors', '3', '--max-retries', '0', '--json'];
  const ran = await run(argv, { env: env(server.url) });
  const doc = JSON.parse(ran.stdout);
  expect(doc).toMatchObject({ exit, status: 'stopped', stop: 'errors', counts, rows: 10, calls: 7 });
  expect(doc.next).toBe(`contact-push resume ${doc.run} --rate off --concurrency 1 --max-errors 3 --max-retries 0`);
  const report = await readCsv(path('c.report.csv'));
  expect(report.at(-1)).toMatchObject({
    code: 'stopped_errors',
    message: 'the run stopped: 4 rows were rejected, failed or unknown, more than --max-errors 3',
  });
  expect(report.filter(({ status }) => status === what)).toHaveLength(4);
  // Errors are counted anew: a few more rows are tried.
  const on = await run(doc.next.split(' ').slice(1), { env: env(server.url) });
  expect(on.stdout).toMatch(/rows read +10/);
  expect(server.arrived).toHaveLength(9);
});

it('stops at more than a share of the rows sent, once there are enough to tell', async () => {
  const server = await recorder((_, before) => (before % 5 === 4 ? refused : stored));
  const { run, write } = await desk();
  const numbers = Array.from({ length: 150 }, (_, index) => `0912000${1000 + index}`);
  await write('c.csv', `Mobile\n${numbers.join('\n')}\n`);
  const argv = ['import', 'c.csv', ...TO.amoot, '--max-errors', '10%', '--json'];
  const ran = await run(argv, { env: env(server.url) });
  expect(JSON.parse(ran.stdout)).toMatchObject({
    ...{ exit: 5, stop: 'errors', calls: 100, counts: { ok: 80, rejected: 20, not_sent: 50 } },
  });
  expect(ran.stderr).not.toContain('fault of contact-push');
});

it.each(['x', '-1', '1.5', '101%', '%', '3 rows'])('refuses --max-errors %s', async (value) => {
  const { run, write } = await desk();
  await write('c.csv', people('octopush', [1]));
  const ran = await run(['import', 'c.csv', ...TO.octopush, '--sandbox', `--max-errors=${value}`, '--json']);
  expect(ran.exit).toBe(2);
  expect(JSON.parse(ran.stdout).error).toBe(
    `--max-errors ${value}: expected a number of rows such as 10, or a share of them such as 5%`,
  );
});

it('stops at the first error with --max-errors 0', async () => {
  const server = await recorder(() => refused);
  const { run, write } = await desk();
  await write('c.csv', people('amoot', upTo(3)));
  const ran = await run(['import', 'c.csv', ...TO.amoot, '--max-errors', '0', '--json'], { env: env(server.url) });
  expect(JSON.parse(ran.stdout)).toMatchObject({ exit: 5, calls: 1, counts: { rejected: 1, not_sent: 2 } });
});
