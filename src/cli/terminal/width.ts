import stringWidth from 'string-width';

// One column each: ASCII, and what our own lines are drawn with. What may belong to the character before it is left to
// the table, and so is that character.
const PLAIN = /[ -~·…█░⠀-⣿](?=[ -~·…█░⠀-⣿]|$)/g;
const COLOUR = /[\x1b\x9b]/;

/** How many columns a terminal needs for a text without line breaks; its colours take none. */
export function widthOf(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  if (COLOUR.test(text)) return stringWidth(text);
  // The table takes a hundred times as long, and is asked in every frame.
  const others = text.replace(PLAIN, '');
  return text.length - others.length + stringWidth(others);
}

/** The text with spaces behind it, so that it takes so many columns. */
export function padded(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - widthOf(text)));
}

/** How many lines a terminal of so many columns shows a line on. */
export function linesOf(line: string, columns: number): number {
  return Math.max(1, Math.ceil(widthOf(line) / columns));
}
