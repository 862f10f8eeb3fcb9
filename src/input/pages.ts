/** Rows of a page at the most. */
export const PAGE_ROWS = 1000;

/** Cuts what arrived together into pages of at most 1000. */
export function* pagesOf<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += PAGE_ROWS) yield items.slice(at, at + PAGE_ROWS);
}
