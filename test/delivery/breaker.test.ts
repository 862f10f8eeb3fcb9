import { describe, expect, it } from 'vitest';
import { Breaker } from '../../src/delivery/breaker.js';

function silent(breaker: Breaker, times: number): Breaker {
  for (let time = 0; time < times; time += 1) breaker.silent();
  return breaker;
}

describe('the breaker', () => {
  it.each([
    [1, 5],
    [5, 5],
    [8, 8],
  ])('with %d calls at once opens after %d without an answer', (concurrency, limit) => {
    const breaker = new Breaker(concurrency);
    expect(silent(breaker, limit - 1).open).toBe(false);
    expect(silent(breaker, 1).open).toBe(true);
  });

  it('counts calls in a row alone', () => {
    const breaker = silent(new Breaker(1), 4);
    breaker.answered();
    expect(silent(breaker, 4).open).toBe(false);
  });

  it('closes with an answer', () => {
    const breaker = silent(new Breaker(1), 9);
    breaker.answered();
    expect(breaker.open).toBe(false);
  });
});
