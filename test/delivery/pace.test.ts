import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pace } from '../../src/delivery/pace.js';
import { randoms, Timeline } from './timeline.js';

/** Starts `count` calls that leave at once, asking again `lateMs(n)` after the time that the pace names. */
function starts(perSecond: number, count: number, lateMs: (call: number) => number = () => 0): number[] {
  const pace = new Pace(perSecond);
  const at: number[] = [];
  let now = 1000;
  while (at.length < count) {
    const waitMs = pace.take(now);
    if (waitMs > 0) {
      now += waitMs + lateMs(at.length);
      continue;
    }
    at.push(now);
    pace.left(now);
  }
  return at;
}

function gaps(at: readonly number[]): number[] {
  return at.slice(1).map((each, index) => each - (at[index] ?? 0));
}

/** Takes a turn for a call that leaves at once. */
function leave(pace: Pace, now: number): number {
  const waitMs = pace.take(now);
  if (waitMs === 0) pace.left(now);
  return waitMs;
}

interface Calls {
  readonly perSecond: number;
  readonly concurrency: number;
  readonly count: number;
  /** Until the call leaves, or until it turns out that it never will. */
  readonly connectMs: (call: number) => number;
  readonly fails?: (call: number) => boolean;
  readonly latencyMs?: number;
  /** How late a wait ends. */
  readonly lateMs?: (call: number) => number;
}

/** When calls leave whose connections take their time. */
function departures(calls: Calls): number[] {
  const { perSecond, concurrency, count, connectMs, fails = () => false, latencyMs = 20, lateMs = () => 0 } = calls;
  const time = new Timeline();
  const pace = new Pace(perSecond);
  const left: number[] = [];
  let made = 0;
  const next = (): void => {
    if (made >= count) return;
    const waitMs = pace.take(time.now);
    if (waitMs > 0) {
      time.after(waitMs + lateMs(made), next);
      return;
    }
    const call = made;
    made += 1;
    time.after(connectMs(call), () => {
      if (fails(call)) {
        pace.gone();
        next();
        return;
      }
      pace.left(time.now);
      left.push(time.now);
      time.after(latencyMs, next);
    });
  };
  for (let each = 0; each < concurrency; each += 1) next();
  time.run();
  return left;
}

/** The most of these times, in their order, that lie within a second. */
function mostInASecond(at: readonly number[]): number {
  let from = 0;
  let most = 0;
  for (const [to, last] of at.entries()) {
    // A hair less: floats.
    while (last - (at[from] ?? 0) > 1000 - 1e-6) from += 1;
    most = Math.max(most, to - from + 1);
  }
  return most;
}

const anyRate = fc.oneof(
  fc.integer({ min: 1, max: 50 }),
  fc.double({ min: 0.05, max: 20, noNaN: true }),
  fc.constantFrom(0.5, 1.5, 2.5, 0.1),
);

