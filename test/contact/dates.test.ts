import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readDate } from '../../src/contact/dates.js';

function read(text: string): string {
  const reading = readDate(text);
  return 'date' in reading ? reading.date : reading.code;
}

it.each([
  ['1990-05-31', '1990-05-31'],
  ['1990/05/31', '1990-05-31'],
  ['1990-5-1', '1990-05-01'],
  ['1990/5/1', '1990-05-01'],
  ['۱۹۹۰/۰۵/۳۱', '1990-05-31'],
  ['١٩٩٠-٠٥-٣١', '1990-05-31'],
  ['1900-01-01', '1900-01-01'],
  ['2000-02-29', '2000-02-29'],
  ['2024-02-29', '2024-02-29'],
])('reads %s as %s', (text, date) => {
  expect(read(text)).toBe(date);
});

it.each([
  ['1990-02-30', 'date_unreal'],
  ['2023-02-29', 'date_unreal'],
  ['1900-02-29', 'date_unreal'],
  ['1990-04-31', 'date_unreal'],
  ['1990-13-01', 'date_unreal'],
  ['1990-00-10', 'date_unreal'],
  ['1990-01-00', 'date_unreal'],
  ['1899-12-31', 'date_year'],
  ['1370/01/15', 'date_year'],
  ['۱۳۷۰/۰۱/۱۵', 'date_year'],
  ['0000-01-01', 'date_year'],
  ['31/05/1990', 'date_format'],
  ['05-31-1990', 'date_format'],
  ['90-05-31', 'date_format'],
  ['1990-05/31', 'date_format'],
  ['1990.05.31', 'date_format'],
  ['19900531', 'date_format'],
  ['1990', 'date_format'],
  ['1990-05-31T00:00:00Z', 'date_format'],
  ['32874', 'date_format'],
  ['today', 'date_format'],
])('refuses %s (%s)', (text, code) => {
  expect(read(text)).toBe(code);
});

it('says what it found on one line', () => {
  expect(readDate('31\nMay')).toEqual({
    code: 'date_format',
    message: 'expected a date such as 1990-05-31, found "31 May"',
  });
});

it('gives back every real day as it was', () => {
  const day = fc.date({ min: new Date('1900-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(day, (date) => {
      const text = date.toISOString().slice(0, 10);
      expect(readDate(text)).toEqual({ date: text });
    }),
    { seed: 7 },
  );
});
