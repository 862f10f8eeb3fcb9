import { describe, expect, it } from 'vitest';
import { Lately } from '../../src/delivery/lately.js';

/** Accepts a call at each of these times. */
function lately(...times: readonly number[]): Lately {
  const each = new Lately(0);
  for (const at of times) each.accepted(at);
  return each;
}

function every(ms: number, from: number, to: number): readonly number[] {
  return Array.from({ length: Math.ceil((to - from) / ms) }, (_, index) => from + index * ms);
}

describe('what the provider accepted lately', () => {
  it.each([
    ['nothing', [], 0, 0],
    ['one call in the first moment', [10], 20, 10],
    ['many calls in the first half second', every(1, 0, 500), 500, 1000],
    ['few calls, evenly', every(1000, 0, 10_000), 10_500, 1],
    ['many calls, evenly', every(10, 0, 10_000), 10_000, 100],
    ['many calls with a pause in between', [...every(10, 0, 5000), ...every(10, 5600, 6300)], 6300, 100],
    ['calls of long ago', every(10, 0, 5000), 15_000, 0],
    ['few calls before a long pause', [...every(500, 0, 5000), 8000], 8000, 2],
  ])('is known after %s', (_, times, now, expected) => {
    expect(lately(...times).perSecond(now)).toBe(expected);
  });

  it('is little where most calls were throttled', () => {
    const each = new Lately(0);
    for (let second = 0; second < 10; second += 1) {
      if (second % 5 === 0) each.accepted(second * 1000);
      else each.throttled(second * 1000);
    }
    expect(each.perSecond(10_000)).toBeCloseTo(1 / 9, 6);
  });

  it('is forgotten after ten seconds', () => {
    const each = lately(...every(200, 0, 5000), ...every(1000, 5000, 20_000));
    expect(each.perSecond(20_000)).toBe(1);
  });
});
