import {
  type CallFields,
  type Contact,
  type Field,
  type Issue,
  NumberText,
  type PhoneForm,
  type Row,
  type Value,
} from '../model.js';
import { type Column, cellOf, type Mapping } from './columns.js';
import type { DateRules } from './dates.js';
import { type PhoneRules, readPhone } from './phone.js';
import { cellText, found, issue } from './text.js';
import { type CellRules, readValue } from './value.js';

/** A contact, or everything that is wrong with the row and its phone as it was read. */
export type Reading = { readonly contact: Contact } | { readonly issues: readonly Issue[]; readonly phone: string };

export interface ReadingRules {
  readonly fields: readonly Field[];
  readonly form: PhoneForm;
  readonly mapping: Mapping;
  readonly phone: PhoneRules;
  readonly dates: DateRules;
}

// So that a column with another list in every row does not fill the memory.
const MAX_CALLS_KEPT = 1000;
const NO_NOTES: readonly string[] = [];

/** Gives the function that reads rows. Every problem of a row is reported: the phone's first, then in the order of the fields. */
export function contactReader({ fields, form, mapping, phone, dates }: ReadingRules): (row: Row) => Reading {
  const contactColumns = mapping.columns.filter((column) => column.field.scope === 'contact');
  const callColumns = mapping.columns.filter((column) => column.field.scope === 'call');
  const valuesOf = valuesReader(fixedValues(fields, mapping, 'contact'), contactColumns, dates);
  const callOf = callReader(fixedValues(fields, mapping, 'call'), callColumns, dates);

  return (row) => {
    if (row.problem !== undefined) return { issues: [row.problem], phone: phoneText(row, mapping.phone) };
    const issues: Issue[] = [];
    const number = readNumber(cellOf(mapping.phone, row.cells), mapping.phone.field, form, phone, issues);
    const values = valuesOf(row, issues);
    const call = callOf(row, issues);
    if (number === undefined || call === undefined || issues.length > 0) {
      return { issues, phone: phoneText(row, mapping.phone) };
    }
    const { digits, phone: written, notes } = number;
    const { row: place, line, record } = row;
    return { contact: { row: place, line, digits, phone: written, notes, values, call, record } };
  };
}

function readNumber(
  cell: unknown,
  field: Field,
  form: PhoneForm,
  rules: PhoneRules,
  issues: Issue[],
): Pick<Contact, 'digits' | 'phone' | 'notes'> | undefined {
  const read = cellText(cell, field);
  if ('issue' in read) {
    issues.push(read.issue);
    return undefined;
  }
  const text = 'text' in read ? read.text : '';
  const number = readPhone(text, rules);
  if ('code' in number) {
    issues.push(issue(field, number.code, number.message));
    return undefined;
  }
  const phone = form.write(number.digits);
  if (phone === undefined) {
    issues.push(issue(field, 'phone_not_taken', `expected ${form.expected}, found ${found(text)}`));
    return undefined;
  }
  const notes = number.note === undefined ? NO_NOTES : [`${field.name}: ${number.note}`];
  return { digits: number.digits, phone, notes };
}

/** Reads the fields of a row: the fixed ones, then those of columns that have a value. */
function valuesReader(
  fixed: Readonly<Record<string, Value>>,
  columns: readonly Column[],
  dates: DateRules,
): (row: Row, issues: Issue[]) => Readonly<Record<string, Value>> {
  const always = Object.entries(fixed);
  const cells = columns.map((column): [Column, CellRules] => [column, { dates, column: column.name }]);
  return (row, issues) => {
    const values: Record<string, Value> = {};
    // Many times faster than a spread, to which the fields of columns are then added.
    for (const [name, value] of always) values[name] = value;
    for (const [column, rules] of cells) {
      const { field } = column;
      const read = readValue(field, cellOf(column, row.cells), rules);
      if ('issue' in read) issues.push(read.issue);
      else if (read.value !== undefined) values[field.name] = read.value;
      else if (field.default !== undefined) values[field.name] = field.default;
      else if (field.required) issues.push(issue(field, 'required', 'expected a value, found nothing'));
    }
    return values;
  };
}

/** Rows with equal call fields share one object, so that a file with one list does not hold it once a row. */
function callReader(
  fixed: Readonly<Record<string, Value>>,
  columns: readonly Column[],
  dates: DateRules,
): (row: Row, issues: Issue[]) => CallFields | undefined {
  const names = Object.keys(fixed);
  const kept = new Map<string, CallFields>();
  const keep = (values: Readonly<Record<string, Value>>): CallFields => {
    const key = JSON.stringify(
      Object.entries(values)
        .map(([name, value]) => [name, inAnyOrder(value)] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
    let call = kept.get(key);
    if (call === undefined) {
      if (kept.size >= MAX_CALLS_KEPT) kept.clear();
      call = { key, values, fixed: names };
      kept.set(key, call);
    }
    return call;
  };
  const always = columns.length === 0 ? keep(fixed) : undefined;
  const valuesOf = valuesReader(fixed, columns, dates);
  return (row, issues) => {
    if (always !== undefined) return always;
    const before = issues.length;
    const values = valuesOf(row, issues);
    return issues.length > before ? undefined : keep(values);
  };
}

/** What is the same for every row: the user's fixed values, and the defaults of fields that no column fills. */
function fixedValues(fields: readonly Field[], mapping: Mapping, scope: Field['scope']): Record<string, Value> {
  const fromColumn = new Set(mapping.columns.map((column) => column.field.name));
  const values: Record<string, Value> = {};
  for (const field of fields) {
    if (field.scope !== scope || fromColumn.has(field.name)) continue;
    const value = mapping.fixed[field.name] ?? field.default;
    if (value !== undefined) values[field.name] = value;
  }
  return values;
}

function phoneText(row: Row, column: Column): string {
  const cell = cellOf(column, row.cells);
  if (cell instanceof NumberText) return cell.text;
  return typeof cell === 'string' || typeof cell === 'number' ? String(cell) : '';
}

/** Ids name the same groups in whatever order they come. */
function inAnyOrder(value: Value): Value {
  return Array.isArray(value) && value.every((each) => typeof each === 'number')
    ? [...value].sort((a, b) => a - b)
    : value;
}
