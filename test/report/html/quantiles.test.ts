import { expect, it } from 'vitest';
import { Quantiles } from '../../../src/report/html/quantiles.js';

function of(values: readonly number[]): Quantiles {
  const quantiles = new Quantiles();
  for (const value of values) quantiles.add(value);
  return quantiles;
}

it('knows nothing where nothing was counted', () => {
  expect([of([]).at(0.5), of([]).count, of([]).largest]).toEqual([null, 0, 0]);
});

it.each([
  [[7], 7, 7],
  [[3, 1, 2], 2, 3],
  [[1, 1, 1, 90], 1, 90],
  [Array.from({ length: 100 }, (_, index) => index), 49, 94],
])('is exact for short times: %j', (values, median, p95) => {
  expect([of(values).at(0.5), of(values).at(0.95)]).toEqual([median, p95]);
});

it('is within 1 % for long ones, and exact for the longest', () => {
  let seed = 7;
  const next = (): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const values = Array.from({ length: 5000 }, () => Math.round(10 ** (1 + 5 * next())));
  const sorted = [...values].sort((a, b) => a - b);
  const quantiles = of(values);
  for (const part of [0.01, 0.25, 0.5, 0.9, 0.95, 0.99]) {
    const exact = sorted[Math.ceil(part * values.length) - 1] ?? 0;
    expect(Math.abs((quantiles.at(part) ?? 0) - exact)).toBeLessThanOrEqual(exact / 100);
  }
  expect(quantiles.largest).toBe(sorted.at(-1));
});
