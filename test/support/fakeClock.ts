import type { Clock } from '../../src/model.js';

export interface FakeClock extends Clock {
  /** Every wait, in the order asked for, in milliseconds. */
  readonly waits: number[];
  /** Lets time pass without anybody waiting for it. */
  pass(ms: number): void;
}

/**
 * A clock that never waits: `sleep` takes time's place. Sleepers wake in the order of their times, once everything
 * else that can happen has happened.
 */
export function fakeClock(start = Date.UTC(2026, 0, 31, 9, 45)): FakeClock {
  let elapsed = 0;
  const waits: number[] = [];
  const sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  let scheduled = false;

  const wakeNext = (): void => {
    scheduled = false;
    sleepers.sort((a, b) => a.at - b.at);
    const [next] = sleepers;
    if (next === undefined) return;
    elapsed = Math.max(elapsed, next.at);
    next.wake();
    schedule();
  };
  const schedule = (): void => {
    if (scheduled || sleepers.length === 0) return;
    scheduled = true;
    // Two turns of the event loop, so that what is ready runs before time goes on.
    setImmediate(() => setImmediate(wakeNext));
  };

  return {
    waits,
    now: () => start + elapsed,
    ticks: () => elapsed,
    pass(ms) {
      elapsed += ms;
    },
    sleep(ms, signal) {
      waits.push(ms);
      if (signal?.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const wake = (): void => {
          const index = sleepers.indexOf(sleeper);
          if (index >= 0) sleepers.splice(index, 1);
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        const sleeper = { at: elapsed + ms, wake };
        sleepers.push(sleeper);
        signal?.addEventListener('abort', wake);
        schedule();
      });
    },
  };
}
