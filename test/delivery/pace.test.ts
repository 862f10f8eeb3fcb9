import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pace } from '../../src/delivery/pace.js';

/** Starts `count` calls, asking again `lateMs(n)` after the time that the pace names. */
function starts(perSecond: number, count: number, lateMs: (call: number) => number = () => 0): number[] {
  const pace = new Pace(perSecond);
  const at: number[] = [];
  let now = 1000;
  while (at.length < count) {
    const waitMs = pace.take(now);
    if (waitMs === 0) at.push(now);
    else now += waitMs + lateMs(at.length);
  }
  return at;
}

function gaps(at: readonly number[]): number[] {
  return at.slice(1).map((each, index) => each - (at[index] ?? 0));
}

/** The most calls that start within a second. */
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
    [1, [0, 1000, 2000, 3000]],
    [2, [0, 500, 1000, 1500]],
    [2.5, [0, 400, 800, 1200]],
    [0.5, [0, 2000, 4000, 6000]],
  ])('spaces %d calls a second evenly, from the first on', (perSecond, expected) => {
    expect(starts(perSecond, 4).map((at) => at - 1000)).toEqual(expected);
  });

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
      expect(999_000 / ((at.at(-1) ?? 0) - 1000) / perSecond).toBeGreaterThan(0.98);
    }
  });

  it('does not make up for a longer pause', () => {
    const pace = new Pace(4);
    expect(pace.take(0)).toBe(0);
    expect(pace.take(10_000)).toBe(0);
    expect(pace.take(10_000)).toBe(250);
    expect(pace.take(10_250)).toBe(0);
    expect(pace.take(10_250)).toBe(250);
  });

  it('names the time to wait, and takes no turn by it', () => {
    const pace = new Pace(1);
    pace.take(0);
    expect([pace.take(1), pace.take(400), pace.take(999), pace.take(1000)]).toEqual([999, 600, 1, 0]);
  });

  it('starts nothing before a hold is over, and is evenly spaced after it', () => {
    const pace = new Pace(2);
    expect(pace.take(0)).toBe(0);
    pace.hold(60_000);
    expect(pace.take(500)).toBe(59_500);
    expect(pace.take(60_000)).toBe(0);
    expect(pace.take(60_000)).toBe(500);
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
          const waitMs = pace.take(now);
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
        for (const gap of gaps(starts(perSecond, 50))) expect(gap).toBeCloseTo(1000 / perSecond, 6);
      }),
      { seed: 14, numRuns: 200 },
    );
  });
});
