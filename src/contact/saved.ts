import { typed, UsageError } from '../errors.js';
import type { Field } from '../model.js';
import { type Column, type Mapping, mapColumns, OUR_COLUMNS, type Wishes } from './columns.js';
import { found, oneLine } from './text.js';

/** The form that is written, and the newest that is read. */
const VERSION = 1;

/** Field → its column, by names; a list where the number is picked from the phone columns of a known export. */
export type Filled = Readonly<Record<string, string | readonly string[]>>;

/** A mapping as a file keeps it. */
export interface SavedMapping {
  readonly provider: string;
  readonly fields: Filled;
  /** FIELD=VALUE, as typed. */
  readonly set: readonly string[];
  /** All columns of the input that it was made for, in order, without those of our rejects file. */
  readonly header: readonly string[];
}

/** Which column fills which field, by names. */
export function filledBy({ phone, columns }: Mapping): Filled {
  const nameOf = ({ name, among }: Column) => among ?? name;
  return Object.fromEntries([phone, ...columns].map((column) => [column.field.name, nameOf(column)]));
}

/** The text of a mapping file. */
export function renderMapping({ provider, fields, set, header }: SavedMapping): string {
  const own = header.filter((name) => !OUR_COLUMNS.has(name));
  return `${JSON.stringify({ contact_push_mapping: VERSION, provider, fields, set, header: own }, null, 2)}\n`;
}

/**
 * Reads the text of a mapping file. `path` names it in messages. Throws a UsageError for what is no mapping, for one of
 * a newer version and for one of another provider.
 */
export function parseMapping(path: string, text: string, provider: string): SavedMapping {
  const again = `Write it anew with --save-mapping ${typed(path)}`;
  const broken = (why: string, cause?: unknown) => new UsageError(`${path}: ${why}. ${again}`, { cause });
  const value = parseJson(text, broken);
  const version = value['contact_push_mapping'];
  if (typeof version !== 'number') throw broken('is no mapping of contact-push');
  if (version > VERSION) {
    throw new UsageError(
      `${path}: was written by a newer contact-push (form ${version}, this one reads ${VERSION}). Update contact-push, or write it anew with --save-mapping ${typed(path)}`,
    );
  }
  const { provider: owner, fields, set, header } = value;
  if (typeof owner !== 'string') throw broken('names no provider');
  if (owner !== provider) {
    throw new UsageError(
      `${path}: is a mapping for ${oneLine(owner)}, not for ${provider}. Name the mapping for ${provider}, or write one with --save-mapping and another name`,
    );
  }
  if (!isObject(fields) || !isFilled(fields)) throw broken('"fields" is not an object of fields and their columns');
  if (!isTexts(set)) throw broken('"set" is not a list of FIELD=VALUE');
  if (!isTexts(header)) throw broken('"header" is not a list of columns');
  return { provider, fields, set, header };
}

/** What was wished for, had it been typed. */
export function savedWishes({ fields, set }: SavedMapping): Wishes {
  const map = Object.entries(fields).flatMap(([field, column]) =>
    typeof column === 'string' ? [`${field}=${column}`] : [],
  );
  return { map, set, byName: false };
}

/**
 * Maps as saved, and takes no column by its name alone. Throws a UsageError when the header is not the one it was saved
 * for: with `ordered`, its names and their order; else the names alone. `path` is the mapping's file, `input` the contacts'.
 */
export function mapSaved(
  saved: SavedMapping,
  { path, input, ordered }: { readonly path: string; readonly input: string; readonly ordered: boolean },
  columns: readonly string[],
  fields: readonly Field[],
): Mapping {
  const again = `write the mapping anew: the same command with --dry-run --save-mapping ${typed(path)} instead of --mapping, and with --map and --set where they are needed`;
  const changes = headerChanges(
    saved.header,
    columns.filter((name) => !OUR_COLUMNS.has(name)),
    ordered,
  );
  if (changes !== '') {
    throw new UsageError(
      `${input}: its header is not the one that ${path} was saved for: ${changes}. Restore the header, or ${again}`,
    );
  }
  const mapping = mapped(path, () => mapColumns(input, columns, fields, savedWishes(saved)));
  // A change of this program, not of the file, must not load other columns either.
  if (!isSame(filledBy(mapping), saved.fields)) {
    throw new UsageError(`${path}: these columns are read in another way by this version of contact-push; ${again}`);
  }
  return mapping;
}

function mapped(path: string, map: () => Mapping): Mapping {
  try {
    return map();
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`${path}: ${error.message}`, { cause: error });
    throw error;
  }
}

/** How two headers differ, in words; empty when they do not. */
function headerChanges(before: readonly string[], now: readonly string[], ordered: boolean): string {
  const missing = without(before, now);
  const added = without(now, before);
  const [kept, stayed] = [without(before, missing), without(now, added)];
  const moved = ordered ? stayed.filter((name, index) => name !== kept[index]) : [];
  return [
    ...(missing.length === 0 ? [] : [`missing ${listed(missing)}`]),
    ...(added.length === 0 ? [] : [`new ${listed(added)}`]),
    ...(moved.length === 0 ? [] : [`moved ${listed(moved)}`]),
  ].join('; ');
}

/** `names` without `others`, each as often as it stands there. */
function without(names: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const name of others) left.set(name, (left.get(name) ?? 0) + 1);
  return names.filter((name) => {
    const count = left.get(name) ?? 0;
    left.set(name, count - 1);
    return count <= 0;
  });
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 10).map(found).join(', ');
  return names.length > 10 ? `${shown} and ${names.length - 10} more` : shown;
}

function isSame(one: Filled, other: Filled): boolean {
  const sorted = (filled: Filled) => JSON.stringify(Object.entries(filled).sort(([a], [b]) => (a < b ? -1 : 1)));
  return sorted(one) === sorted(other);
}

function parseJson(text: string, broken: (why: string, cause: unknown) => UsageError): Record<string, unknown> {
  let value: unknown;
  try {
    // An editor may have put a byte order mark in front.
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw broken('is no mapping of contact-push, but broken JSON', error);
  }
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isFilled(value: Record<string, unknown>): value is Record<string, string | readonly string[]> {
  return Object.values(value).every((column) => typeof column === 'string' || isTexts(column));
}
