import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import { found, plainDigits } from './text.js';

/** `shape`: digits alone. `possible`: the length for the country. `valid`: the country's number plan. */
export type PhoneCheck = 'shape' | 'possible' | 'valid';

export interface PhoneRules {
  /** Numbers without a prefix are read as this country's, ISO 3166 alpha-2; without it they are refused. */
  readonly country: CountryCode | undefined;
  readonly check: PhoneCheck;
}

/** E.164 digits without `+`, or what is wrong: a code and what was expected and found. */
export type PhoneReading = { readonly digits: string } | { readonly code: string; readonly message: string };

// E.164 allows fifteen; no country has numbers of fewer than seven with its prefix.
const MIN_DIGITS = 7;
const MAX_DIGITS = 15;
// No number is written so long; a cell of a mebibyte would keep the expressions below busy for minutes.
const MAX_CHARACTERS = 200;

const INVISIBLE = /[\u061c\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const SEPARATORS = /[\s.()[\]/\-\u2010-\u2015\u2212\uff0d\u00b7]/g;
// What a spreadsheet makes of a number: 612345678,00 or 612345678.5. A last group of a longer number has other lengths.
const DECIMAL = /^\+?(?:[\d\s,]*\d[.,]0{1,3}|\d{7,}[.,](?:0+|\d{1,3}))$/;

/** Reads a number in any usual writing. Never guesses: what could be two numbers, or has lost digits, is refused. */
export function readPhone(raw: string, rules: PhoneRules): PhoneReading {
  const text = unwrapped(plainDigits(raw.replace(INVISIBLE, '')).replace(/\uff0b/g, '+')).trim();
  if (text === '') return wrong('phone_missing', 'expected a phone number, found nothing');
  const odd = oddity(text);
  if (odd !== undefined) return odd;
  const international = text.replace(SEPARATORS, '').startsWith('+') || /^[\s([]*00/.test(text);
  return international ? readInternational(text, rules.check) : readNational(text, rules);
}

/** A country by its ISO 3166 code of two letters, in any case; undefined when there are no numbers of it. */
export function asCountry(code: string): CountryCode | undefined {
  const country = code.trim().toUpperCase();
  return isSupportedCountry(country) ? country : undefined;
}

/** Takes off what spreadsheets put around a number to keep it text: a leading apostrophe, `="…"`. */
function unwrapped(text: string): string {
  const formula = /^\s*=\s*"([^"]*)"\s*$/.exec(text);
  return (formula?.[1] ?? text).replace(/^\s*['’]/, '');
}

function oddity(text: string): PhoneReading | undefined {
  if (/^\+?\d+$/.test(text)) return undefined;
  if (text.length > MAX_CHARACTERS) {
    return wrong('phone_length', `expected a phone number, found ${text.length} characters: ${found(text)}`);
  }
  if (/^[+\d.,\s]*\d\s*[eE]\s*\+?\d+$/.test(text)) {
    return wrong(
      'phone_scientific',
      `${found(text)} is scientific notation: digits are lost. Format the column as text and export again`,
    );
  }
  if (DECIMAL.test(text)) {
    return wrong('phone_decimal', `${found(text)} is a decimal number: format the column as text and export again`);
  }
  // A spreadsheet takes +33-612345678 for a sum.
  if (/^[-\u2212]\s*[\d.]+$/.test(text)) {
    return wrong('phone_negative', `${found(text)} is a negative number: format the column as text and export again`);
  }
  if (/(?:ext|poste|x|#|;ext=|داخلی)\.?\s*:?\s*\d{1,6}$/i.test(text)) {
    return wrong('phone_extension', `${found(text)} has an extension: an SMS cannot reach one`);
  }
  if (isSeveral(text)) return wrong('phone_several', `${found(text)} is more than one number: keep one`);
  if (/\p{L}/u.test(text)) return wrong('phone_letters', `expected digits, found ${found(text)}`);
  const strange = text.replace(SEPARATORS, '').replace(/^\+/, '');
  if (!/^\d*$/.test(strange))
    return wrong('phone_characters', `expected digits, spaces, dots, dashes and brackets, found ${found(text)}`);
  if (strange === '') return wrong('phone_missing', `expected a phone number, found ${found(text)}`);
  return undefined;
}

function isSeveral(text: string): boolean {
  const lines = text.split(/[\n\r\u0085\u2028\u2029]+/);
  if (lines.filter((line) => /\d/.test(line)).length > 1) return true;
  const parts = text.split(/[,;|&،؛]|\s(?:or|ou|o|et|and|y|و|یا)\s|(?<=\d[\s)\].-]*)\+/u).map(digitCount);
  if (parts.filter((count) => count >= 6).length > 1) return true;

  // Prefixes must not make a first group long: 0049170/1234567 and +49 (0)170/1234567 are one number.
  const bare = text.replace(/^[\s([]*00/, '').replace(/[([]\s*0\s*[)\]]/, '');
  const groups = bare.split(SEPARATORS).map(digitCount);
  const dashed = bare.split(/\s[-\u2010-\u2015\u2212]\s/).map(digitCount);
  const slashed = bare.split('/').map(digitCount);
  return (
    groups.filter((count) => count >= 7).length > 1 ||
    dashed.some((count, i) => count >= 6 && (dashed[i - 1] ?? 0) >= 7) ||
    // 030 1234567/8 is short for two numbers; 0475/12.34.56 and 06/12/34/56/78 are one.
    slashed.some((count, i) => count > 0 && (slashed[i - 1] ?? 0) >= (count < 5 ? 5 : 7))
  );
}

function digitCount(text: string): number {
  return text.replace(/\D/g, '').length;
}

function readInternational(text: string, check: PhoneCheck): PhoneReading {
  const digits = withoutTrunkZero(text);
  if (digits.startsWith('0')) return noPrefix(text);
  const odd = oddLength(digits, text);
  if (odd !== undefined) return odd;
  if (check === 'shape') return { digits };
  const number = asNumber(digits);
  return number === undefined ? noPrefix(text) : checked(number, digits, text, check);
}

/** The digits of an international writing. In +44 (0)20 … the zero is not dialled from abroad; in Italy it is. */
function withoutTrunkZero(text: string): string {
  const all = internationalDigits(text);
  const [whole, prefix] = /^([^\d+]*(?:\+|00)\D*\d{1,3}\D*?)[([]\s*0\s*[)\]]/.exec(text) ?? [];
  if (whole === undefined || prefix === undefined) return all;
  const countryCode = internationalDigits(prefix);
  if (asNumber(all)?.countryCallingCode !== countryCode || isAssigned(all)) return all;
  return countryCode + all.slice(countryCode.length + 1);
}

function internationalDigits(text: string): string {
  const digits = text.replace(/\D/g, '');
  return text.includes('+') ? digits : digits.replace(/^00/, '');
}

function readNational(text: string, { country, check }: PhoneRules): PhoneReading {
  if (country === undefined) {
    return wrong(
      'phone_national',
      `expected an international number such as +33612345678, found ${found(text)} (give --country to read national numbers)`,
    );
  }
  const written = text.replace(/\D/g, '');
  const number = parsePhoneNumberFromString(written, { defaultCountry: country, extract: false });
  if (number === undefined) return wrong('phone_length', `${found(text)} is not a number of ${country}`);
  const digits = number.number.slice(1);
  // A prefix such as 011 for abroad: then all digits are there. In 0 06 39 98 00 12 the first zero is no such prefix.
  const abroad = number.countryCallingCode !== getCountryCallingCode(country);
  if (abroad && (written.startsWith('00') || !written.endsWith(digits))) {
    return wrong('phone_length', `${found(text)} is not a number of ${country}`);
  }
  const odd = oddLength(digits, text);
  if (odd !== undefined) return odd;
  return check === 'shape' ? { digits } : checked(number, digits, text, check);
}

function checked(number: PhoneNumber, digits: string, text: string, check: PhoneCheck): PhoneReading {
  if (!number.isPossible()) {
    return wrong(
      'phone_length',
      `${found(text)} has too few or too many digits for its country (+${number.countryCallingCode})`,
    );
  }
  if (check === 'valid' && !isAssigned(digits)) {
    return wrong(
      'phone_not_assigned',
      `${found(text)} is in no number range of its country (+${number.countryCallingCode})`,
    );
  }
  return { digits };
}

function oddLength(digits: string, text: string): PhoneReading | undefined {
  if (digits.length >= MIN_DIGITS && digits.length <= MAX_DIGITS) return undefined;
  return wrong(
    'phone_length',
    `expected ${MIN_DIGITS} to ${MAX_DIGITS} digits, found ${digits.length} in ${found(text)}`,
  );
}

function noPrefix(text: string): PhoneReading {
  return wrong('phone_prefix', `${found(text)} begins with no country's prefix`);
}

/** The constructor takes the digits as they are; the library's parser would drop some. It throws on an unknown prefix. */
function asNumber(digits: string): PhoneNumber | undefined {
  try {
    return new PhoneNumber(`+${digits}`);
  } catch {
    return undefined;
  }
}

/** Only the parser tells apart the countries that share a prefix (+1, +44, +7 …); what it would change is in no plan. */
function isAssigned(digits: string): boolean {
  const number = parsePhoneNumberFromString(`+${digits}`, { extract: false });
  return number?.number === `+${digits}` && number.isValid();
}

function wrong(code: string, message: string): PhoneReading {
  return { code, message };
}
