import type { CountryCode } from 'libphonenumber-js/max';
import { type KnownNumber, library, type Numbering } from './numbering.js';
import { MAX_DIGITS, MIN_DIGITS } from './phone-rules.js';
import { type CallingCode, callingCodeOf, countryOf, countryPlan, isMobile, isValid, type Plan } from './plan.js';

/**
 * Answers as the library does, from tables of its metadata that are made once: ten to a hundred times faster. What they do
 * not hold is asked of the library: numbers that leave the country they are dialled in, and those of no usual length.
 */
export const tables: Numbering = {
  callingCode: (country) => countryPlan(country)?.calling.code ?? library.callingCode(country),
  international(digits) {
    const calling = callingCodeIn(digits);
    if (calling === undefined) return library.international(digits);
    const national = digits.slice(calling.code.length);
    return new TableNumber(calling, national, () => calling.plan);
  },
  national(written, country) {
    return dialled(written, country) ?? library.national(written, country);
  },
  isAssigned(digits) {
    const calling = callingCodeIn(digits);
    if (calling === undefined) return library.isAssigned(digits);
    const national = digits.slice(calling.code.length);
    return withoutPrefix(national, calling.plan, calling) === national && isValid(planOf(calling, national), national);
  },
};

function callingCodeIn(digits: string): CallingCode | undefined {
  return digits.length >= MIN_DIGITS && digits.length <= MAX_DIGITS ? callingCodeOf(digits) : undefined;
}

class TableNumber implements KnownNumber {
  readonly callingCode: string;
  readonly digits: string;
  readonly #national: string;
  readonly #find: () => Plan;
  #plan: Plan | undefined;

  /** `national` are its digits without the calling code. */
  constructor({ code }: CallingCode, national: string, find: () => Plan) {
    this.callingCode = code;
    this.digits = code + national;
    this.#national = national;
    this.#find = find;
  }

  get #own(): Plan {
    this.#plan ??= this.#find();
    return this.#plan;
  }

  isPossible(): boolean {
    return this.#own.lengths.includes(this.#national.length);
  }

  isValid(): boolean {
    return isValid(this.#own, this.#national);
  }

  isMobile(): boolean {
    return isMobile(this.#own, this.#national);
  }
}

/** The plan of the country that has the number, among those that share the calling code; else `other`, the main one. */
function planOf(calling: CallingCode, national: string, other: Plan = calling.plan): Plan {
  return countryOf(calling, national) ?? other;
}

/** Undefined for digits that leave the country, and for what is no number. */
function dialled(written: string, country: CountryCode): KnownNumber | undefined {
  const known = countryPlan(country);
  if (known === undefined || written.length < FEWEST_DIALLED || written.length > MOST_DIALLED) return undefined;
  const { plan, calling } = known;
  if (plan.abroad?.test(written)) return undefined;
  const bare = written.startsWith(calling.code) ? written.slice(calling.code.length) : '';
  const coded = bare !== '' && lacksPlus(written, bare, plan, calling);
  const base = coded ? calling.plan : plan;
  const national = withoutPrefix(coded ? bare : written, base, calling);
  if (national.length < FEWEST_DIGITS) return undefined;
  return new TableNumber(calling, national, () => planOf(calling, national, base));
}

// Fewer are no number, and more are left to the library.
const FEWEST_DIALLED = 3;
const MOST_DIALLED = 15;
const FEWEST_DIGITS = 2;

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
  const { lengths } = planOf(calling, rest, plan);
  return lengths.includes(rest.length) || rest.length > (lengths.at(-1) ?? 0) ? rest : digits;
}
