import { spawnSync } from 'node:child_process';
import { chmod, mkdir } from 'node:fs/promises';
import { expect, it, onTestFinished } from 'vitest';
import { readCsv } from '../support/csv.js';
import { type Desk, desk } from '../support/program.js';

const IMPORT = ['import', 'c.csv', '--provider', 'octopush', '--json'];
const SETTINGS = { OCTOPUSH_API_LOGIN: 'someone@example.org', OCTOPUSH_API_KEY: 'key-1' };
const ROWS = Array.from({ length: 3000 }, (_, index) => `+3363998${1000 + index}`);

it('sends nothing where nothing listens, and says so', async () => {
  const { run, write, path } = await desk();
  await write('c.csv', `phone\n${ROWS.slice(0, 8).join('\n')}\n`);
  const flags = ['--rate', 'off', '--batch-size', '1', '--concurrency', '1', '--max-retries', '0'];
  // A port that no server has: 1 is reserved.
  const ran = await run([...IMPORT, ...flags], { env: { ...SETTINGS, OCTOPUSH_BASE_URL: 'http://127.0.0.1:1' } });
  expect(ran.exit).toBe(5);
  expect(JSON.parse(ran.stdout)).toMatchObject({ stop: 'outage', exit: 5, calls: 5, counts: { not_sent: 8 } });
  const lines = await readCsv(path('c.report.csv'));
  expect(lines.map(({ status, http_status }) => `${status} ${http_status}`)).toEqual(Array(8).fill('not_sent '));
});

it.skipIf(process.getuid?.() === 0)('sends nothing when the state folder cannot be written', async () => {
  const { run, write, path } = await desk();
  await write('c.csv', 'phone\n+33639981000\n');
  await mkdir(path('state'));
  await chmod(path('state'), 0o500);
  const ran = await run([...IMPORT, '--sandbox']);
  expect(ran.exit).toBe(2);
  expect(JSON.parse(ran.stdout)).toMatchObject({ run: null, status: 'refused', exit: 2 });
  expect(ran.stderr).toMatch(/ledger\.db: the ledger cannot be opened/);
});

const mountable = canMount();

it.skipIf(!mountable)('sends nothing when the state folder is on a read-only disk', async () => {
  const place = await desk();
  await place.write('c.csv', 'phone\n+33639981000\n');
  await mountDisk(place, 'size=1m,ro');
  const ran = await place.run([...IMPORT, '--sandbox']);
  expect(ran.exit).toBe(2);
  expect(ran.stderr).toMatch(/ledger\.db: the ledger cannot be opened/);
});

it.skipIf(!mountable)('stops when the disk of the ledger is full, and keeps what is known', async () => {
  const place = await desk();
  await place.write('c.csv', `phone\n${ROWS.join('\n')}\n`);
  await mountDisk(place, 'size=400k');
  const ran = await place.run([...IMPORT, '--sandbox', '--rate', 'off', '--batch-size', '10']);
  expect(ran.exit).toBe(1);
  expect(ran.stderr).toMatch(/ledger\.db: the ledger cannot be written/);
  expect(ran.stderr).not.toMatch(/fault of contact-push itself/);
  const { run, stop } = JSON.parse(ran.stdout);
  expect(stop).toBe('ledger');
  const told = await place.run(['report', run, '--as', 'ndjson']);
  expect(told.exit).toBe(0);
  const rows = told.stdout.trim().split('\n');
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.length).toBeLessThan(ROWS.length);
  expect(rows.every((row) => JSON.parse(row).status === 'ok')).toBe(true);
});

async function mountDisk({ path }: Desk, options: string): Promise<void> {
  await mkdir(path('state'));
  expect(spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path('state')]).status).toBe(0);
  onTestFinished(() => void spawnSync('umount', [path('state')]));
}

/** Only where a test may mount a disk of its own can one be full. */
function canMount(): boolean {
  const probe = spawnSync('sh', ['-c', 'd=$(mktemp -d) && mount -t tmpfs tmpfs "$d" && umount "$d" && rmdir "$d"']);
  return process.platform === 'linux' && probe.status === 0;
}