describe('the pace', () => {
  it.each([
    [1, [0, 1010, 2020, 3030]],
    [2, [0, 505, 1010, 1515]],
    [2.5, [0, 404, 808, 1212]],
    [0.5, [0, 2020, 4040, 6060]],
  ])(
    'spaces %d calls a second evenly from the first on, with room for what the network shifts',
    (perSecond, expected) => {
      expect(starts(perSecond, 4).map((at) => at - 1000)).toEqual(expected);
    },
  );

  it('is none when the rate is without bound', () => {
    expect(new Set(starts(Number.POSITIVE_INFINITY, 1000))).toEqual(new Set([1000]));
  });

  it('never starts more calls in a second than it may, a fraction rounded up, however late it is asked', () => {
    fc.assert(
      fc.property(
        anyRate,
        fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 3000, noNaN: true })), { minLength: 1 }),
        (perSecond, late) => {
          const at = starts(perSecond, 200, (call) => late[call % late.length] ?? 0);
          expect(mostInASecond(at)).toBeLessThanOrEqual(Math.ceil(perSecond));
        },
      ),
      { seed: 11, numRuns: 500 },
    );
  });

  it('keeps the rate to two in a hundred when it is asked as late as a timer is', () => {
    fc.assert(
      fc.property(
        anyRate,
        fc.array(fc.double({ min: 0, max: 5, noNaN: true }), { minLength: 1 }),
        (perSecond, late) => {
          const at = starts(perSecond, 500, (call) => late[call % late.length] ?? 0);
          const rate = 499_000 / ((at.at(-1) ?? 0) - 1000);
          expect(rate / perSecond).toBeGreaterThan(0.98);
          expect(rate / perSecond).toBeLessThan(1.02);
        },
      ),
      { seed: 12, numRuns: 300 },
    );
  });

  it('makes up for a call that is late by less than an interval now and then', () => {
    for (const perSecond of [1, 2, 2.5, 7, 30]) {
      const at = starts(perSecond, 1000, (call) => (call % 100 === 0 ? 900 / perSecond : 0));
      expect(999_000 / ((at.at(-1) ?? 0) - 1000) / perSecond).toBeGreaterThan(0.97);
    }
  });

  it('keeps a high rate although timers are late by more than an interval', () => {
    const at = starts(1000, 20_000, (call) => call % 3);
    expect(19_999_000 / ((at.at(-1) ?? 0) - 1000)).toBeGreaterThan(980);
  });

  it('does not make up for a longer pause', () => {
    const pace = new Pace(4);
    expect(leave(pace, 0)).toBe(0);
    expect(leave(pace, 10_000)).toBe(0);
    expect(leave(pace, 10_000)).toBe(252.5);
    expect(leave(pace, 10_252.5)).toBe(0);
    expect(leave(pace, 10_252.5)).toBe(252.5);
  });

  it('makes no burst after an hour in which the machine slept, and none of calls that were on their way', () => {
    const hour = 3_600_000;
    const pace = new Pace(4);
    for (const now of [0, 252.5, 505]) expect(pace.take(now)).toBe(0);
    expect(pace.take(505)).toBe(252.5);
    // Three may leave at once now, and one more starts.
    expect(pace.take(hour)).toBe(0);
    expect(pace.take(hour + 252.5)).toBe(1010);
    for (const _ of [1, 2, 3, 4]) pace.left(hour + 300);
    expect(pace.take(hour + 1000)).toBe(310);
    expect(leave(pace, hour + 1310)).toBe(0);
    expect(leave(pace, hour + 1310)).toBe(252.5);
  });

  it('names the time to wait, and takes no turn by it', () => {
    const pace = new Pace(1);
    leave(pace, 0);
    expect([leave(pace, 1), leave(pace, 400), leave(pace, 1009), leave(pace, 1010)]).toEqual([1009, 610, 1, 0]);
  });

  it('starts nothing before a hold is over, and is evenly spaced after it', () => {
    const pace = new Pace(2);
    expect(leave(pace, 0)).toBe(0);
    pace.hold(60_000);
    expect(leave(pace, 500)).toBe(59_500);
    expect(leave(pace, 60_000)).toBe(0);
    expect(leave(pace, 60_000)).toBe(505);
  });

  it('does not let a shorter hold shorten a longer one', () => {
    const pace = new Pace(Number.POSITIVE_INFINITY);
    pace.hold(5000);
    pace.hold(100);
    expect(pace.take(0)).toBe(5000);
  });

  it('starts nothing within any of many holds', () => {
    const hold = fc.record({ at: fc.nat(50), forMs: fc.nat(5000) });
    fc.assert(
      fc.property(anyRate, fc.array(hold), (perSecond, holds) => {
        const pace = new Pace(perSecond);
        let now = 0;
        let heldUntil = 0;
        for (let call = 0; call < 50; ) {
          const waitMs = leave(pace, now);
          if (waitMs > 0) {
            now += waitMs;
            continue;
          }
          expect(now).toBeGreaterThanOrEqual(heldUntil);
          for (const { at, forMs } of holds) {
            if (at !== call) continue;
            pace.hold(now + forMs);
            heldUntil = Math.max(heldUntil, now + forMs);
          }
          call += 1;
        }
      }),
      { seed: 13, numRuns: 200 },
    );
  });

  it('starts calls at equal distances when it is asked in time', () => {
    fc.assert(
      fc.property(anyRate, (perSecond) => {
        for (const gap of gaps(starts(perSecond, 50))) expect(gap).toBeCloseTo(1010 / perSecond, 6);
      }),
      { seed: 14, numRuns: 200 },
    );
  });
});

