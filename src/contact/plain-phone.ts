const DIGITS = /^\+?\d+$/;
// Each group of digits has one sign behind it, and an area code may stand in brackets: nothing else can be meant.
const GROUPS = /^\+?\d+(?:[ .-]\d+)+$/;
const AREA_CODE = /^(?:\+?\d{1,3}[ -])?\([1-9]\d\d\) ?\d{3}[ -]\d{4}$/;
// Two numbers, perhaps.
const TWO_LONG = /\d{7}\D.*\d{7}/;
// One dot alone may be a decimal one.
const ONE_DOT = /^[^.]*\.[^.]*$/;
const MAX_CHARACTERS = 40;

/**
 * Whether a number is plainly written: in digits alone, or in groups with a space, dot or dash between them. Such a text
 * needs no cleaning and no mending, and is one number.
 */
export function isPlainlyWritten(text: string): boolean {
  if (text.length > MAX_CHARACTERS) return false;
  if (DIGITS.test(text) || AREA_CODE.test(text)) return true;
  return GROUPS.test(text) && !TWO_LONG.test(text) && !ONE_DOT.test(text);
}
