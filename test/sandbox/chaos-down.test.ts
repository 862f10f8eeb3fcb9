import { afterEach, expect, it, vi } from 'vitest';
import type { Sandbox } from '../../src/sandbox/index.js';
import { sandboxes } from './ask.js';
import { call, creating, numberOf, type Seen } from './raw.js';

const started = sandboxes();

// Node's own timers of connections are not among these.
function holdClock(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
}

afterEach(() => {
  vi.useRealTimers();
});

async function create(sandbox: Sandbox, n: number): Promise<Seen> {
  return await call(sandbox, creating('amoot', n)).seen;
}

it('cuts the call it goes down under, refuses others for so long, and comes back on the same port', async () => {
  holdClock();
  const sandbox = await started({ chaos: 'down=2s@3' });
  for (const n of [0, 1, 2]) expect(await create(sandbox, n)).toMatchObject({ status: 200 });
  expect(await create(sandbox, 3)).toMatchObject({ status: 0, error: 'ECONNRESET' });
  expect(await create(sandbox, 4)).toMatchObject({ status: 0, error: 'ECONNREFUSED' });
  vi.advanceTimersByTime(1999);
  expect(await create(sandbox, 4)).toMatchObject({ status: 0, error: 'ECONNREFUSED' });
  vi.advanceTimersByTime(1);
  for (const n of [5, 6, 7, 8, 9]) expect(await create(sandbox, n)).toMatchObject({ status: 200 });
  expect(sandbox.stats().amoot).toMatchObject({ calls: 9, faults: { down: 1 } });
  expect(sandbox.arrivals('amoot')).toHaveLength(9);
  expect(sandbox.times('amoot', numberOf('amoot', 4))).toBe(0);
});

it('stores the call it goes down under, or not', async () => {
  const stored = new Set<number>();
  for (let seed = 0; seed < 12; seed += 1) {
    const sandbox = await started({ chaos: 'down=forever@0', seed });
    await create(sandbox, 0);
    stored.add(sandbox.times('amoot', numberOf('amoot', 0)));
  }
  expect(stored).toEqual(new Set([0, 1]));
});

it('cuts the other calls that wait for an answer', async () => {
  const sandbox = await started({ chaos: 'timeout=100%,down=forever@2' });
  const waiting = [0, 1].map((n) => call(sandbox, creating('amoot', n)));
  while (sandbox.stats().amoot.calls < 2) await new Promise(setImmediate);
  await create(sandbox, 2);
  for (const { seen } of waiting) expect(await seen).toMatchObject({ status: 0, error: 'ECONNRESET' });
});

it('never comes back from forever, and closes all the same', async () => {
  holdClock();
  const sandbox = await started({ chaos: 'down=forever@0' });
  await create(sandbox, 0);
  vi.advanceTimersByTime(7 * 86_400_000);
  expect(await create(sandbox, 1)).toMatchObject({ error: 'ECONNREFUSED' });
  await sandbox.close();
  expect(vi.getTimerCount()).toBe(0);
});

it('does not come back when it was closed while it was down', async () => {
  holdClock();
  const sandbox = await started({ chaos: 'down=2s@0' });
  await create(sandbox, 0);
  await sandbox.close();
  vi.advanceTimersByTime(2000);
  expect(await create(sandbox, 1)).toMatchObject({ error: 'ECONNREFUSED' });
});

it('waits for its port when that is taken meanwhile', async () => {
  holdClock();
  const sandbox = await started({ chaos: 'down=2s@0' });
  await create(sandbox, 0);
  const other = await started({ port: sandbox.port });
  vi.advanceTimersByTime(2000);
  await new Promise(setImmediate);
  expect(await create(sandbox, 1)).toMatchObject({ status: 200 });
  expect(other.stats().amoot.calls).toBe(1);
  await other.close();
  vi.advanceTimersByTime(20);
  expect(await create(sandbox, 2)).toMatchObject({ status: 200 });
  expect(sandbox.stats().amoot.calls).toBe(2);
});
