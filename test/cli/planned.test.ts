import { describe, expect, it } from 'vitest';
import { journeyText } from '../../src/cli/planned.js';

const NOON = new Date(2026, 0, 31, 12, 0).getTime();
const journey = { concurrency: 2, startsAt: NOON };

describe('the plan says', () => {
  it.each([
    [0, 1, '0 calls'],
    [1, 2, '1 call at 2 calls/s: about 1 s, until 12:00'],
    [601, 1, '601 calls at 1 call/s: about 10 min, until 12:10'],
    [48_211, 2, '48 211 calls at 2 calls/s: about 6 h 50 min, until 18:41'],
    [3, 1 / 3600, '3 calls at 1 call/h: about 2 h, until 14:00'],
    [601, 1 / 60, '601 calls at 1 call/m: about 10 h, until 22:00'],
    [864_001, 1, '864 001 calls at 1 call/s: about 10 days, until 10 Feb'],
    [48_211, Number.POSITIVE_INFINITY, '48 211 calls, as fast as the answers come, 2 at once'],
  ])('of %i calls at %d a second: when they end', (calls, perSecond, text) => {
    expect(journeyText({ ...journey, calls, perSecond })).toBe(text);
  });
});
