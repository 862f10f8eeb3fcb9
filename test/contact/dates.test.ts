import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDateFormat } from '../../src/contact/date-format.js';
import { type DateRules, readDate } from '../../src/contact/dates.js';

function read(text: string, rules?: DateRules): string {
  const reading = readDate(text, rules);
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
  ['\u200f۱۹۹۰/۰۵/۳۱\u200e', '1990-05-31'],
  ['1990-05-31T00:00:00', '1990-05-31'],
  ['1990-05-31T00:00:00.000Z', '1990-05-31'],
  ['1990-05-31T00:00:00+03:30', '1990-05-31'],
  ['1990/05/31 00:00', '1990-05-31'],
  ['1990-05-31 0:00:00', '1990-05-31'],
  ['1990-05-31 12:00:00 AM', '1990-05-31'],
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
  ['1990-05-31T20:30:00Z', 'date_time'],
  ['1990-05-31 08:00', 'date_time'],
  ['1990-05-31 12:00 PM', 'date_time'],
  ['1990-05-3100:00', 'date_format'],
  ['32874', 'date_serial'],
  ['33005.5', 'date_serial'],
  ['31 05 1990', 'date_format'],
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

it.each([
  ['31/05/1990', 'give --date-format d/M/yyyy where the day is first, M/d/yyyy where the month is'],
  ['31.5.90', 'write years with four digits'],
  ['19900531', 'give --date-format yyyyMMdd where'],
  ['1990.5.31', 'give --date-format yyyy.M.d'],
  ['33005', 'format the column as a date'],
  ['1370/05/12', 'give --calendar jalali'],
  ['1990-13-01', 'the year has no month 13'],
  ['1990-02-30', 'the month has other days'],
  ['1990-05-31 08:00', 'with a time of day'],
])('says what to do about %s', (text, hint) => {
  expect(readDate(text)).toMatchObject({ message: expect.stringContaining(hint) });
});

describe('a format', () => {
  it.each([
    ['dd/MM/yyyy', '31/05/1990', '1990-05-31'],
    ['dd/MM/yyyy', '۳۱/۰۵/۱۹۹۰', '1990-05-31'],
    ['dd/MM/yyyy', '31/05/1990 00:00', '1990-05-31'],
    ['dd/MM/yyyy', '31/5/1990', 'date_format'],
    ['dd/MM/yyyy', '31-05-1990', 'date_format'],
    ['dd/MM/yyyy', '1990-05-31', 'date_format'],
    ['dd/MM/yyyy', '05/31/1990', 'date_unreal'],
    ['dd/MM/yyyy', '31/05/90', 'date_format'],
    ['dd/MM/yyyy', '31/05/1990 08:30', 'date_time'],
    ['M/d/yyyy', '5/31/1990', '1990-05-31'],
    ['M/d/yyyy', '05/31/1990', '1990-05-31'],
    ['d.M.yyyy', '1.2.1990', '1990-02-01'],
    ['d.M.yyyy', '1/2/1990', 'date_format'],
    ['d. M. yyyy', '1. 2. 1990', '1990-02-01'],
    ['yyyyMMdd', '19900531', '1990-05-31'],
    ['yyyy-dd-MM', '1990-01-02', '1990-02-01'],
    ['yyyy[MM]dd', '1990[05]31', '1990-05-31'],
  ])('%s reads %s as %s', (text, cell, expected) => {
    const format = parseDateFormat(text);
    expect(typeof format === 'string' ? format : read(cell, { format, calendar: 'gregorian' })).toBe(expected);
  });

  it.each([
    ['dd/MM/yy', 'years of two digits are not read'],
    ['DD/MM/YYYY', 'Did you mean dd/MM/yyyy?'],
    ['dd/mm/yyyy', 'Did you mean dd/MM/yyyy?'],
    ['jj/mm/aaaa', 'such as dd/MM/yyyy'],
    ['MM/yyyy', 'each once'],
    ['dd/dd/yyyy', 'each once'],
    ['dd/MMM/yyyy', 'each once'],
    ['d/M/yyyy HH:mm', 'each once'],
    ['dd/MM/yyyy 1', 'each once'],
    ['yyyyMd', 'M and d need a sign beside them'],
    ['', 'each once'],
  ])('%s is refused: %s', (text, message) => {
    expect(parseDateFormat(text)).toContain(message);
  });
});

describe('the Persian calendar', () => {
  it.each([
    ['1370/05/12', '1991-08-03'],
    ['۱۳۷۰/۵/۱۲', '1991-08-03'],
    ['1370-12-30', '1992-03-20'],
    ['1403/12/30', '2025-03-20'],
    ['1399-12-30T00:00:00', '2021-03-20'],
    ['1404/12/30', 'date_unreal'],
    ['1370/07/31', 'date_unreal'],
    ['1370/13/01', 'date_unreal'],
    ['1370/00/01', 'date_unreal'],
    ['1199/01/01', 'date_year'],
    ['1501/01/01', 'date_year'],
    ['1991-08-03', 'date_year'],
  ])('reads %s as %s', (text, date) => {
    expect(read(text, { calendar: 'jalali' })).toBe(date);
  });

  it('is written in other formats too', () => {
    const format = parseDateFormat('dd/MM/yyyy');
    if (typeof format === 'string') throw new Error(format);
    expect(read('12/05/1370', { format, calendar: 'jalali' })).toBe('1991-08-03');
  });

  it('says of a Gregorian year what to leave out', () => {
    expect(readDate('1991-08-03', { calendar: 'jalali' })).toMatchObject({
      message: expect.stringContaining('leave out --calendar jalali'),
    });
  });

  it('agrees with the calendar of the platform on every day', () => {
    const persian = new Intl.DateTimeFormat('en-u-ca-persian-nu-latn', {
      timeZone: 'UTC',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
    });
    const day = fc.date({ min: new Date('1822-01-01'), max: new Date('2121-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(day, (date) => {
        const parts = new Map(persian.formatToParts(date).map(({ type, value }) => [type, value]));
        const text = [parts.get('year'), parts.get('month'), parts.get('day')].join('/');
        expect(read(text, { calendar: 'jalali' })).toBe(date.toISOString().slice(0, 10));
      }),
      { seed: 7, numRuns: 1000 },
    );
  });
});
