import { expect, it } from 'vitest';
import { FirstRows } from '../../src/report/first.js';
import { outcome } from './support.js';

it('keeps the first rows to mend, masked, and counts the others', () => {
  const first = new FirstRows(2);
  first.see([
    outcome(1, { status: 'ok' }),
    outcome(2, { message: 'found 33639980001' }),
    outcome(3, { status: 'unknown' }),
  ]);
  first.see([outcome(4, { status: 'rejected', code: 'provider_7' }), outcome(5)]);
  expect(first.count).toBe(3);
  expect(first.rows).toEqual([
    { row: 2, line: 3, status: 'invalid', code: 'phone_too_short', message: 'found 3363****001' },
    { row: 4, line: 5, status: 'rejected', code: 'provider_7', message: 'too short' },
  ]);
});
