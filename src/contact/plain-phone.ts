import type { CountryCode } from 'libphonenumber-js/max';
import {
  lostZero,
  MAX_DIGITS,
  MIN_DIGITS,
  type PhoneCheck,
  type PhoneReading,
  type PhoneRules,
} from './phone-rules.js';
import { type CallingCode, callingCodeOf, countryOf, countryPlan, isMobile, isValid, type Plan } from './plan.js';

const DIGITS = /^\+?\d+$/;
// Each group of digits has one sign behind it, and an area code may stand in brackets: nothing else can be meant.
const GROUPS = /^\+?\d+(?:[ .-]\d+)+$/;
const AREA_CODE = /^(?:\+?\d{1,3}[ -])?\([1-9]\d\d\) ?\d{3}[ -]\d{4}$/;
// Two numbers, perhaps.
const TWO_LONG = /\d{7}\D.*\d{7}/;
// One dot alone may be a decimal one.
const ONE_DOT = /^[^.]*\.[^.]*$/;
const MAX_CHARACTERS = 40;

/**
 * Reads a number that is plainly written, in digits alone or in groups with a space, dot or dash between them, and is as it
 * should be. Undefined for all others, which may be numbers too. What it gives is what the library would give.
 */
export function readPlainPhone(text: string, { country, check }: PhoneRules): PhoneReading | undefined {
  if (text.length > MAX_CHARACTERS) return undefined;
  const written = DIGITS.test(text) ? text : digitsOfGroups(text);
  if (written === undefined) return undefined;
  if (written.charCodeAt(0) === PLUS) return international(written.slice(1), check);
  if (text.startsWith('00')) return international(written.slice(2), check);
  if (country === undefined || written.startsWith('00')) return undefined;
  return national(text, written, country, check);
}

const PLUS = 0x2b;

/** The digits, with a + before them where one was. */
function digitsOfGroups(text: string): string | undefined {
  const plain = AREA_CODE.test(text) || (GROUPS.test(text) && !TWO_LONG.test(text) && !ONE_DOT.test(text));
  return plain ? text.replace(/[^\d+]/g, '') : undefined;
}

function international(digits: string, check: PhoneCheck): PhoneReading | undefined {
  if (digits.startsWith('0') || !isLongEnough(digits)) return undefined;
  if (check === 'shape') return { digits };
  const calling = callingCodeOf(digits);
  if (calling === undefined) return undefined;
  const { code, plan } = calling;
  if (!plan.lengths.includes(digits.length - code.length)) return undefined;
  return check === 'possible' || isAssigned(calling, digits.slice(code.length)) ? { digits } : undefined;
}

function isLongEnough({ length }: string): boolean {
  return length >= MIN_DIGITS && length <= MAX_DIGITS;
}

/** Whether an international number is in a range of its country, and none of its digits would be left out. */
function isAssigned(calling: CallingCode, digits: string): boolean {
  return (
    withoutPrefix(digits, calling.plan, calling) === digits &&
    isValid(countryOf(calling, digits) ?? calling.plan, digits)
  );
}

function national(text: string, written: string, country: CountryCode, check: PhoneCheck): PhoneReading | undefined {
  const known = countryPlan(country);
  if (known === undefined) return undefined;
  const { plan, calling } = known;
  const number = within(written, plan, calling);
  if (number === undefined) return undefined;
  const digits = calling.code + number.digits;
  if (!isLongEnough(digits)) return undefined;
  const zeroed = written.startsWith('0');
  if (zeroed && number.digits.startsWith('0')) return undefined;
  const own = countryOf(calling, number.digits) ?? number.plan;
  if (check !== 'shape' && !own.lengths.includes(number.digits.length)) return undefined;
  if (check === 'valid' && !isAssigned(calling, number.digits)) return undefined;
  if (zeroed || written === digits) return { digits };
  const zero = `0${written}`;
  const full = within(zero, plan, calling);
  if (full === undefined) return undefined;
  if (full.digits === number.digits) {
    return isMobile(own, number.digits) ? { digits, note: lostZero(text, zero) } : undefined;
  }
  if (isValid(own, number.digits) || !isValid(countryOf(calling, full.digits) ?? full.plan, full.digits)) {
    return { digits };
  }
  return undefined;
}

interface National {
  /** Without the calling code. */
  readonly digits: string;
  /** Of the number where no country that shares the calling code has it. */
  readonly plan: Plan;
}

/** Digits dialled within a country; undefined for those that leave it, and for what is no number. */
function within(written: string, plan: Plan, calling: CallingCode): National | undefined {
  if (plan.abroad?.test(written)) return undefined;
  const bare = written.startsWith(calling.code) ? written.slice(calling.code.length) : '';
  const coded = bare !== '' && lacksPlus(written, bare, plan, calling);
  const base = coded ? calling.plan : plan;
  const digits = withoutPrefix(coded ? bare : written, base, calling);
  return digits.length < 2 || digits.length > 17 ? undefined : { digits, plan: base };
}

/** Whether digits that begin with the calling code are a number of the country only without it. */
function lacksPlus(written: string, bare: string, plan: Plan, calling: CallingCode): boolean {
  const whole = withoutPrefix(written, plan, calling);
  if (whole.length > (plan.lengths.at(-1) ?? 0)) return true;
  return !plan.general.test(whole) && plan.general.test(withoutPrefix(bare, plan, calling));
}

/** The number without what is dialled before it within the country, unless it is then none any more. */
function withoutPrefix(digits: string, plan: Plan, calling: CallingCode): string {
  const match = plan.prefix?.exec(digits);
  if (plan.prefix === undefined || match === null || match === undefined) return digits;
  const last = match.length > 1 ? match.at(-1) : undefined;
  const rest =
    last && plan.prefixBecomes !== '' ? digits.replace(plan.prefix, plan.prefixBecomes) : digits.slice(match[0].length);
  if (rest === digits || (plan.general.test(digits) && !plan.general.test(rest))) return digits;
  const { lengths } = countryOf(calling, rest) ?? plan;
  return lengths.includes(rest.length) || rest.length > (lengths.at(-1) ?? 0) ? rest : digits;
}
