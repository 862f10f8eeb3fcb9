/** The writing of a number as it was before a spreadsheet took it for a quantity. */
export interface Mended {
  /** Digits, with a + before them where one was. */
  readonly text: string;
  /** What was left out, each a clause such as `its .0 was left out`. */
  readonly why: readonly string[];
}

const QUANTITY = /^(\+?)(\d{7,}|[1-9]\d{0,2}(?:([,.'’\s])\d{3})(?:\3\d{3})+)([.,]0{1,2})?$/;

/**
 * Takes off thousands separators that stand regularly, and a tail of `.0`, `,0`, `.00` or `,00`. Undefined where there is
 * nothing to take off, and where the grouping is irregular or the tail could be a group.
 */
export function mend(text: string): Mended | undefined {
  const [whole, plus = '', body = '', separator = '', tail = ''] = QUANTITY.exec(text) ?? [];
  if (whole === undefined || (tail !== '' && tail.startsWith(separator) && separator !== '')) return undefined;
  // Spaces and dots are usual between the digits of a phone number; commas and apostrophes are not.
  const grouped = /[,'’]/.test(separator);
  if (!grouped && tail === '') return undefined;
  return {
    text: plus + body.replace(/\D/g, ''),
    why: [
      ...(grouped ? ['its thousands separators were left out'] : []),
      ...(tail === '' ? [] : [`its ${tail} was left out`]),
    ],
  };
}
