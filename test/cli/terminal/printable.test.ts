import { expect, it } from 'vitest';
import { jsonText, onOneLine, printable } from '../../../src/cli/terminal/printable.js';

it('makes visible what would do something to a terminal', () => {
  expect(printable('a\nb\tc\u001b[31m\u202e')).toBe('a\nb\tc\\x1b[31m\\x202e');
  expect(onOneLine('a\nb\tc\u001b[31m\u202e\u2028')).toBe('a\\nb\\tc\\x1b[31m\\x202e\\u2028');
});

it('keeps what JSON says, and has a terminal obey none of it', () => {
  const value = { a: 'x\u009b31m\u202e\u001b' };
  expect(jsonText(value)).toBe('{"a":"x\\u009b31m\\u202e\\u001b"}');
  expect(JSON.parse(jsonText(value))).toEqual(value);
});
