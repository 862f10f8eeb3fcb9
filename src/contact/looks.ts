import { type CountryCode, PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max';

interface Look {
  readonly country: CountryCode;
  readonly name: string;
  readonly mobile: RegExp;
}

// Those of the languages that columns are known in. The first digits are all there is to go by: a hint, never a reading.
const LOOKS: readonly Look[] = [
  { country: 'FR', name: 'a French number', mobile: /^0?[67]\d{8}$/ },
  { country: 'ES', name: 'a Spanish number', mobile: /^[67]\d{8}$/ },
  { country: 'GB', name: 'a British number', mobile: /^0?7\d{9}$/ },
  { country: 'IR', name: 'an Iranian number', mobile: /^0?9\d{9}$/ },
  { country: 'US', name: 'a US number', mobile: /^[2-9]\d\d[2-9]\d{6}$/ },
];

/** What digits without a + look like where no country is given, and what to type; undefined when like nothing known. */
export function looksLike(digits: string): string | undefined {
  const looks = LOOKS.filter(({ mobile }) => mobile.test(digits)).map(({ country, name, mobile }) => {
    const lost = !digits.startsWith('0') && mobile.test(`0${digits}`) ? ' that lost its leading zero' : '';
    return `${name}${lost} (give --country ${country})`;
  });
  const abroad = looksInternational(digits);
  if (abroad !== undefined) looks.push(abroad);
  return looks.length === 0 ? undefined : `looks like ${looks.join(' or ')}`;
}

/** The same for digits that may lack nothing but their +. */
export function looksInternational(digits: string, given?: CountryCode): string | undefined {
  // Fewer are more often a national number.
  if (digits.length < 11 || !isPossibleAbroad(digits)) return undefined;
  const country = parsePhoneNumberFromString(`+${digits}`, { extract: false })?.country;
  const also = country === undefined || given !== undefined ? '' : ` or give --country ${country}`;
  return `+${digits} without its + (write the +${also})`;
}

/** Whether the digits have the length of an international number. */
export function isPossibleAbroad(digits: string): boolean {
  try {
    return new PhoneNumber(`+${digits}`).isPossible();
  } catch {
    return false;
  }
}
