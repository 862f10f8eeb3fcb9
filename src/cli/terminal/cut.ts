import { letters } from './letters.js';
import { widthOf } from './width.js';

/** As much of the beginning as fits into so many columns, and `more` where something is left out. */
export function cutRight(text: string, columns: number, more = '…'): string {
  const room = columns - widthOf(more);
  if (widthOf(text) <= columns) return text;
  return room < 0 ? '' : first(letters(text), room).join('') + more;
}

/** As much of the end as fits, and `more` where something is left out: of a path, the end tells most. */
export function cutLeft(text: string, columns: number, more = '…'): string {
  const room = columns - widthOf(more);
  if (widthOf(text) <= columns) return text;
  return room < 0
    ? ''
    : more +
        first([...letters(text)].reverse(), room)
          .reverse()
          .join('');
}

function first(all: Iterable<string>, columns: number): string[] {
  const fitting: string[] = [];
  let left = columns;
  for (const letter of all) {
    left -= widthOf(letter);
    if (left < 0) break;
    fitting.push(letter);
  }
  return fitting;
}
