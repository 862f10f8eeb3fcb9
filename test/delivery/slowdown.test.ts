import { describe, expect, it } from 'vitest';
import { Pace } from '../../src/delivery/pace.js';
import { backoffMs } from '../../src/delivery/retry.js';
import { type Change, Slowdown } from '../../src/delivery/slowdown.js';
import { slidingWindow } from '../../src/sandbox/window.js';
import { randoms, Timeline } from './timeline.js';

const REASON = 'the provider throttles (HTTP 429)';
const SECOND = 1000;

interface Run {
  /** Times of answers, in milliseconds. */
  readonly accepted: readonly number[];
  readonly throttled: readonly number[];
  readonly said: readonly { readonly at: number; readonly text: string }[];
  readonly changes: readonly { readonly at: number; readonly perSecond: number }[];
}

/** A run against a provider that tells its limit by refusals alone. Calls end after `latencyMs`, half of it on the way there. */
function run({
  full,
  limit,
  seconds,
  concurrency = 32,
  latencyMs = 50,
  seed = 1,
}: {
  readonly full: number;
  /** Calls in any second, by the time in milliseconds. */
  readonly limit: (now: number) => number;
  readonly seconds: number;
  readonly concurrency?: number;
  readonly latencyMs?: number;
  readonly seed?: number;
}): Run {
  const random = randoms(seed);
  const time = new Timeline();
  const pace = new Pace(full);
  const slowdown = new Slowdown(full, 0);
  const accepted: number[] = [];
  const throttled: number[] = [];
  const said: { at: number; text: string }[] = [];
  const changes: { at: number; perSecond: number }[] = [];
  let window = slidingWindow(limit(0));

  const admits = (now: number): boolean => {
    // A provider that raises its limit forgets what it counted.
    if (window.limit !== limit(now)) window = slidingWindow(limit(now));
    return window.admit(now);
  };
  const take = (change: Change | undefined): void => {
    if (change === undefined) return;
    pace.setRate(change.perSecond);
    changes.push({ at: time.now, perSecond: change.perSecond });
    if (change.said !== undefined) said.push({ at: time.now, text: change.said });
  };
  const call = (tries: number): void => {
    const waitMs = pace.take(time.now);
    if (waitMs > 0) {
      time.after(waitMs, () => call(tries));
      return;
    }
    const leftAt = time.now;
    pace.left(leftAt);
    time.after(latencyMs / 2, () => {
      const admitted = admits(time.now);
      time.after(latencyMs / 2, () => {
        if (admitted) {
          accepted.push(time.now);
          take(slowdown.accepted(time.now));
          call(0);
        } else {
          throttled.push(time.now);
          take(slowdown.throttled(time.now, leftAt, REASON));
          pace.hold(time.now + backoffMs(tries + 1, random()));
          // The fifth try is the last: another batch goes on.
          call(tries < 4 ? tries + 1 : 0);
        }
      });
    });
  };
  for (let each = 0; each < concurrency; each += 1) call(0);
  time.run(seconds * SECOND);
  return { accepted, throttled, said, changes };
}

function since(at: readonly number[], seconds: number): number {
  return at.filter((each) => each >= seconds * SECOND).length;
}

const OFF = Number.POSITIVE_INFINITY;
const SEEDS = [1, 2, 3, 4, 5];

describe('a provider that tells its limit by refusals alone', () => {
  it.each([
    [OFF, 100],
    [400, 100],
    [105, 100],
    [OFF, 10],
    [400, 10],
    [OFF, 1],
    [400, 1],
    [2, 1],
  ])('gets, at %d calls/s, nearly what it allows, %d calls/s, and hardly more', (full, limit) => {
    for (const seed of SEEDS) {
      const { accepted, throttled } = run({ full, limit: () => limit, seconds: 310, seed });
      const [taken, refused] = [since(accepted, 10), since(throttled, 10)];
      expect(taken / 300).toBeGreaterThan(0.95 * limit);
      expect(refused / (taken + refused)).toBeLessThan(0.02);
    }
  });

  it('gets nearly what it allows although its answers take two seconds', () => {
    const { accepted, throttled } = run({ full: OFF, limit: () => 10, seconds: 310, latencyMs: 2000 });
    const [taken, refused] = [since(accepted, 10), since(throttled, 10)];
    expect(taken / 300).toBeGreaterThan(9);
    expect(refused / (taken + refused)).toBeLessThan(0.03);
  });

  it('is asked for more within a minute when it allows more', () => {
    for (const seed of SEEDS) {
      for (const raisedAt of [57, 60, 63, 70]) {
        const limit = (now: number): number => (now < raisedAt * SECOND ? 50 : 100);
        const { accepted } = run({ full: OFF, limit, seconds: raisedAt + 180, seed });
        expect((since(accepted, raisedAt + 60) - since(accepted, raisedAt + 70)) / 10).toBeGreaterThan(80);
        expect(since(accepted, raisedAt + 60) / 120).toBeGreaterThan(90);
      }
    }
  });

  it('is soon asked for less when it allows less', () => {
    for (const seed of SEEDS) {
      const limit = (now: number): number => (now < 60 * SECOND ? 100 : 20);
      const { accepted, throttled } = run({ full: OFF, limit, seconds: 270, seed });
      const [taken, refused] = [since(accepted, 75), since(throttled, 75)];
      expect(taken / 195).toBeGreaterThan(18);
      expect(refused / (taken + refused)).toBeLessThan(0.03);
    }
  });

  it('is left alone when it throttles nothing', () => {
    expect(run({ full: OFF, limit: () => 10_000, seconds: 60 })).toMatchObject({
      throttled: [],
      said: [],
      changes: [],
    });
  });

  it('gets the full pace back when it throttles no more', () => {
    const limit = (now: number): number => (now < 30 * SECOND ? 5 : 10_000);
    for (const [full, words] of [
      [OFF, 'back to the full pace'],
      [50, 'back to the full pace of 50 calls/s'],
      [1, undefined],
    ] as const) {
      const { said, changes } = run({ full, limit, seconds: 150 });
      expect(said.at(-1)?.text).toBe(words);
      expect(changes.at(-1)?.perSecond).toBe(words && full);
    }
  });
});

