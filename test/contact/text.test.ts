import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellText, found, nameKey, oneLine, plainDigits } from '../../src/contact/text.js';
import type { Field, Kind } from '../../src/model.js';

function field(kind: Kind): Field {
  return { name: 'it', scope: 'contact', kind, aliases: [], help: '', example: '' };
}

function read(cell: unknown, kind: Kind = 'text'): unknown {
  const text = cellText(cell, field(kind));
  return 'issue' in text ? text.issue.code : 'items' in text ? text.items : text.text;
}

describe('a cell', () => {
  it.each([
    ['  Anne  Marie \t', 'Anne  Marie'],
    ['\u00a0\u202f\u3000Zoé\ufeff', 'Zoé'],
    ['line 1\r\nline 2\n', 'line 1\r\nline 2'],
    ['نرگس\u200cها', 'نرگس\u200cها'],
    ['\u200fسارا\u200f', '\u200fسارا\u200f'],
    ['e\u0301', 'e\u0301'],
    ['👩\u200d👩\u200d👧', '👩\u200d👩\u200d👧'],
    ['#1', '#1'],
    ['N/A', 'N/A'],
    ['#name?', '#name?'],
    ['###', '###'],
    ['', ''],
    [undefined, ''],
    [null, ''],
    [0, '0'],
    [-1, '-1'],
    [1.5, '1.5'],
    [33639980012, '33639980012'],
    [999999999999999, '999999999999999'],
    [true, 'true'],
    [false, 'false'],
  ])('%j is the text %j', (cell, text) => {
    expect(read(cell)).toBe(text);
  });

  it.each([
    ['a\0b', 'text_nul'],
    ['#N/A', 'spreadsheet_error'],
    [' #DIV/0! ', 'spreadsheet_error'],
    ['#VALEUR!', 'spreadsheet_error'],
    ['#¡REF!', 'spreadsheet_error'],
    ['########', 'spreadsheet_error'],
    ['\0', 'text_nul'],
    ['a\ud800b', 'text_surrogate'],
    ['\udc00', 'text_surrogate'],
    [2 ** 53, 'number_inexact'],
    [-(2 ** 60), 'number_inexact'],
    [1e21, 'number_inexact'],
    [{}, 'nested_value'],
    [{ text: 'a' }, 'nested_value'],
    [['a'], 'nested_value'],
    [[], 'nested_value'],
  ])('%j is refused (%s)', (cell, code) => {
    expect(read(cell)).toBe(code);
  });

  it('is a list only where the field takes a list', () => {
    expect(read(['a ', 1, true, null, ''], 'texts')).toEqual(['a', '1', 'true']);
    expect(read([1, '2'], 'integers')).toEqual([1, '2'].map(String));
    expect(read([], 'texts')).toEqual([]);
    expect(read([['a']], 'texts')).toBe('nested_value');
    expect(read([{ a: 1 }], 'texts')).toBe('nested_value');
    expect(read(['a', 'b\0'], 'texts')).toBe('text_nul');
    expect(read(['+33639980012'], 'phone')).toBe('nested_value');
  });

  it('is no phone number when it is a number with a fraction', () => {
    expect(read(639980012.5, 'phone')).toBe('phone_decimal');
    expect(read(33612345.678901, 'phone')).toBe('phone_decimal');
    expect(read(33639980012, 'phone')).toBe('33639980012');
  });

  it('keeps everything between the white space at its ends', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        fc.pre(!text.includes('\0'));
        expect(read(` ${text}\n`)).toBe(text.trim());
      }),
      { seed: 7, numRuns: 1000 },
    );
  });
});

describe('what was found', () => {
  it('is quoted as it is', () => {
    expect(found('06 39')).toBe('"06 39"');
    expect(found('')).toBe('""');
  });

  it('is cut where it is long, between characters', () => {
    expect(found('x'.repeat(60))).toBe(`"${'x'.repeat(60)}"`);
    expect(found('x'.repeat(61))).toBe(`"${'x'.repeat(57)}…"`);
    expect(found('😀'.repeat(61))).toBe(`"${'😀'.repeat(57)}…"`);
    expect(found('😀'.repeat(60))).toBe(`"${'😀'.repeat(60)}"`);
    expect(found('x'.repeat(1_000_000))).toBe(`"${'x'.repeat(57)}…"`);
  });

  it('stands on one line, well formed, whatever it is', () => {
    expect(found('a\r\nb\tc\u2028d\u0085e\u001b[31m')).toBe('"a b c d e [31m"');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(found(text)).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}]/u);
        expect([...found(text)].length).toBeLessThanOrEqual(62);
        expect(oneLine(text)).not.toMatch(/[\r\n\u2028\u2029]/u);
      }),
      { seed: 7, numRuns: 1000 },
    );
  });
});

it('reads Persian, Arabic and full-width digits as plain ones, and leaves the rest', () => {
  expect(plainDigits('۰۱۲۳۴۵۶۷۸۹')).toBe('0123456789');
  expect(plainDigits('٠١٢٣٤٥٦٧٨٩')).toBe('0123456789');
  expect(plainDigits('０１２３４５６７８９')).toBe('0123456789');
  expect(plainDigits('a1 २ ²')).toBe('a1 २ ²');
});

describe('two names', () => {
  it.each([
    ['Phone_Number', 'phone number'],
    ['PHONE-NUMBER', 'phonenumber'],
    [' Téléphone\u00a0', 'telephone'],
    ['Te\u0301le\u0301phone', 'téléphone'],
    ['\ufeffPhone', 'phone'],
    ['nom – de famille', 'Nom de famille'],
    ['ＰＨＯＮＥ', 'phone'],
    ['كد گروه', 'کد گروه'],
    ['موبايل', 'موبایل'],
    ['برچسب\u200cها', 'برچسب ها'],
    ['متن سفارشی ۱', 'متن سفارشی 1'],
    ['param１', 'param1'],
    ['Phone:', 'phone'],
    ['Phone.', 'phone'],
    ['Phone #', 'phone'],
    ['Tél.', 'tel'],
    ['Tél. mobile', 'tel mobile'],
    ['Email *', 'email'],
    ['* Email', 'email'],
    ['Phone (optional):', 'phone'],
    ['Prénom (facultatif)', 'prénom'],
    ['Teléfono (Opcional)', 'telefono'],
    ['Mobile [Required] *', 'mobile'],
    ['موبایل（اختیاری）', 'موبایل'],
    ['موبايل (الزامي)', 'موبایل'],
    ['موبـایل', 'موبایل'],
  ])('%j and %j are the same', (one, other) => {
    expect(nameKey(one)).toBe(nameKey(other));
  });

  it.each([
    ['param1', 'param2'],
    ['phone (work)', 'phone'],
    ['1.0', '10'],
    ['phone.home', 'phone home'],
    ['optional', ''],
    ['phone 1', 'phone'],
    ['نام', 'نام خانوادگی'],
  ])('%j and %j differ', (one, other) => {
    expect(nameKey(one)).not.toBe(nameKey(other));
  });
});
