import { cutRight } from './cut.js';
import { widthOf } from './width.js';

/** A piece of a line, from its fullest form to its shortest; an empty form leaves it out. */
export interface Part {
  readonly forms: readonly string[];
  readonly paint?: (text: string) => string;
}

/**
 * Joins parts, with two spaces between them, to a line of at most so many columns. Where they are too long together, they
 * give way in the order of `yielding`: each part named there takes its next form, until all fits. What is too long even
 * then is cut, and ends with `more`.
 */
export function fitLine(parts: readonly Part[], yielding: readonly Part[], columns: number, more: string): string {
  const form = new Map(parts.map((part) => [part, 0]));
  const textOf = (part: Part): string => part.forms[form.get(part) ?? 0] ?? '';
  const line = (write: (part: Part) => string): string =>
    parts.flatMap((part) => (textOf(part) === '' ? [] : [write(part)])).join('  ');
  for (const part of yielding) {
    if (widthOf(line(textOf)) <= columns) break;
    form.set(part, Math.min((form.get(part) ?? 0) + 1, part.forms.length - 1));
  }
  const plain = line(textOf);
  if (widthOf(plain) > columns) return cutRight(plain, columns, more);
  return line((part) => (part.paint === undefined ? textOf(part) : part.paint(textOf(part))));
}
