import { type CountryCode, isSupportedCountry } from 'libphonenumber-js/max';
import { plainText, readAnyPhone, readDigits } from './any-phone.js';
import type { PhoneReading, PhoneRules } from './phone-rules.js';
import { isPlainlyWritten } from './plain-phone.js';
import { tables } from './tables.js';

export type { PhoneCheck, PhoneReading, PhoneRules } from './phone-rules.js';

/**
 * Reads a number in any usual writing. What a spreadsheet took from it is put back where that is certain, and noted. Never
 * guesses: what could be two numbers, or has lost digits, is refused.
 */
export function readPhone(raw: string, rules: PhoneRules): PhoneReading {
  return isPlainlyWritten(raw) ? readDigits(raw, rules, tables) : readAnyPhone(plainText(raw), rules, tables);
}

/** A country by its ISO 3166 code of two letters, in any case; undefined when there are no numbers of it. */
export function asCountry(code: string): CountryCode | undefined {
  const country = code.trim().toUpperCase();
  return isSupportedCountry(country) ? country : undefined;
}
