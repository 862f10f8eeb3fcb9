import { describe, expect, it } from 'vitest';
import { pair } from '../../bench/parts/pairs.js';
import { median, mostWithin, spread } from '../../bench/parts/statistics.js';

describe('median', () => {
  it.each([
    { values: [3], middle: 3 },
    { values: [10, 9, 100], middle: 10 },
    { values: [4, 1, 3, 2], middle: 2.5 },
  ])('of $values is $middle', ({ values, middle }) => {
    expect(median(values)).toBe(middle);
  });

  it('stands between the lowest and the highest', () => {
    expect(spread([10, 9, 100])).toEqual({ median: 10, low: 9, high: 100 });
  });
});

describe('the most within a span', () => {
  it.each([
    { moments: [], most: 0 },
    { moments: [0, 1000], most: 1 },
    { moments: [0, 999.9], most: 2 },
    { moments: [0, 500, 900, 1400, 1450, 1499, 3000], most: 5 },
  ])('of $moments is $most', ({ moments, most }) => {
    expect(mostWithin(moments, 1000)).toBe(most);
  });
});

describe('pairs', () => {
  it('turn the order of the sides round each time, and keep the results in the order of the rounds', async () => {
    const order: string[] = [];
    const side = (name: string) => async () => order.push(name);

    const results = await pair(3, { ours: side('ours'), theirs: side('theirs') });

    expect(order).toEqual(['ours', 'theirs', 'theirs', 'ours', 'ours', 'theirs']);
    expect(results).toEqual({ ours: [1, 4, 5], theirs: [2, 3, 6] });
  });
});
