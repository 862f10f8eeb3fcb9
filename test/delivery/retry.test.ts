import { describe, expect, it } from 'vitest';
import { backoffMs } from '../../src/delivery/retry.js';

describe('the rest before another try', () => {
  it.each([
    [1, 500],
    [2, 1000],
    [3, 2000],
    [6, 16_000],
    [7, 30_000],
    [2000, 30_000],
  ])('after %d tries is anything from nothing to %d ms', (tries, bound) => {
    expect([0, 0.25, 0.5].map((random) => backoffMs(tries, random))).toEqual([0, bound / 4, bound / 2]);
    expect(backoffMs(tries, 1 - Number.EPSILON)).toBeLessThan(bound);
  });
});
