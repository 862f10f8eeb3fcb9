import type { CountryCode } from 'libphonenumber-js/max';
import { isPossibleAbroad, looksInternational, looksLike } from './looks.js';
import { mend } from './mend.js';
import type { KnownNumber, Numbering } from './numbering.js';
import {
  lostZero,
  MAX_DIGITS,
  MIN_DIGITS,
  type PhoneCheck,
  type PhoneReading,
  type PhoneRules,
  readAs,
} from './phone-rules.js';
import { found, plainDigits, visible } from './text.js';

// No number is written so long; a cell of a mebibyte would keep the expressions below busy for minutes.
const MAX_CHARACTERS = 200;

const SEPARATORS = /[\s.()[\]/\-\u2010-\u2015\u2212\uff0d\u00b7]/g;
const PLUS_FIRST = /^[\s.()[\]/\-\u2010-\u2015\u2212\uff0d\u00b7]*\+/;
// What a spreadsheet makes of a number: 612345678,00 or 612345678.5. A last group of a longer number has other lengths.
const DECIMAL = /^\+?(?:[\d\s,]*\d[.,]0{1,3}|\d{7,}[.,](?:0+|\d{1,3}))$/;
// One digit before the only dot, or five and six that no area code begins: no number is written so.
const FRACTION = /^\+?(?:\d[.,]\d{5,}|[1-9]\d{4,5}[.,]\d{3,})$/;
// (2), [2] or - 8 behind a number, 1) or (1) before one: the place in a list, or another number.
const REMARK =
  /(?:\d\D*){7}(?:[([]\s*\d{1,2}\s*[)\]]|\s[-\u2010-\u2015]\s\d{1,2})\s*$|^\s*\d{1,2}\)|^\s*[([]\s*[1-9]\d?\s*[)\]]\s*0/;

type Problem = Exclude<PhoneReading, { readonly digits: string }>;

/** A cell's text without what hides in it or was put around it, in plain digits and signs. */
export function plainText(raw: string): string {
  return unwrapped(plainSigns(plainDigits(visible(raw)))).trim();
}

/** Reads a number in any usual writing. `text` is a plain one. */
export function readAnyPhone(text: string, rules: PhoneRules, plans: Numbering): PhoneReading {
  if (text === '') return wrong('phone_missing', 'expected a phone number, found nothing');
  return readMended(text, rules, plans) ?? oddity(text) ?? readDigits(text, rules, plans);
}

function readMended(text: string, rules: PhoneRules, plans: Numbering): PhoneReading | undefined {
  const mended = text.length > MAX_CHARACTERS ? undefined : mend(text);
  if (mended === undefined) return undefined;
  const read = readDigits(mended.text, { ...rules, check: rules.check === 'shape' ? 'possible' : rules.check }, plans);
  if ('digits' in read) {
    const why = mended.why.join(', ');
    return { ...read, note: read.note === undefined ? readAs(text, mended.text, why) : `${read.note}, ${why}` };
  }
  // The way out of these is another than for a number that is none.
  const fixable = ['phone_national', 'phone_lost_zero', 'phone_ambiguous'].includes(read.code);
  return fixable ? read : (oddity(text) ?? read);
}

