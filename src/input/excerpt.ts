import { maskPhones } from '../mask.js';

const LENGTH = 40;

/** The beginning of `text` on one line, for a message. */
export function excerpt(text: string): string {
  const characters = [...text.slice(0, 2 * LENGTH)];
  const shown = characters
    .slice(0, LENGTH)
    .join('')
    .replace(/[\s\p{C}]+/gu, ' ')
    .trim();
  return maskPhones(characters.length > LENGTH ? `${shown}…` : shown);
}
