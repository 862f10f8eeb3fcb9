import { isValidJalaaliDate, toGregorian } from 'jalaali-js';
import type { DateFormat } from './date-format.js';
import { found, plainDigits, visible } from './text.js';

export type DateReading = { readonly date: string } | { readonly code: string; readonly message: string };

export const CALENDARS = ['gregorian', 'jalali'] as const;

/** How the dates of a file are written. */
export interface DateRules {
  /** Without it: `yyyy-MM-dd` or `yyyy/MM/dd`. */
  readonly format?: DateFormat;
  /** `jalali` is the Persian calendar. */
  readonly calendar: (typeof CALENDARS)[number];
}

export const PLAIN_DATES: DateRules = { calendar: 'gregorian' };

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

// What exports put behind a day that has no time of its own.
const TIME = /(?:\s*T\s*|\s+)\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?\s*(?:[AP]M)?\s*(?:Z|[+-]\d\d:?\d\d)?$/i;
const MIDNIGHT = /(?:\s*T\s*|\s+)(?:0?0:00(?::00(?:[.,]0+)?)?|12:00(?::00)?\s*AM)\s*(?:Z|[+-]\d\d:?\d\d)?$/i;

/** Reads a day, with midnight behind it or alone, and gives it as `yyyy-MM-dd` of the Gregorian calendar. */
export function readDate(raw: string, { format, calendar }: DateRules = PLAIN_DATES): DateReading {
  const text = plainDigits(visible(raw)).trim();
  const alone = text.replace(MIDNIGHT, '');
  const day = format === undefined ? readIso(alone) : format.read(alone);
  if (day === undefined) return unreadable(alone, raw, format);
  return calendar === 'jalali' ? fromJalali(day, raw) : fromGregorian(day, raw);
}

function readIso(text: string): Day | undefined {
  const match = /^(\d{4})([-/])(\d{1,2})\2(\d{1,2})$/.exec(text);
  return match === null ? undefined : { year: Number(match[1]), month: Number(match[3]), day: Number(match[4]) };
}

function fromGregorian({ year, month, day }: Day, raw: string): DateReading {
  // A Persian-calendar year such as 1370 would be stored as one of the Middle Ages.
  if (year < 1900) {
    const message = `expected a year from 1900 on, found ${found(raw)} (for the Persian calendar give --calendar jalali)`;
    return { code: 'date_year', message };
  }
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return unreal(raw, month);
  return { date: date.toISOString().slice(0, 10) };
}

function fromJalali({ year, month, day }: Day, raw: string): DateReading {
  if (year < 1200 || year > 1500) {
    const hint = year >= 1900 ? ' (for the Gregorian calendar leave out --calendar jalali)' : '';
    return { code: 'date_year', message: `expected a Persian year from 1200 to 1500, found ${found(raw)}${hint}` };
  }
  if (!isValidJalaaliDate(year, month, day)) return unreal(raw, month);
  const { gy, gm, gd } = toGregorian(year, month, day);
  return { date: new Date(Date.UTC(gy, gm - 1, gd)).toISOString().slice(0, 10) };
}

function unreal(raw: string, month: number): DateReading {
  const why = month < 1 || month > 12 ? `the year has no month ${month}` : 'the month has other days';
  return { code: 'date_unreal', message: `there is no day ${found(raw)}: ${why}` };
}

function unreadable(text: string, raw: string, format: DateFormat | undefined): DateReading {
  if (TIME.test(text)) {
    return { code: 'date_time', message: `expected a day alone, found ${found(raw)} with a time of day` };
  }
  if (/^\d{5}(?:[.,]\d+)?$/.test(text)) {
    const message = `${found(raw)} looks like a spreadsheet's number of a day: format the column as a date such as 1990-05-31 and export again`;
    return { code: 'date_serial', message };
  }
  const expected = format === undefined ? 'a date such as 1990-05-31' : `a date written ${format.text}`;
  return { code: 'date_format', message: `expected ${expected}, found ${found(raw)}${format ? '' : hintFor(text)}` };
}

function hintFor(text: string): string {
  const [, separator] = /^\d{1,2}([-/. ])\d{1,2}\1\d{4}$/.exec(text) ?? [];
  if (separator !== undefined) {
    const [dayFirst, monthFirst] = [['d', 'M', 'yyyy'].join(separator), ['M', 'd', 'yyyy'].join(separator)];
    return ` (give --date-format ${quoted(dayFirst)} where the day is first, ${quoted(monthFirst)} where the month is)`;
  }
  if (/^\d{1,2}([-/. ])\d{1,2}\1\d{1,2}$/.test(text)) return ' (write years with four digits)';
  if (/^\d{4}\.\d{1,2}\.\d{1,2}$/.test(text)) return ' (give --date-format yyyy.M.d)';
  return /^\d{8}$/.test(text) ? ' (give --date-format yyyyMMdd where it is year, month and day)' : '';
}

function quoted(format: string): string {
  return format.includes(' ') ? `"${format}"` : format;
}
