import { widthOf } from './width.js';
import { wrapped } from './wrap.js';

/**
 * A text as lines of a terminal of so many columns, broken between words, and never within a command to type: that is
 * to be copied, and stands alone where it does not fit behind what is said of it. A text that fits is left as it is.
 */
export function spread(text: string, columns: number): string {
  return text
    .split('\n')
    .flatMap((line) => linesOf(line, columns))
    .join('\n');
}

function linesOf(line: string, columns: number): readonly string[] {
  if (widthOf(line) <= columns || COMMAND.test(line)) return [line];
  const [, words = line, command] = /^(.*: )(contact-push .*)$/.exec(line) ?? [];
  return [
    ...wrapped(words.trimEnd(), columns, { indent: INDENT }),
    ...(command === undefined ? [] : [' '.repeat(INDENT) + command]),
  ];
}

const COMMAND = /^ *contact-push /;
const INDENT = 2;
