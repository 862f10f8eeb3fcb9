import { distance } from 'fastest-levenshtein';
import { typed, UsageError } from '../errors.js';
import { maskPhones } from '../mask.js';
import type { Field, Value } from '../model.js';
import { type Layout, type Pick, pickOther, pickPhone, recogniseExport, sayPhone } from './layout.js';
import { found, nameKey, oneLine, plainDigits } from './text.js';
import { readValue } from './value.js';

/** A column that fills a field. */
export interface Column {
  readonly field: Field;
  /** Its place in the row's cells. */
  readonly index: number;
  /** As the header has it. */
  readonly name: string;
  /** Gives what stands for the field in a row, where that is not simply the cell at `index`. */
  readonly pick?: Pick;
  /** Names of the columns of a known export that the number of a row is picked from; `name` is the first of them. */
  readonly among?: readonly string[];
}

/** Which column, or which fixed value, fills which field. */
export interface Mapping {
  readonly phone: Column;
  /** In the order of the provider's fields, the phone left out. */
  readonly columns: readonly Column[];
  /** By wire name. */
  readonly fixed: Readonly<Record<string, Value>>;
  /** Columns that reach no field; our own rejects columns are not named. */
  readonly unused: readonly string[];
  /** What to say of how columns were chosen, in sentences. */
  readonly said: readonly string[];
}

export interface Wishes {
  /** FIELD=COLUMN, as typed. */
  readonly map: readonly string[];
  /** FIELD=VALUE, as typed. */
  readonly set: readonly string[];
  /** False takes no column by its name alone; the phone columns of a known export are taken unless one is mapped. */
  readonly byName?: boolean;
}

/** Columns of our own rejects file, before those of the user. */
export const OUR_COLUMNS: ReadonlySet<string> = new Set(['_row', '_line', '_status', '_code', '_message']);

/** What stands for a column's field in the cells of a row. */
export function cellOf({ index, pick }: Column, cells: readonly unknown[]): unknown {
  return pick === undefined ? cells[index] : pick(cells);
}

/**
 * Finds the field of each column: by the user's wish, else by the field's own name or an alias. A column that a wish
 * names fills no other field by its name. Of a known export's phone columns one is picked in each row. `input` names the file in messages. Throws a UsageError for a wish that
 * cannot be met, for two columns of one field, and where no column holds the phone number or a required field has
 * neither column nor value.
 */
export function mapColumns(
  input: string,
  columns: readonly string[],
  fields: readonly Field[],
  { map, set, byName = true }: Wishes,
): Mapping {
  const fixed = readFixed(set, fields);
  const mapped = readMapped(input, map, columns, fields);
  for (const name of mapped.keys()) {
    if (fixed.has(name)) throw new UsageError(`${name} is given twice: by --map and by --set. Keep one`);
  }
  const free = fields.filter((field) => !mapped.has(field.name) && !fixed.has(field.name));
  const taken = new Set(mapped.values());
  const layout = recogniseExport(columns);
  const chosen = layout && choosePhone(input, columns, free, taken, layout);
  for (const index of chosen?.cells ?? []) taken.add(index);
  const named = byName ? matchByName(input, columns, free, taken) : new Map<string, number>();
  if (chosen !== undefined) refuseAnother(input, chosen.column, named, columns);
  const all = fields.flatMap((field): readonly Column[] => {
    if (field === chosen?.column.field) return [chosen.column];
    const index = mapped.get(field.name) ?? named.get(field.name);
    if (index === undefined) return [];
    const name = columns[index] ?? '';
    const pick = layout && field.kind !== 'phone' ? pickOther(layout, field, name, index) : undefined;
    return [{ field, index, name, ...(pick && { pick }) }];
  });
  const phone = all.find((column) => column.field.kind === 'phone');
  if (phone === undefined) throw new UsageError(noPhone(input, columns, fields));
  const lacking = fields.find(
    (field) => field.required && !fixed.has(field.name) && !all.some((column) => column.field === field),
  );
  if (lacking !== undefined) {
    const { name, help, example } = lacking;
    throw new UsageError(
      `${name} is required (${help}): give --set ${typed(`${name}=${example}`)} or --map ${name}=COLUMN`,
    );
  }
  const used = new Set([...all.map((column) => column.index), ...(chosen?.cells ?? [])]);
  return {
    phone,
    columns: all.filter((column) => column !== phone),
    fixed: Object.fromEntries(fixed),
    unused: columns.filter((name, index) => !used.has(index) && name.trim() !== '' && !OUR_COLUMNS.has(name)),
    said: chosen === undefined ? [] : [chosen.said],
  };
}

