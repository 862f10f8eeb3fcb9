import type { Row, SourceRecord } from '../model.js';
import type { Format } from './format.js';
import { isObject } from './items.js';
import { restore } from './restore.js';

/** What is needed to read a record anew. */
export interface Recorded {
  readonly format: Format;
  /** The input's columns, in order. */
  readonly columns: readonly string[];
}

/** A row as it was first read, from its record. Throws for a JSON text that is no object, which was no contact either. */
export function rowOf(
  { row, line, record }: { readonly row: number; readonly line: number; readonly record: SourceRecord | null },
  { columns }: Recorded,
): Row {
  if (record === null) throw new Error(`row ${row} has no record`);
  if (typeof record !== 'string') return { row, line, cells: record, record };
  const object: unknown = JSON.parse(record);
  if (!isObject(object)) throw new Error(`the record of row ${row} is no object`);
  restore(record, object);
  return { row, line, cells: columns.map((column) => object[column]), record };
}
