const LEAST = 20;
const USUAL = 80;

/** The columns of the terminal that a stream is, for lines that fit it; `otherwise` where it is none. */
export function columnsOf(
  { isTTY, columns }: { readonly isTTY?: boolean; readonly columns?: number },
  otherwise = USUAL,
): number {
  return isTTY === true ? Math.max(LEAST, columns || USUAL) : otherwise;
}
