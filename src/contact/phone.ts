import { type CountryCode, isSupportedCountry } from 'libphonenumber-js/max';
import { plainText, readAnyPhone } from './any-phone.js';
import type { PhoneReading, PhoneRules } from './phone-rules.js';
import { readPlainPhone } from './plain-phone.js';

export type { PhoneCheck, PhoneReading, PhoneRules } from './phone-rules.js';

/**
 * Reads a number in any usual writing. What a spreadsheet took from it is put back where that is certain, and noted. Never
 * guesses: what could be two numbers, or has lost digits, is refused.
 */
export function readPhone(raw: string, rules: PhoneRules): PhoneReading {
  const read = readPlainPhone(raw, rules);
  if (read !== undefined) return read;
  const text = plainText(raw);
  return (text === raw ? undefined : readPlainPhone(text, rules)) ?? readAnyPhone(text, rules);
}

/** A country by its ISO 3166 code of two letters, in any case; undefined when there are no numbers of it. */
export function asCountry(code: string): CountryCode | undefined {
  const country = code.trim().toUpperCase();
  return isSupportedCountry(country) ? country : undefined;
}
