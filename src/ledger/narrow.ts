/** What comes out of the database is unknown; these say what it is, or throw what was found instead. */

export function row(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : unexpected('a row', value);
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : unexpected('text', value);
}

export function integer(value: unknown): number {
  return typeof value === 'number' ? value : unexpected('a number', value);
}

/** `read(value)`, or null for null. */
export function nullable<T>(value: unknown, read: (value: unknown) => T): T | null {
  return value === null ? null : read(value);
}

/** The one of `words` that `value` is. */
export function oneOf<T extends string>(words: readonly T[], value: unknown): T {
  return words.find((word) => word === value) ?? unexpected(`one of ${words.join(', ')}`, value);
}

export function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(text) : unexpected('an array of text', value);
}

export function parsed(value: unknown): unknown {
  return JSON.parse(text(value));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unexpected(expected: string, found: unknown): never {
  throw new Error(`expected ${expected}, found ${found === null ? 'null' : typeof found}`);
}
