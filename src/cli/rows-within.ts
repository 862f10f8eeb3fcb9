/** How many of all rows of an input are rows of a run with `--skip` and `--limit`; null where nobody knows. */
export function rowsWithin(
  { skip, limit }: { readonly skip: number; readonly limit: number },
  all: number | null,
): number | null {
  return all === null ? null : Math.min(limit, Math.max(0, all - skip));
}
