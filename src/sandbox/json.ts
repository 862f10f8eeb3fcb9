/** The value of a JSON text; undefined when it is none. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** How many keys of an object are not among those that a service knows. */
export function countUnknown(object: Readonly<Record<string, unknown>>, known: ReadonlySet<string>): number {
  let count = 0;
  for (const key in object) if (!known.has(key)) count += 1;
  return count;
}
