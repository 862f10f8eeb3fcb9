import { closeSync, openSync, truncateSync, writeSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readCsv } from '../support/csv.js';
import { desk } from '../support/program.js';
import { recorder } from '../support/recorder.js';

const MEBIBYTE = 2 ** 20;

it('stops when the file changes while it is sent, before a row of other bytes goes out', async () => {
  const { run, write, path } = await desk();
  const lines = Array.from({ length: 2400 }, (_, i) => `+33639${String(980_000 + i)},${'n'.repeat(1000)}\n`);
  await write('c.csv', `phone,notes\n${lines.join('')}`);
  const server = await recorder(({ body }, before) => {
    if (before === 0) {
      const file = openSync(path('c.csv'), 'r+');
      writeSync(file, 'X', MEBIBYTE + 500_000);
      closeSync(file);
    }
    const { contacts } = JSON.parse(body);
    const items = contacts.map((contact: object) => ({ ...contact, status: 'added' }));
    return { status: 201, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ items }) };
  });
  const env = {
    OCTOPUSH_BASE_URL: server.url,
    OCTOPUSH_API_LOGIN: 'me@example.org',
    OCTOPUSH_API_KEY: 'key-of-no-account',
  };
  const argv = ['import', 'c.csv', '--provider', 'octopush', '--rate', 'off', '--concurrency', '1', '--json'];
  const ran = await run(argv, { env });
  const told = JSON.parse(ran.stdout);
  expect(told).toMatchObject({ exit: 5, status: 'stopped', stop: 'input', rows: 2400 });
  expect(told.counts.ok).toBeGreaterThan(0);
  expect(told.counts.ok).toBeLessThan(MEBIBYTE / 1000);
  expect(told.counts.ok + told.counts.not_sent).toBe(2400);
  const report = await readCsv(path('c.report.csv'));
  expect(report.at(-1)).toMatchObject({
    row: '2400',
    status: 'not_sent',
    message: 'the run stopped: c.csv changed while it was being sent',
  });
});

it('tells how far it is while it reads a file through, where a line now and then was asked for', async () => {
  const { run, write } = await desk();
  await write('c.csv', `phone\n${' ,\n'.repeat(MEBIBYTE)}`);
  const argv = ['import', 'c.csv', '--provider', 'octopush', '--sandbox', '--dry-run', '--limit', '1'];
  const ran = await run([...argv, '--progress-interval', '1ms']);
  expect(ran.stderr).toMatch(/^\S+Z reading c\.csv before the first call: \d+ %$/m);
});

it('gives rows that can no longer be read a fate too, and judges nothing of a file that was cut while it was sent', async () => {
  const { run, write, path } = await desk();
  const lines = Array.from({ length: 2400 }, (_, i) => `+33639${String(980_000 + i)},${'n'.repeat(1000)}\n`);
  await write('c.csv', `phone,notes\n${lines.join('')}`);
  const server = await recorder(({ body }, before) => {
    if (before === 0) truncateSync(path('c.csv'), MEBIBYTE + 500_007);
    const { contacts } = JSON.parse(body);
    const items = contacts.map((contact: object) => ({ ...contact, status: 'added' }));
    return { status: 201, body: JSON.stringify({ items }) };
  });
  const env = {
    OCTOPUSH_BASE_URL: server.url,
    OCTOPUSH_API_LOGIN: 'me@example.org',
    OCTOPUSH_API_KEY: 'key-of-no-account',
  };
  const argv = ['import', 'c.csv', '--provider', 'octopush', '--rate', 'off', '--concurrency', '1', '--json'];
  const told = JSON.parse((await run(argv, { env })).stdout);
  expect(told).toMatchObject({
    exit: 5,
    stop: 'input',
    rows: 2400,
    rejects: null,
    counts: { invalid: 0, duplicate: 0 },
  });
  expect(told.counts.ok + told.counts.not_sent).toBe(2400);
  expect((await readCsv(path('c.report.csv'))).map(({ row }) => Number(row))).toEqual(lines.map((_, i) => i + 1));
});
