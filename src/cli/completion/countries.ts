import { countries } from '../../contact/countries.js';
import type { Offer } from './offer.js';

/** The codes for `--country`, with the countries' names in English. */
export function offerCountries(): readonly Offer[] {
  const names = new Intl.DisplayNames('en', { type: 'region' });
  return countries().map((code) => ({ word: code, help: names.of(code) ?? '' }));
}
