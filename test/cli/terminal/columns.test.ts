import { expect, it } from 'vitest';
import { columnsOf } from '../../../src/cli/terminal/columns.js';

it('has the columns of the terminal, and 80 or what is asked for where there is none', () => {
  expect(columnsOf({ isTTY: true, columns: 40 })).toBe(40);
  expect(columnsOf({ isTTY: true, columns: 3 })).toBe(20);
  expect(columnsOf({ isTTY: true, columns: 0 })).toBe(80);
  expect(columnsOf({ columns: 40 })).toBe(80);
  expect(columnsOf({}, Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
});
