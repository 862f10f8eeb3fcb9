import { getCountries } from 'libphonenumber-js/max';

/** The codes that `asCountry` takes: ISO 3166 alpha-2, in the order of the alphabet. */
export function countries(): readonly string[] {
  return [...getCountries()].sort();
}
