import type { CountryCode } from 'libphonenumber-js/max';
import { oneLine } from './text.js';

/** `shape`: digits alone. `possible`: the length for the country. `valid`: the country's number plan. */
export type PhoneCheck = 'shape' | 'possible' | 'valid';

export interface PhoneRules {
  /** Numbers without a prefix are read as this country's, ISO 3166 alpha-2; without it they are refused. */
  readonly country: CountryCode | undefined;
  readonly check: PhoneCheck;
}

/**
 * E.164 digits without `+`, with a note where digits were put in or left out; or what is wrong: a code and what was
 * expected and found.
 */
export type PhoneReading =
  | { readonly digits: string; readonly note?: string }
  | { readonly code: string; readonly message: string };

// E.164 allows fifteen; no country has numbers of fewer than seven with its prefix.
export const MIN_DIGITS = 7;
export const MAX_DIGITS = 15;

/** The note of a number that was read as another writing than is there. */
export function readAs(text: string, as: string, why: string): string {
  return `read ${oneLine(text)} as ${as}: ${why}`;
}

/** The note of a number whose leading zero was put back. */
export function lostZero(text: string, zero: string): string {
  return readAs(text, zero, 'its leading zero was lost');
}
