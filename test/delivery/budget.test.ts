import { expect, it } from 'vitest';
import { Budget, CALLS_A_RETRY, FREE_RETRIES } from '../../src/delivery/budget.js';

/** How many retries there are after so many calls. */
function retries(calls: number): number {
  const budget = new Budget();
  for (let call = 0; call < calls; call += 1) budget.call();
  let taken = 0;
  while (budget.mayRetry()) taken += 1;
  return taken;
}

it('gives twenty retries, and one more for every ten calls', () => {
  expect([FREE_RETRIES, CALLS_A_RETRY]).toEqual([20, 10]);
  expect([0, 9, 10, 19, 20, 30, 1000].map(retries)).toEqual([20, 20, 21, 21, 22, 23, 120]);
});

it('gives more when there are more calls', () => {
  const budget = new Budget();
  while (budget.mayRetry());
  for (let call = 0; call < 10; call += 1) {
    expect(budget.mayRetry()).toBe(false);
    budget.call();
  }
  expect([budget.mayRetry(), budget.mayRetry()]).toEqual([true, false]);
});
