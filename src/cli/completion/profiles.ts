import { readFileSync } from 'node:fs';
import { PROJECT_FILE } from '../settings/read.js';
import type { Offer } from './offer.js';

/** The profiles of the project file. Throws where that cannot be read. */
export function offerProfiles(): readonly Offer[] {
  const read: unknown = JSON.parse(readFileSync(PROJECT_FILE, 'utf8'));
  const profiles = typeof read === 'object' && read !== null && 'profiles' in read ? read.profiles : undefined;
  if (typeof profiles !== 'object' || profiles === null) return [];
  return Object.keys(profiles).map((word) => ({ word, help: `of ${PROJECT_FILE}` }));
}
