import {
  type CountryCode,
  getCountryCallingCode,
  PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';

/** A number of a known calling code. */
export interface KnownNumber {
  readonly callingCode: string;
  /** E.164 without `+`. */
  readonly digits: string;
  /** Whether its length is one of its country's. */
  isPossible(): boolean;
  /** Whether it is in a range of its country. */
  isValid(): boolean;
  /** Whether a mobile may have it. */
  isMobile(): boolean;
}

/** What is known of the number plans of all countries. */
export interface Numbering {
  callingCode(country: CountryCode): string;
  /** International digits as they are; undefined where they begin with no calling code. */
  international(digits: string): KnownNumber | undefined;
  /** What somebody in the country would reach by dialling the digits; undefined for what is no number. */
  national(written: string, country: CountryCode): KnownNumber | undefined;
  /** Whether international digits are in a range of their country, and none of them would be left out. */
  isAssigned(digits: string): boolean;
}

/** As the library answers: it looks through its tables for each number anew. */
export const library: Numbering = {
  callingCode: (country) => getCountryCallingCode(country),
  international(digits) {
    // The constructor takes the digits as they are; the library's parser would drop some. It throws on an unknown prefix.
    try {
      return asKnown(new PhoneNumber(`+${digits}`));
    } catch {
      return undefined;
    }
  },
  national(written, country) {
    const number = parsePhoneNumberFromString(written, { defaultCountry: country, extract: false });
    return number && asKnown(number);
  },
  isAssigned(digits) {
    // Only the parser tells apart the countries that share a prefix (+1, +44, +7 …); what it would change is in no plan.
    const number = parsePhoneNumberFromString(`+${digits}`, { extract: false });
    return number?.number === `+${digits}` && number.isValid();
  },
};

function asKnown(number: PhoneNumber): KnownNumber {
  return {
    callingCode: number.countryCallingCode,
    digits: number.number.slice(1),
    isPossible: () => number.isPossible(),
    isValid: () => number.isValid(),
    isMobile: () => ['MOBILE', 'FIXED_LINE_OR_MOBILE'].includes(number.getType() ?? ''),
  };
}
