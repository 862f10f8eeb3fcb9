import { letters } from './letters.js';
import { widthOf } from './width.js';

export interface Wrapping {
  /** Columns before every line but the first. None by default. */
  readonly indent?: number;
  /** Whether a word that is longer than a line is broken too. It stays whole by default, so that it can be copied. */
  readonly breaksWords?: boolean;
}

/** The text in lines of at most so many columns, broken at spaces, of which none is left at a break. */
export function wrapped(
  text: string,
  columns: number,
  { indent = 0, breaksWords = false }: Wrapping = {},
): readonly string[] {
  if (columns === Number.POSITIVE_INFINITY || widthOf(text) <= columns) return [text];
  // What stands at the beginning of the text is its own indentation.
  const [start = ''] = /^ */.exec(text) ?? [];
  const room = breaksWords ? columns - Math.max(indent, start.length) : Number.POSITIVE_INFINITY;
  const lines: string[] = [];
  let line = start;
  let isEmpty = true;
  let left = columns - start.length;
  const breakLine = (): void => {
    lines.push(line.trimEnd());
    line = ' '.repeat(indent);
    isEmpty = true;
    left = columns - indent;
  };
  for (const word of text.slice(start.length).split(' ')) {
    for (const [index, piece] of pieces(word, room).entries()) {
      const width = widthOf(piece);
      if (index > 0 || (!isEmpty && width + 1 > left)) breakLine();
      if (piece === '' && isEmpty) continue;
      line += isEmpty ? piece : ` ${piece}`;
      left -= isEmpty ? width : width + 1;
      isEmpty = false;
    }
  }
  return isEmpty ? lines : [...lines, line.trimEnd()];
}

/** A word in pieces of at most so many columns, or of one letter that is wider. */
function pieces(word: string, columns: number): readonly string[] {
  if (widthOf(word) <= columns) return [word];
  const found: string[] = [];
  let piece = '';
  let left = columns;
  for (const letter of letters(word)) {
    const width = widthOf(letter);
    if (piece !== '' && width > left) {
      found.push(piece);
      piece = '';
      left = columns;
    }
    piece += letter;
    left -= width;
  }
  return [...found, piece];
}