interface ChosenPhone {
  readonly column: Column;
  /** Places of all columns that it looks at. */
  readonly cells: readonly number[];
  readonly said: string;
}

/** The phone of a known export, where no wish names another; columns that a wish takes are left to it. */
function choosePhone(
  input: string,
  columns: readonly string[],
  free: readonly Field[],
  taken: ReadonlySet<number>,
  { known, phones }: Layout,
): ChosenPhone | undefined {
  const field = free.find(({ kind }) => kind === 'phone');
  const layout = { known, phones: phones.filter(({ value }) => !taken.has(value)) };
  const [first] = layout.phones;
  if (field === undefined || first === undefined) return undefined;
  const cells = layout.phones.flatMap(({ value, label }) => (label === undefined ? [value] : [value, label]));
  const among = layout.phones.map(({ value }) => columns[value] ?? '');
  for (const index of cells) {
    const name = columns[index] ?? '';
    const count = columns.filter((each) => nameKey(each) === nameKey(name)).length;
    if (count > 1) throw new UsageError(severalNamed(input, name, count));
  }
  const column = { field, index: first.value, name: among[0] ?? '', pick: pickPhone(layout), among };
  return { column, cells, said: sayPhone(layout, field, columns) };
}

function refuseAnother(
  input: string,
  { field, name }: Column,
  named: ReadonlyMap<string, number>,
  columns: readonly string[],
): void {
  const other = named.get(field.name);
  if (other !== undefined) throw new UsageError(twoColumns(input, field, name, columns[other] ?? ''));
}

function readFixed(set: readonly string[], fields: readonly Field[]): Map<string, Value> {
  const fixed = new Map<string, Value>();
  for (const wish of set) {
    const [name, text] = halves(wish, '--set', 'FIELD=VALUE');
    const field = findField(name, fields, '--set');
    if (field.kind === 'phone')
      throw new UsageError(`--set ${oneLine(wish)}: each row needs a number of its own; map a column instead`);
    if (fixed.has(field.name)) throw new UsageError(`--set ${field.name} is given twice. Keep one`);
    const read = readValue(field, text);
    if ('issue' in read) throw new UsageError(`--set ${field.name}: ${read.issue.message}`);
    if (read.value === undefined) throw new UsageError(`--set ${oneLine(wish)}: expected a value after =`);
    fixed.set(field.name, read.value);
  }
  return fixed;
}

function readMapped(
  input: string,
  map: readonly string[],
  columns: readonly string[],
  fields: readonly Field[],
): Map<string, number> {
  const mapped = new Map<string, number>();
  for (const wish of map) {
    const [name, column] = halves(wish, '--map', 'FIELD=COLUMN');
    const field = findField(name, fields, '--map');
    if (mapped.has(field.name)) throw new UsageError(`--map ${field.name} is given twice. Keep one`);
    if (column.trim() === '') throw new UsageError(`--map ${oneLine(wish)}: expected a column after =`);
    mapped.set(field.name, findColumn(input, column, columns));
  }
  return mapped;
}

function halves(wish: string, flag: string, form: string): [string, string] {
  const at = wish.indexOf('=');
  if (at < 1) throw new UsageError(`${flag} ${oneLine(wish)}: expected ${form}`);
  return [wish.slice(0, at).trim(), wish.slice(at + 1)];
}

function findField(name: string, fields: readonly Field[], flag: string): Field {
  const key = nameKey(name);
  const field =
    fields.find((each) => nameKey(each.name) === key) ??
    fields.find((each) => each.aliases.some((alias) => nameKey(alias) === key));
  if (field !== undefined) return field;
  const guess = closest(
    name,
    fields.map((each) => each.name),
  );
  const hint = guess === undefined ? `Fields: ${fields.map((each) => each.name).join(', ')}` : `Did you mean ${guess}?`;
  throw new UsageError(`${flag} ${oneLine(name)}: there is no such field. ${hint}`);
}

