import { describe, expect, it } from 'vitest';
import { readValue } from '../../src/contact/value.js';
import type { Field, Kind } from '../../src/model.js';

function field(kind: Kind, more: Partial<Field> = {}): Field {
  return { name: 'it', scope: 'contact', kind, aliases: [], help: '', example: '', ...more };
}

function read(cell: unknown, kind: Kind, more: Partial<Field> = {}): unknown {
  const reading = readValue(field(kind, more), cell);
  return 'issue' in reading ? reading.issue.code : reading.value;
}

it.each(['text', 'boolean', 'gender', 'date', 'integer', 'integers', 'texts'] as const)(
  'finds nothing in an empty cell (%s)',
  (kind) => {
    for (const cell of ['', ' \t', '\u00a0', null, undefined]) expect(read(cell, kind)).toBeUndefined();
  },
);

it.each([
  ['text', ' Anne ', 'Anne'],
  ['text', 7, '7'],
  ['boolean', 'oui', true],
  ['boolean', false, false],
  ['boolean', 1, true],
  ['boolean', 'perhaps', 'not_a_boolean'],
  ['boolean', 2, 'not_a_boolean'],
  ['gender', 'Mme', false],
  ['gender', 'other', undefined],
  ['gender', 'M', 'ambiguous_gender'],
  ['gender', 1, 'ambiguous_gender'],
  ['gender', true, true],
  ['gender', 'perhaps', 'not_a_gender'],
  ['text', '#REF!', 'spreadsheet_error'],
  ['text', 'NULL', 'NULL'],
  ['texts', ['a', '#N/A'], 'spreadsheet_error'],
  ['date', '1990/5/31', '1990-05-31'],
  ['date', '1990-02-30', 'date_unreal'],
  ['date', 1990, 'date_format'],
  ['integer', '12', 12],
  ['integer', '۱۲', 12],
  ['integer', 12, 12],
  ['integer', '007', 7],
  ['integer', '-1', 'not_an_integer'],
  ['integer', '1.5', 'not_an_integer'],
  ['integer', '1e3', 'not_an_integer'],
  ['integer', '0x10', 'not_an_integer'],
  ['integer', '9007199254740993', 'not_an_integer'],
  ['integer', true, 'not_an_integer'],
  ['integer', [1], 'nested_value'],
  ['integers', '1,2', [1, 2]],
  ['integers', ' 2 ; 1 ; 2 ', [2, 1]],
  ['integers', '۱،۲؛۳', [1, 2, 3]],
  ['integers', 7, [7]],
  ['integers', [1, '2', 1], [1, 2]],
  ['integers', [], undefined],
  ['integers', [null, ''], undefined],
  ['integers', ',;', undefined],
  ['integers', '1,two', 'not_an_integer'],
  ['integers', '1 2', 'not_an_integer'],
  ['integers', '1|2', 'not_an_integer'],
  ['integers', [1.5], 'not_an_integer'],
  ['integers', [[1]], 'nested_value'],
  ['integers', { id: 1 }, 'nested_value'],
  ['texts', 'vip, new ;vip,,', ['vip', 'new']],
  ['texts', 'گروه ۱،گروه ۲', ['گروه ۱', 'گروه ۲']],
  ['texts', ['vip', ' new '], ['vip', 'new']],
  ['texts', [true, 1], ['true', '1']],
] as const)('reads a %s cell %j as %j', (kind, cell, value) => {
  expect(read(cell, kind)).toEqual(value);
});

describe('a limit', () => {
  it.each([
    ['x'.repeat(30), 'x'.repeat(30)],
    ['x'.repeat(31), 'too_long'],
    ['😀'.repeat(30), '😀'.repeat(30)],
    ['😀'.repeat(31), 'too_long'],
    [`  ${'x'.repeat(30)}  `, 'x'.repeat(30)],
  ])('counts characters as a person does: %s', (text, value) => {
    expect(read(text, 'text', { maxLength: 30 })).toBe(value);
  });

  it('says how long the text is', () => {
    expect(readValue(field('text', { maxLength: 3 }), '😀😀😀😀')).toEqual({
      issue: { field: 'it', code: 'too_long', message: 'expected at most 3 characters, found 4' },
    });
  });

  it('holds for each text of a list', () => {
    expect(read('abc,abcd', 'texts', { maxLength: 3 })).toBe('too_long');
    expect(read('abc,def', 'texts', { maxLength: 3 })).toEqual(['abc', 'def']);
  });
});

it('refuses characters that the provider would split at', () => {
  expect(read(['a,b'], 'texts', { forbids: ',;|' })).toBe('forbidden_character');
  expect(read('a|b', 'texts', { forbids: ',;|' })).toBe('forbidden_character');
  expect(read('a,b', 'texts', { forbids: ',;|' })).toEqual(['a', 'b']);
});

it('says what it expected and found, on one line', () => {
  expect(readValue(field('boolean'), 'not\nsure')).toEqual({
    issue: { field: 'it', code: 'not_a_boolean', message: 'expected yes or no, found "not sure"' },
  });
});
