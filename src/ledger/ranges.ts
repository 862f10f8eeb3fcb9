/** The row numbers of such a text, in their order. */
export function rowsIn(text: string): readonly number[] {
  return text.split(',').flatMap((part) => {
    const [first = '', last = first] = part.split('-');
    if (first === '') return [];
    return Array.from({ length: Number(last) - Number(first) + 1 }, (_, i) => Number(first) + i);
  });
}

/** Row numbers as short text, in the order they came: 1, 2, 3, 7 → `1-3,7`. */
export function ranges(rows: readonly number[]): string {
  const parts: string[] = [];
  let first: number | undefined;
  let last: number | undefined;
  for (const row of [...rows, undefined]) {
    if (last !== undefined && row === last + 1) {
      last = row;
      continue;
    }
    if (last !== undefined) parts.push(first === last ? `${last}` : `${first}-${last}`);
    first = row;
    last = row;
  }
  return parts.join(',');
}

/** Whether a row is among those of such a text. */
export function hasRow(text: string, row: number): boolean {
  return text.split(',').some((part) => {
    const [first = '', last = first] = part.split('-');
    return first !== '' && Number(first) <= row && row <= Number(last);
  });
}