describe('the pace of calls that leave later than they start', () => {
  const someMs = (max: number) => fc.array(fc.double({ min: 0, max, noNaN: true }), { minLength: 1, maxLength: 30 });

  it('lets no more calls arrive in a second than it may, however long connections take and the network lags', () => {
    fc.assert(
      fc.property(
        fc.record({
          perSecond: anyRate,
          concurrency: fc.integer({ min: 1, max: 64 }),
          connects: someMs(2000),
          jitters: someMs(10),
          lates: someMs(5),
          fails: fc.array(fc.boolean(), { minLength: 1, maxLength: 10 }),
          latencyMs: fc.nat(500),
        }),
        ({ perSecond, concurrency, connects, jitters, lates, fails, latencyMs }) => {
          const left = departures({
            perSecond,
            concurrency,
            count: 150,
            connectMs: (call) => connects[call % connects.length] ?? 0,
            fails: (call) => call % 7 === 0 && fails[call % fails.length] === true,
            lateMs: (call) => lates[call % lates.length] ?? 0,
            latencyMs,
          });
          const arrived = left.map((at, call) => at + (jitters[call % jitters.length] ?? 0)).sort((a, b) => a - b);
          expect(arrived.length).toBeGreaterThan(100);
          expect(mostInASecond(arrived)).toBeLessThanOrEqual(Math.ceil(perSecond));
        },
      ),
      { seed: 15, numRuns: 500 },
    );
  });

  it('takes 40 s for 2000 calls at 50 a second, to two in a hundred, while the first connections are set up', () => {
    const random = randoms(1);
    const concurrency = 32;
    const left = departures({
      perSecond: 50,
      concurrency,
      count: 2000,
      connectMs: (call) => (call < concurrency ? 200 + 100 * random() : 0),
      latencyMs: 50,
      lateMs: random,
    });
    const seconds = ((left.at(-1) ?? 0) + 50) / 1000;
    expect(seconds).toBeGreaterThan(39.2);
    expect(seconds).toBeLessThan(40.8);
  });

  it('counts a call that has not left as one that leaves now', () => {
    const pace = new Pace(1);
    expect(pace.take(0)).toBe(0);
    expect(pace.take(900)).toBe(1010);
    pace.left(1000);
    expect(pace.take(1910)).toBe(100);
    expect(pace.take(2010)).toBe(0);
  });

  it('does not count a call that never left, but keeps its distance from it', () => {
    const pace = new Pace(1);
    expect(pace.take(0)).toBe(0);
    pace.gone();
    expect(pace.take(500)).toBe(510);
    expect(pace.take(1010)).toBe(0);
  });
});

describe('another pace', () => {
  it('counts from the last call on', () => {
    const pace = new Pace(2);
    expect(leave(pace, 0)).toBe(0);
    pace.setRate(0.5);
    expect(leave(pace, 505)).toBe(1515);
    pace.setRate(1);
    expect(leave(pace, 505)).toBe(505);
    expect(leave(pace, 1010)).toBe(0);
  });

  it('counts what has left before', () => {
    const pace = new Pace(100);
    for (let now = 0; now < 900; now += 10.1) expect(leave(pace, now)).toBe(0);
    pace.setRate(10);
    expect(leave(pace, 1000)).toBeCloseTo(10.1 * 80 + 1010 - 1000, 6);
  });

  it('may be none, and one again', () => {
    const pace = new Pace(1);
    expect(leave(pace, 0)).toBe(0);
    pace.setRate(Number.POSITIVE_INFINITY);
    for (let call = 0; call < 50; call += 1) expect(leave(pace, 1)).toBe(0);
    expect(pace.take(1)).toBe(0);
    pace.setRate(1);
    expect(leave(pace, 5000)).toBe(1010);
    pace.left(5000);
    expect(leave(pace, 6010)).toBe(0);
  });

  it('holds to the new rate in every second after a change, whatever the changes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 }), (rates) => {
        const pace = new Pace(60);
        let now = 0;
        const left: number[] = [];
        for (const rate of rates) {
          pace.setRate(rate);
          const from = now;
          while (now < from + 2500) {
            const waitMs = leave(pace, now);
            if (waitMs === 0) left.push(now);
            now += waitMs;
          }
          expect(mostInASecond(left.filter((at) => at >= from))).toBeLessThanOrEqual(rate);
        }
      }),
      { seed: 16, numRuns: 100 },
    );
  });
});