function findColumn(input: string, wanted: string, columns: readonly string[]): number {
  const key = nameKey(wanted);
  for (const same of [(name: string) => name === wanted, (name: string) => key !== '' && nameKey(name) === key]) {
    const places = columns.flatMap((name, index) => (same(name) ? [index] : []));
    if (places.length > 1) throw new UsageError(severalNamed(input, wanted, places.length));
    if (places[0] !== undefined) return places[0];
  }
  const guess = closest(wanted, columns);
  const hint = guess === undefined ? `Columns found: ${listed(columns)}` : `Did you mean ${found(guess)}?`;
  throw new UsageError(`${input}: there is no column ${found(wanted)}. ${hint}`);
}

function severalNamed(input: string, name: string, count: number): string {
  return `${input}: ${count} columns are named ${found(name)}. Rename one of them`;
}

function matchByName(
  input: string,
  columns: readonly string[],
  fields: readonly Field[],
  taken: ReadonlySet<number>,
): Map<string, number> {
  const byKey = new Map<string, Field>();
  for (const field of fields) {
    if (field.onPurpose) continue;
    for (const name of [field.name, ...field.aliases]) byKey.set(nameKey(name), field);
  }
  const matched = new Map<string, number>();
  for (const [index, name] of columns.entries()) {
    const field = OUR_COLUMNS.has(name) || taken.has(index) ? undefined : byKey.get(nameKey(name));
    if (field === undefined) continue;
    const other = matched.get(field.name);
    if (other !== undefined) throw new UsageError(twoColumns(input, field, columns[other] ?? '', name));
    matched.set(field.name, index);
  }
  return matched;
}

function twoColumns(input: string, { name }: Field, first: string, second: string): string {
  // A wish could not tell them apart.
  if (first === second) return severalNamed(input, first, 2);
  const choice = typed(`${name}=${oneLine(second)}`);
  return `${input}: two columns for ${name}: ${found(first)} and ${found(second)}. Choose one: --map ${choice}`;
}

function noPhone(input: string, columns: readonly string[], fields: readonly Field[]): string {
  const phone = fields.find((field) => field.kind === 'phone');
  const names = phone === undefined ? [] : [phone.name, ...phone.aliases];
  const guess = columns
    .map((column) => ({ column, far: Math.min(...names.map((name) => farness(column, name))) }))
    .filter(({ far }) => far <= 0.4)
    .sort((a, b) => a.far - b.far)[0];
  const name = phone?.name ?? 'phone';
  if (columns.length === 0)
    return `${input}: expected JSON objects, in one array or one a line, whose keys are the fields of contacts; found none`;
  const number = columns.find((column) => /^[+\d][\d\s().-]{6,}$/.test(plainDigits(column).trim()));
  const hint =
    number !== undefined
      ? `${found(maskPhones(number))} looks like a number, not like a name: write a first line with the names of the columns`
      : guess === undefined
        ? `Name it with --map ${name}=COLUMN`
        : `Did you mean --map ${typed(`${name}=${oneLine(guess.column)}`)}?`;
  return `${input}: no column for the phone number. Columns found: ${listed(columns)}. ${hint}`;
}

/** 0 for the same name, 1 for one that has nothing of the other; a name that holds the other is near. */
function farness(column: string, name: string): number {
  const [a, b] = [nameKey(column), nameKey(name)];
  if (a === '' || b === '') return 1;
  const apart = distance(a, b) / Math.max(a.length, b.length);
  return b.length >= 3 && a.includes(b) ? Math.min(apart, 0.3) : apart;
}

/** The name that was most likely meant, or undefined when none is near. */
export function closest(name: string, names: readonly string[]): string | undefined {
  return names
    .map((each) => ({ each, far: farness(each, name) }))
    .filter(({ far }) => far <= 0.4)
    .sort((a, b) => a.far - b.far)[0]?.each;
}

function listed(columns: readonly string[]): string {
  const shown = columns.slice(0, 20).map((name) => maskPhones(oneLine(name)).slice(0, 60));
  return shown.join(', ') + (columns.length > shown.length ? `, and ${columns.length - shown.length} more` : '');
}