describe('what is said', () => {
  it('is never more than a line in two seconds, and the last change is not kept back', () => {
    for (const seed of SEEDS) {
      for (const limit of [1, 10, 100]) {
        const { said, changes } = run({
          full: 400,
          limit: (now) => (now < 50_000 ? limit : limit * 2),
          seconds: 200,
          seed,
        });
        expect(said.length).toBeGreaterThan(3);
        for (const [index, { at }] of said.entries()) {
          if (index > 0) expect(at - (said[index - 1]?.at ?? 0)).toBeGreaterThanOrEqual(2000);
        }
        for (const { at, text } of said) {
          const now = changes.filter((change) => change.at <= at).at(-1)?.perSecond;
          expect(text).toContain(now === 1 ? ' 1 call/s' : ` ${now} calls/s`);
        }
      }
    }
  });

  it('gives the reason', () => {
    const slowdown = new Slowdown(1, 0);
    const changes: (Change | undefined)[] = [];
    for (let second = 1; second <= 12; second += 1) changes.push(slowdown.accepted(second * SECOND));
    changes.push(slowdown.throttled(12_500, 12_400, REASON));
    for (let second = 13; second <= 90; second += 1) changes.push(slowdown.accepted(second * SECOND));
    expect(changes.filter((change) => change !== undefined)).toEqual([
      { perSecond: 0.9, said: `slowing down to 0.9 calls/s: ${REASON}` },
      { perSecond: 0.95, said: 'back to 0.95 calls/s: no throttling for 6 s' },
      { perSecond: 1, said: 'back to the full pace of 1 call/s' },
    ]);
  });
});

describe('a cut', () => {
  /** A slowdown whose provider took 100 calls in each of three seconds. */
  function busy(full: number): Slowdown {
    const slowdown = new Slowdown(full, 0);
    for (let now = 0; now < 3000; now += 10) slowdown.accepted(now);
    return slowdown;
  }

  it('leaves nine tenths of what the provider accepted, or of the rate where that is less', () => {
    expect(busy(400).throttled(3000, 2950, REASON)?.perSecond).toBe(90);
    expect(busy(OFF).throttled(3000, 2950, REASON)?.perSecond).toBe(90);
    expect(busy(60).throttled(3000, 2950, REASON)?.perSecond).toBe(54);
  });

  it('is one for calls that were under way together, however long their answers take', () => {
    const slowdown = busy(400);
    expect(slowdown.throttled(3000, 2900, REASON)?.perSecond).toBe(90);
    slowdown.accepted(3001);
    for (let call = 0; call < 50; call += 1)
      expect(slowdown.throttled(3010 + 300 * call, 2950, REASON)).toBe(undefined);
  });

  it('is not made for calls that left within a second of another', () => {
    const slowdown = busy(400);
    slowdown.throttled(3000, 2900, REASON);
    slowdown.accepted(3100);
    expect(slowdown.throttled(5100, 3999, REASON)).toBe(undefined);
    expect(slowdown.throttled(5100, 4000, REASON)?.perSecond).toBe(81);
  });

  it('is not made again before the provider accepts anything', () => {
    const slowdown = busy(400);
    slowdown.throttled(3000, 2900, REASON);
    for (let now = 5000; now < 60_000; now += 1000) expect(slowdown.throttled(now, now - 50, REASON)).toBe(undefined);
    slowdown.accepted(60_000);
    expect(slowdown.throttled(60_100, 60_050, REASON)?.perSecond).toBeLessThanOrEqual(81);
  });

  it('takes a provider that accepted nothing at all for a slow one, and comes back from there', () => {
    expect(new Slowdown(OFF, 0).throttled(50, 0, REASON)?.perSecond).toBe(9);
    expect(new Slowdown(2, 0).throttled(50, 0, REASON)?.perSecond).toBe(0.9);
  });

  it.each([
    [OFF, 0.1],
    [400, 0.1],
    [2, 2 / 64],
  ])('never goes below a floor: at %d calls/s, %d calls/s', (full, floor) => {
    const slowdown = new Slowdown(full, 0);
    let perSecond = full;
    for (let now = 0; now < 4_000_000; now += 20_000) {
      slowdown.accepted(now);
      perSecond = slowdown.throttled(now + 10_000, now + 9000, REASON)?.perSecond ?? perSecond;
    }
    expect(perSecond).toBe(floor);
  });
});
