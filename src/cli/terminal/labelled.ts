import { padded, widthOf } from './width.js';
import { wrapped } from './wrap.js';

/**
 * A text behind its label, in lines of at most `columns`: beside it, where the label leaves room for words, else below.
 * `indent` stands before the label, which is `width` columns wide.
 */
export function labelled(
  label: string,
  text: string,
  { columns, width, indent = 2 }: { readonly columns: number; readonly width: number; readonly indent?: number },
): readonly string[] {
  const start = indent + width + 2;
  const margin = ' '.repeat(indent);
  const room = columns - start;
  if (room >= ROOM && text.split(' ').every((word) => widthOf(word) <= room || room >= WIDE)) {
    const [first = '', ...more] = wrapped(text, room);
    return [`${margin}${padded(label, width)}  ${first}`.trimEnd(), ...more.map((line) => ' '.repeat(start) + line)];
  }
  const below = ' '.repeat(Math.min(indent + 2, 4));
  return [`${margin}${label}`, ...wrapped(text, columns - below.length).map((line) => below + line)];
}

/** Columns that words need beside a label, and from which on a longer word may stand out. */
const ROOM = 20;
const WIDE = 40;
