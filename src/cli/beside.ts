/** Where a file is that comes with the program; `path` begins beside its `package.json`. */
export function beside(path: string): URL {
  // Two folders up from here, and from the bundle that this becomes part of.
  return new URL(`../../${path}`, import.meta.url);
}
