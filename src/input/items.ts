import type { Issue } from '../model.js';
import { excerpt } from './excerpt.js';
import { MAX_COLUMNS, tooManyKeys } from './limits.js';
import { restore } from './restore.js';

/** One element of a JSON array, or one line of NDJSON. */
export interface Item {
  /** On which it starts. */
  readonly line: number;
  /** As read. */
  readonly text: string;
  /** Absent where `problem` says what was found instead. Numbers as in a Row. */
  readonly object?: Readonly<Record<string, unknown>>;
  readonly problem?: Issue;
}

/** Finds items in text that comes in chunks. Throws InputError where it breaks; items before that are in `items` by then. */
export interface ItemCutter {
  /** Appends the items that end in `chunk`. */
  cut(chunk: Buffer, items: Item[]): void;
  /** Appends an item that ends with the text. */
  end(items: Item[]): void;
}

/** Yields the items that ended in a chunk together, never none; rejects with InputError after those before the break. */
export async function* itemsOf(cutter: ItemCutter, chunks: AsyncIterable<Buffer>): AsyncGenerator<readonly Item[]> {
  for await (const chunk of chunks) yield* collect((items) => cutter.cut(chunk, items));
  yield* collect((items) => cutter.end(items));
}

function* collect(find: (items: Item[]) => void): Generator<readonly Item[]> {
  const items: Item[] = [];
  try {
    find(items);
  } catch (error) {
    if (items.length > 0) yield items;
    throw error;
  }
  if (items.length > 0) yield items;
}

/** The item of a JSON value. Throws InputError when it has too many keys. */
export function itemOf(name: string, line: number, text: string, value: unknown): Item {
  if (!isObject(value)) return { line, text, problem: notAnObject(kindOf(value)) };
  if (Object.keys(value).length > MAX_COLUMNS) throw tooManyKeys(name, line);
  const twice = restore(text, value);
  return { line, text, object: value, ...(twice !== undefined && { problem: duplicateKey(twice) }) };
}

export function notAnObject(found: string): Issue {
  return { field: '', code: 'not_an_object', message: `expected a JSON object, found ${found}` };
}

function duplicateKey(key: string): Issue {
  const message = `the key "${excerpt(key)}" stands in the object twice: keep one`;
  return { field: '', code: 'duplicate_key', message };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}