/** Reads a number whose text holds nothing but its digits and separators. */
export function readDigits(text: string, rules: PhoneRules, plans: Numbering): PhoneReading {
  const international = PLUS_FIRST.test(text) || /^[\s([]*00/.test(text);
  return international ? readInternational(text, rules.check, plans) : readNational(text, rules, plans);
}

/** Takes off what spreadsheets put around a number to keep it text: a leading apostrophe, `="…"`. */
function unwrapped(text: string): string {
  const formula = /^\s*=\s*"([^"]*)"\s*$/.exec(text);
  return (formula?.[1] ?? text).replace(/^\s*['’]/, '');
}

/** Full-width plus, and the decimal and thousands signs of Persian and Arabic, as plain ones. */
function plainSigns(text: string): string {
  return text
    .replace(/\uff0b/g, '+')
    .replace(/\u066b/g, '.')
    .replace(/\u066c/g, ',');
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
  if (DECIMAL.test(text) || FRACTION.test(text)) {
    return wrong('phone_decimal', `${found(text)} is a decimal number: format the column as text and export again`);
  }
  // A spreadsheet takes +33-612345678 for a sum.
  if (/^[-\u2212]\s*[\d.]+$/.test(text)) {
    return wrong('phone_negative', `${found(text)} is a negative number: format the column as text and export again`);
  }
  if (/(?:ext|poste|x|#|;ext=|داخلی)\.?\s*:?\s*\d{1,6}$/i.test(text)) {
    return wrong(
      'phone_extension',
      `${found(text)} has an extension, which an SMS cannot reach: write the number alone`,
    );
  }
  if (REMARK.test(text) || isSeveral(text))
    return wrong('phone_several', `${found(text)} is more than one number: keep one`);
  if (/\p{L}/u.test(text)) {
    return wrong('phone_letters', `expected a phone number such as +33612345678, found ${found(text)}`);
  }
  if (/\d[,'’]\d/.test(text) && /^\+?[\d\s,.'’]+$/.test(text)) {
    return wrong(
      'phone_characters',
      `${found(text)} has thousands separators: format the column as text and export again`,
    );
  }
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

function readInternational(text: string, check: PhoneCheck, plans: Numbering): PhoneReading {
  const digits = withoutTrunkZero(text, plans);
  if (digits.startsWith('0')) return noPrefix(text);
  const odd = oddLength(digits, text);
  if (odd !== undefined) return odd;
  if (check === 'shape') return { digits };
  const number = plans.international(digits);
  return number === undefined ? noPrefix(text) : checked(number, text, check, plans);
}

/** The digits of an international writing. In +44 (0)20 … the zero is not dialled from abroad; in Italy it is. */
function withoutTrunkZero(text: string, plans: Numbering): string {
  const all = internationalDigits(text);
  const [whole, prefix] = /^([^\d+]*(?:\+|00)\D*\d{1,3}\D*?)[([]\s*0\s*[)\]]/.exec(text) ?? [];
  if (whole === undefined || prefix === undefined) return all;
  const countryCode = internationalDigits(prefix);
  if (plans.international(all)?.callingCode !== countryCode || plans.isAssigned(all)) return all;
  return countryCode + all.slice(countryCode.length + 1);
}

function internationalDigits(text: string): string {
  const digits = text.replace(/\D/g, '');
  return text.includes('+') ? digits : digits.replace(/^00/, '');
}

function readNational(text: string, { country, check }: PhoneRules, plans: Numbering): PhoneReading {
  const written = text.replace(/\D/g, '');
  if (country === undefined) {
    const hint = looksLike(written) ?? '(give --country to read national numbers)';
    const join = hint.startsWith('(') ? ' ' : ': ';
    return wrong(
      'phone_national',
      `expected an international number such as +33612345678, found ${found(text)}${join}${hint}`,
    );
  }
  const number = plans.national(written, country);
  if (number === undefined) return notOf(country, text, written);
  const { digits } = number;
  // A prefix such as 011 for abroad: then all digits are there. In 0 06 39 98 00 12 the first zero is no such prefix.
  const abroad = number.callingCode !== plans.callingCode(country);
  if (abroad && (written.startsWith('00') || !written.endsWith(digits))) return notOf(country, text, written);
  const odd = oddLength(digits, text);
  if (odd !== undefined) return odd;
  // 061234567 of France lacks a digit: the library then keeps the zero, which makes up for the length.
  const keepsZero = written.startsWith('0') && digits.startsWith(`${number.callingCode}0`);
  if (keepsZero && check !== 'shape' && !number.isValid()) return notOf(country, text, written);
  const read = check === 'shape' ? { digits } : checked(number, text, check, plans);
  return written.startsWith('0') || written === digits ? read : withLostZero(read, number, text, country, plans);
}

/** The reading of digits that do not begin with a zero, where their country writes one. */
function withLostZero(
  read: PhoneReading,
  number: KnownNumber,
  text: string,
  country: CountryCode,
  plans: Numbering,
): PhoneReading {
  const written = text.replace(/\D/g, '');
  const zero = `0${written}`;
  const full = plans.national(zero, country);
  if (full?.digits !== number.digits) {
    if (number.isValid() || !full?.isValid()) return 'digits' in read ? read : unlessAbroad(read, written, country);
    return wrong(
      'phone_lost_zero',
      `${found(text)} looks like ${zero} that lost its leading zero: write the zero, or the + and the country's prefix`,
    );
  }
  if (!('digits' in read)) return unlessAbroad(read, written, country);
  if (number.isMobile()) return { ...read, note: lostZero(text, zero) };
  if (isPossibleAbroad(written)) {
    return wrong('phone_ambiguous', `${found(text)} could be ${zero} or +${written}: write the 0 or the +`);
  }
  // A town's own number is never so long.
  if (written.length >= 9) return { ...read, note: lostZero(text, zero) };
  return wrong(
    'phone_lost_zero',
    `${found(text)} may be ${zero} that lost its leading zero, or lack its area code: write the number whole`,
  );
}

function notOf(country: CountryCode, text: string, written: string): PhoneReading {
  return unlessAbroad(wrong('phone_length', `${found(text)} is not a number of ${country}`), written, country);
}

/** The problem, with what the digits would be if only their + were missing. */
function unlessAbroad(problem: Problem, written: string, country: CountryCode): Problem {
  const looks = looksInternational(written, country);
  return looks === undefined ? problem : { ...problem, message: `${problem.message}: looks like ${looks}` };
}

function checked(number: KnownNumber, text: string, check: PhoneCheck, plans: Numbering): PhoneReading {
  if (!number.isPossible()) {
    return wrong(
      'phone_length',
      `${found(text)} has too few or too many digits for its country (+${number.callingCode})`,
    );
  }
  if (check === 'valid' && !plans.isAssigned(number.digits)) {
    return wrong('phone_not_assigned', `${found(text)} is in no number range of its country (+${number.callingCode})`);
  }
  return { digits: number.digits };
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

function wrong(code: string, message: string): Problem {
  return { code, message };
}
