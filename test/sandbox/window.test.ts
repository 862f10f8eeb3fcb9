import { describe, expect, it } from 'vitest';
import { slidingWindow } from '../../src/sandbox/window.js';

describe('slidingWindow', () => {
  it('admits its limit in any span of a second, and no more', () => {
    const window = slidingWindow(2);
    expect([0, 500, 999, 1000, 1001, 1499, 1500].map((now) => window.admit(now))).toEqual([
      true,
      true,
      false,
      true,
      false,
      false,
      true,
    ]);
  });

  it('tells how many calls it would admit', () => {
    const window = slidingWindow(3);
    window.admit(0);
    window.admit(400);
    expect([400, 999, 1000, 1400].map((now) => window.remaining(now))).toEqual([1, 1, 2, 3]);
  });

  it('does not count a call that it turned away', () => {
    const window = slidingWindow(1);
    expect([0, 900, 1000].map((now) => window.admit(now))).toEqual([true, false, true]);
  });

  it('goes on when the clock is set back', () => {
    const window = slidingWindow(1);
    window.admit(1_000_000);
    expect(window.admit(0)).toBe(true);
    expect(window.admit(1)).toBe(false);
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses a limit of %d', (limit) => {
    expect(() => slidingWindow(limit)).toThrow(RangeError);
  });
});
