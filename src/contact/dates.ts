import { found, plainDigits } from './text.js';

export type DateReading = { readonly date: string } | { readonly code: string; readonly message: string };

/** Reads `yyyy-MM-dd` or `yyyy/MM/dd` of the Gregorian calendar and gives `yyyy-MM-dd`. */
export function readDate(text: string): DateReading {
  const match = /^(\d{4})([-/])(\d{1,2})\2(\d{1,2})$/.exec(plainDigits(text));
  if (match === null)
    return { code: 'date_format', message: `expected a date such as 1990-05-31, found ${found(text)}` };
  const [year, month, day] = [Number(match[1]), Number(match[3]), Number(match[4])];
  // A Persian-calendar year such as 1370 would be stored as one of the Middle Ages.
  if (year < 1900) return { code: 'date_year', message: `expected a year from 1900 on, found ${found(text)}` };
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) {
    return { code: 'date_unreal', message: `there is no day ${found(text)}` };
  }
  return { date: date.toISOString().slice(0, 10) };
}
