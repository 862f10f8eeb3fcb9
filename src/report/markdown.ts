/** Text from outside as it stands in Markdown: on one line, and nothing in it is a mark, a tag, a link or a mention. */
export function escaped(text: string): string {
  return text
    .replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[&<>"'`*_~|\\[\](){}#!@$:^=+-]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/www\./gi, 'www&#46;')
    .trim();
}

/** A table; cells stand as they are, so what comes from outside must be escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], right: readonly number[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = line(head.map((_, column) => (right.includes(column) ? '--:' : '---')));
  return [line(head), rule, ...rows.map(line)].join('\n');
}

/** A block of code that holds any text on one line, whatever marks are in it. */
export function codeBlock(line: string): string {
  const longest = Math.max(2, ...[...line.matchAll(/`+/g)].map(([marks]) => marks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}sh\n${line.replace(/[\r\n]+/g, ' ')}\n${fence}`;
}
