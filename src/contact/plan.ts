import type { CountryCode } from 'libphonenumber-js/max';
import metadata from 'libphonenumber-js/max/metadata';

/** A number plan of the library's, with its expressions built once: the library builds them anew for each number. */
export interface Plan {
  /** What is dialled before a number abroad. */
  readonly abroad: RegExp | undefined;
  /** What is dialled before a number within the country. */
  readonly prefix: RegExp | undefined;
  /** What stands in its place where its last group has matched; empty for nothing. */
  readonly prefixBecomes: string;
  /** A whole number without the calling code. */
  readonly general: RegExp;
  /** Ascending. */
  readonly lengths: readonly number[];
  /** Numbers that begin so are this country's among those that share a calling code; without it, its valid ones are. */
  readonly leading: RegExp | undefined;
  /** In the library's order: fixed lines, mobiles, others. */
  readonly types: readonly (NumberType | undefined)[];
  /** The expressions of all types that have numbers of a length; filled as lengths come. */
  readonly validOf: (RegExp | undefined)[];
}

interface NumberType {
  /** Undefined where the library left it out, since it is that of fixed lines. */
  readonly pattern: RegExp | undefined;
  readonly lengths: readonly number[];
}

/** A country's prefix, and the countries that share it. */
export interface CallingCode {
  readonly code: string;
  /** Of the main country, or of the service that is no country's. */
  readonly plan: Plan;
  /** In the library's order; empty for a service. */
  readonly countries: readonly Plan[];
}

/** A country's own plan, and the calling code that it may share. */
export interface CountryPlan {
  readonly plan: Plan;
  readonly calling: CallingCode;
}

const plans = new Map<CountryCode, Plan | undefined>();
const codes = new Map<string, CallingCode | undefined>();
const countryPlans = new Map<CountryCode, CountryPlan | undefined>();
/** By the first three digits of a number, since no calling code has more; null for those that begin with none. */
const byDigits = new Array<CallingCode | null | undefined>(1000).fill(undefined);

/** The calling code that an international number of at least three digits begins with; undefined for none. */
export function callingCodeOf(digits: string): CallingCode | undefined {
  const index = Number(digits.slice(0, 3));
  let found = byDigits[index];
  if (found === undefined) {
    found = [1, 2, 3].map((length) => callingCode(digits.slice(0, length))).find((each) => each !== undefined) ?? null;
    byDigits[index] = found;
  }
  return found ?? undefined;
}

export function countryPlan(country: CountryCode): CountryPlan | undefined {
  if (!countryPlans.has(country)) {
    const plan = planOf(country);
    const calling = callingCode(textAt(asList(metadata.countries[country]), CALLING_CODE));
    countryPlans.set(country, plan && calling && { plan, calling });
  }
  return countryPlans.get(country);
}

function callingCode(code: string): CallingCode | undefined {
  if (!codes.has(code)) {
    const countries = (metadata.country_calling_codes[code] ?? []).map(planOf);
    const plan = countries.length > 0 ? countries[0] : readPlan(metadata.nonGeographic[code]);
    const known = countries.filter((each) => each !== undefined);
    codes.set(code, plan && known.length === countries.length ? { code, plan, countries: known } : undefined);
  }
  return codes.get(code);
}

function planOf(country: CountryCode): Plan | undefined {
  if (!plans.has(country)) plans.set(country, readPlan(metadata.countries[country]));
  return plans.get(country);
}

/** The plan that a number is of: of countries that share a calling code the first that has it; undefined where none does. */
export function countryOf({ countries }: CallingCode, national: string): Plan | undefined {
  if (countries.length < 2) return countries[0];
  for (const plan of countries) {
    if (plan.leading === undefined ? isValid(plan, national) : plan.leading.test(national)) return plan;
  }
  return undefined;
}

export function isValid(plan: Plan, national: string): boolean {
  if (!plan.general.test(national)) return false;
  const { length } = national;
  let pattern = plan.validOf[length];
  if (pattern === undefined) {
    const sources = plan.types.flatMap((type) =>
      type?.pattern !== undefined && type.lengths.includes(length) ? [type.pattern.source] : [],
    );
    pattern = sources.length === 0 ? NOTHING : new RegExp(sources.join('|'));
    plan.validOf[length] = pattern;
  }
  return pattern.test(national);
}

/** Whether a mobile may have the number. */
export function isMobile(plan: Plan, national: string): boolean {
  const [fixed, mobile] = plan.types;
  if (!plan.general.test(national)) return false;
  if (isOf(mobile, national)) return true;
  // The library has no expression for mobiles where they share that of fixed lines.
  return isOf(fixed, national) && mobile?.pattern === undefined;
}

function isOf(type: NumberType | undefined, national: string): boolean {
  return type?.pattern !== undefined && type.lengths.includes(national.length) && type.pattern.test(national);
}

const NOTHING = /(?!)/;

// A plan is a list: https://gitlab.com/catamphetamine/libphonenumber-js/-/blob/master/METADATA.md
const CALLING_CODE = 0;
const ABROAD = 1;
const GENERAL = 2;
const LENGTHS = 3;
const PREFIX = 5;
const PREFIX_FOR_PARSING = 7;
const PREFIX_BECOMES = 8;
const LEADING = 10;
const TYPES = 11;

/** Undefined for a plan that is written in another way than is known here: its numbers are left to the library. */
function readPlan(raw: unknown): Plan | undefined {
  const list = asList(raw);
  const general = textAt(list, GENERAL);
  const lengths = numbersAt(list, LENGTHS);
  const types = asList(list[TYPES]);
  if (general === '' || lengths === undefined || types.length === 0) return undefined;
  const prefix = textAt(list, PREFIX_FOR_PARSING) || textAt(list, PREFIX);
  return {
    abroad: beginning(textAt(list, ABROAD)),
    prefix: beginning(prefix),
    prefixBecomes: textAt(list, PREFIX_BECOMES),
    general: whole(general),
    lengths,
    leading: beginning(textAt(list, LEADING)),
    types: types.slice(0, 10).map((type): NumberType | undefined => {
      if (!Array.isArray(type)) return undefined;
      const pattern = textAt(type, 0);
      return { pattern: pattern === '' ? undefined : whole(pattern), lengths: numbersAt(type, 1) ?? lengths };
    }),
    validOf: [],
  };
}

function beginning(pattern: string): RegExp | undefined {
  return pattern === '' ? undefined : new RegExp(`^(?:${pattern})`);
}

function whole(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`);
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textAt(list: readonly unknown[], index: number): string {
  const value = list[index];
  return typeof value === 'string' ? value : '';
}

function numbersAt(list: readonly unknown[], index: number): readonly number[] | undefined {
  const values = asList(list[index]);
  return values.length > 0 && values.every((value) => typeof value === 'number') ? values : undefined;
}
