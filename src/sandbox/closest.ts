/** The name that was most likely meant, or undefined when none is near. */
export function closest(word: string, names: readonly string[]): string | undefined {
  return names
    .map((name) => ({ name, far: edits(word.toLowerCase(), name) / Math.max(word.length, name.length) }))
    .filter(({ far }) => far <= 0.5)
    .sort((a, b) => a.far - b.far)[0]?.name;
}

/** How many letters must be put in, taken out or changed to make one word of the other. */
function edits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...to].entries()) {
      const change = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
