import type { Field } from '../model.js';
import { FAX_LABELS, KNOWN_EXPORTS, type KnownExport, MOBILE_LABELS } from './exports.js';
import { nameKey, oneLine } from './text.js';

/** Gives what stands for a field in the cells of a row. */
export type Pick = (cells: readonly unknown[]) => unknown;

/** A phone column of a known export, by its place in the header. */
export interface PhoneCells {
  readonly value: number;
  /** Of the column with what kind of number it is. */
  readonly label?: number;
}

/** A header that is a known export's. */
export interface Layout {
  readonly known: KnownExport;
  /** Those that are there, in the order of the known export. */
  readonly phones: readonly PhoneCells[];
}

/** The known export that has these columns, or undefined. Of two columns of one name the first counts. */
export function recogniseExport(columns: readonly string[]): Layout | undefined {
  const places = new Map<string, number>();
  for (const [index, name] of columns.entries()) {
    const key = nameKey(name);
    if (!places.has(key)) places.set(key, index);
  }
  const placeOf = (names: readonly string[] = []) =>
    names.map((name) => places.get(nameKey(name))).find((index) => index !== undefined);
  for (const known of KNOWN_EXPORTS) {
    if (known.signature.some((names) => placeOf(names) === undefined)) continue;
    const phones = known.phones.flatMap((phone) => {
      const value = placeOf(phone.value);
      const label = placeOf(phone.label);
      return value === undefined ? [] : [{ value, ...(label === undefined ? {} : { label }) }];
    });
    if (phones.length >= known.leastPhones) return { known, phones };
  }
  return undefined;
}

/**
 * Picks the number of a row: one whose label says mobile (the preferred one before others), else the first there is;
 * never one whose label says fax or pager. Of several numbers in a cell the first. Undefined where there is none.
 */
export function pickPhone({ known, phones }: Layout): Pick {
  return (cells) => {
    let best: unknown;
    let bestRank = NEVER;
    for (const { value, label } of phones) {
      const rank = label === undefined ? 0 : rankOf(cells[label]);
      if (rank >= bestRank) continue;
      const number = firstValue(cells[value], known.separator);
      if (number === undefined) continue;
      best = number;
      bestRank = rank;
    }
    return best;
  };
}

/** How `pickPhone` picks, for people. */
export function sayPhone({ known, phones }: Layout, field: Field, columns: readonly string[]): string {
  const names = (indexes: readonly number[]) => indexes.map((index) => oneLine(columns[index] ?? '')).join(', ');
  const labels = phones.flatMap(({ label }) => (label === undefined ? [] : [label]));
  const values = names(phones.map(({ value }) => value));
  const how =
    labels.length === 0
      ? `the first that is filled of ${values}`
      : `the first of ${values} whose label says mobile (${names(labels)}), else the first that is filled and no fax or pager`;
  return `${known.name} export: ${field.name} is, in each row, ${how}. To take one column: --map ${field.name}=COLUMN`;
}

/** How a column of a known export is read where it is not read as it stands, or undefined. */
export function pickOther({ known }: Layout, field: Field, name: string, index: number): Pick | undefined {
  const { separator = '' } = known;
  const isOne = (names: readonly string[]) => names.some((each) => nameKey(each) === nameKey(name));
  if (field.kind === 'texts' && isOne(known.lists)) return (cells) => ownLabels(cells[index], separator);
  if (isOne(known.firstOf)) return (cells) => firstValue(cells[index], separator);
  const blanks = known.blanks[field.kind];
  if (blanks === undefined) return undefined;
  const keys = new Set(blanks.map(nameKey));
  return (cells) => {
    const cell = cells[index];
    return typeof cell === 'string' && keys.has(nameKey(cell)) ? undefined : cell;
  };
}

const NEVER = 4;
const MOBILE = new Set(MOBILE_LABELS.map(nameKey));
const FAX = new Set(FAX_LABELS.map(nameKey));

/** The less, the better. Google marks the preferred number of its kind with a star. */
function rankOf(label: unknown): number {
  const text = typeof label === 'string' ? label.trim() : '';
  const key = nameKey(text);
  if (FAX.has(key)) return NEVER;
  return (MOBILE.has(key) ? 0 : 2) + (text.startsWith('*') ? 0 : 1);
}

/** The first of the values that share a cell; what is no text as it is; undefined for an empty cell. */
function firstValue(cell: unknown, separator: string | undefined): unknown {
  if (typeof cell !== 'string') return cell ?? undefined;
  return valuesOf(cell, separator)[0];
}

function valuesOf(cell: string, separator: string | undefined): readonly string[] {
  const values = separator ? cell.split(separator) : [cell];
  return values.map((value) => value.trim()).filter((value) => value !== '');
}

/** The labels a person made; Google's own (`* myContacts`) are in nearly every row and mean nothing elsewhere. */
function ownLabels(cell: unknown, separator: string): unknown {
  return typeof cell === 'string' ? valuesOf(cell, separator).filter((label) => !label.startsWith('*')) : cell;
}
