// Spreadsheets take the full-width and small forms of = + - @ for the signs themselves, and skip what is not seen before them.
const SIGN = '[=+\\-@＝＋－＠﹦﹢﹣﹫−]';
const FORMULA = new RegExp(`^(?:[\\t\\r]|[\\s\\p{Cc}\\p{Cf}]*${SIGN})`, 'u');
const PLUS_DIGITS = /^\+[0-9]+$/;
// A spreadsheet that splits at other separators than ours makes a cell of what stands behind one.
const INNER = new RegExp(`([,;|\\t\\r\\n])(?=[^\\S\\t\\r\\n]*${SIGN})`, 'gu');

/**
 * A cell that no spreadsheet takes for a formula: where one would begin, at the start or behind a separator within,
 * an apostrophe is put before it. `+` and digits is a number and stays; any other sign, a minus too, does not.
 */
export function defused(cell: string): string {
  const safe = cell.replace(INNER, "$1'");
  return FORMULA.test(cell) && !PLUS_DIGITS.test(cell) ? `'${safe}` : safe;
}
