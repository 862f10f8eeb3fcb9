import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { readCsv } from '../support/csv.js';
import { front } from '../support/front.js';
import { people, TO, upTo } from '../support/people.js';
import { desk } from '../support/program.js';

/** A way to `url` that can be closed, so that connections are refused, and opened again at the same place. */
async function way(url: string) {
  const relay = createServer((socket) => {
    const beyond = connect(Number(new URL(url).port), '127.0.0.1');
    for (const each of [socket, beyond]) each.on('error', () => {});
    socket.on('close', () => beyond.destroy());
    beyond.on('close', () => socket.destroy());
    socket.pipe(beyond).pipe(socket);
  });
  const open = async (port: number): Promise<void> => {
    relay.listen(port, '127.0.0.1');
    await once(relay, 'listening');
  };
  await open(0);
  const address = relay.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  onTestFinished(() => void relay.close());
  return { url: `http://127.0.0.1:${port}`, close: () => relay.close(), open: () => open(port) };
}

it('does not take for unsent what was under way in a kill, where a resume cannot reach Octopush', async () => {
  const door = await front({ answers: 2 });
  const { close, open, url } = await way(door.url);
  const { write, start, run, path } = await desk();
  const env = { ...door.env, OCTOPUSH_BASE_URL: url };
  await write('c.csv', people('octopush', upTo(12)));
  const program = start(['import', 'c.csv', ...TO.octopush, '--concurrency', '2'], { env });
  await door.came(4);
  program.kill('SIGKILL');
  await program.ended;
  close();

  const cut = await run(['resume', ...SLOWLY, '--max-retries', '0', '--json'], { env });
  expect(JSON.parse(cut.stdout)).toMatchObject({
    ...{ exit: 6, stop: 'outage', rows: 12, counts: { ok: 2, unknown: 2, not_sent: 8, failed: 0 } },
  });
  const report = await readCsv(path('c.report.csv'));
  expect(report.slice(0, 5).map(({ status, code }) => `${status} ${code}`)).toEqual([
    ...['ok ', 'ok ', 'unknown interrupted', 'unknown interrupted', 'not_sent stopped_outage'],
  ]);

  await open();
  door.release();
  const on = await run(['resume', ...SLOWLY, '--json'], { env });
  expect(JSON.parse(on.stdout)).toMatchObject({ exit: 0, counts: { ok: 12 }, calls: 10 });
  expect(door.sandbox.stats().octopush).toMatchObject({ contacts: 12 });
});

const SLOWLY = ['--rate', 'off', '--concurrency', '1', '--batch-size', '1'];
