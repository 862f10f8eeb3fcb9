import { expect, it } from 'vitest';
import { letters } from '../../../src/cli/terminal/letters.js';

it.each([
  ['', []],
  ['a b', ['a', ' ', 'b']],
  ['e\u0301a', ['e\u0301', 'a']],
  ['x👩‍👧y', ['x', '👩‍👧', 'y']],
  ['a\r\nb', ['a', '\r\n', 'b']],
])('gives the letters of %j as a reader sees them', (text, expected) => {
  expect([...letters(text)]).toEqual(expected);
});
