import type { Field, Issue, Value } from '../model.js';
import { type DateRules, PLAIN_DATES, readDate } from './dates.js';
import { cellText, found, issue, plainDigits } from './text.js';
import { readGender, readYesNo } from './words.js';

/** A field's value, nothing (an empty cell), or what is wrong with it. */
export type ValueReading = { readonly value?: Value } | { readonly issue: Issue };

/** What more there is to know for reading a cell. */
export interface CellRules {
  readonly dates: DateRules;
  /** Name of the cell's column; empty for a value from elsewhere. */
  readonly column: string;
}

const NO_COLUMN: CellRules = { dates: PLAIN_DATES, column: '' };

/** Reads a cell as its field's kind demands; the phone has its own reader. */
export function readValue(field: Field, cell: unknown, rules: CellRules = NO_COLUMN): ValueReading {
  const read = cellText(cell, field);
  if ('issue' in read) return read;
  if ('items' in read) return read.items.length === 0 ? {} : readItems(field, read.items);
  if (read.text === '') return {};
  return readText(field, read.text, rules);
}

function readText(field: Field, text: string, { dates, column }: CellRules): ValueReading {
  switch (field.kind) {
    case 'phone':
    case 'text':
      return limited(field, text) ?? { value: text };
    case 'boolean': {
      const value = readYesNo(text);
      return value === undefined
        ? wrong(field, 'not_a_boolean', `expected yes or no, found ${found(text)}`)
        : { value };
    }
    case 'gender':
      return readGenderCell(field, text, column);
    case 'date': {
      const read = readDate(text, dates);
      return 'date' in read ? { value: read.date } : wrong(field, read.code, read.message);
    }
    case 'integer':
      return readInteger(field, text);
    case 'integers':
    case 'texts':
      return readItems(
        field,
        text
          .split(/[,;،؛]/)
          .map((item) => item.trim())
          .filter((item) => item !== ''),
      );
  }
}

function readGenderCell(field: Field, text: string, column: string): ValueReading {
  const value = readGender(text, column);
  switch (value) {
    case 'not_said':
      return {};
    case 'ambiguous':
      return wrong(
        field,
        'ambiguous_gender',
        `${found(text)} does not mean the same in every file: write male or female, or leave it empty`,
      );
    case undefined:
      return wrong(field, 'not_a_gender', `expected a word such as male or female, found ${found(text)}`);
    default:
      return { value };
  }
}

function readInteger(field: Field, text: string): { value: number } | { issue: Issue } {
  const digits = plainDigits(text);
  const value = Number(digits);
  return /^\d+$/.test(digits) && Number.isSafeInteger(value)
    ? { value }
    : wrong(field, 'not_an_integer', `expected a whole number, found ${found(text)}`);
}

function readItems(field: Field, items: readonly string[]): ValueReading {
  if (items.length === 0) return {};
  if (field.kind === 'integers') {
    const values: number[] = [];
    for (const item of items) {
      const read = readInteger(field, item);
      if ('issue' in read) return read;
      if (!values.includes(read.value)) values.push(read.value);
    }
    return { value: values };
  }
  for (const item of items) {
    const bad = limited(field, item);
    if (bad !== undefined) return bad;
  }
  return { value: [...new Set(items)] };
}

function limited(field: Field, text: string): { issue: Issue } | undefined {
  // Code points, as a person counts; a UTF-16 length is never smaller, so most texts need no second look.
  if (field.maxLength !== undefined && text.length > field.maxLength) {
    const length = [...text].length;
    if (length > field.maxLength) {
      return wrong(field, 'too_long', `expected at most ${field.maxLength} characters, found ${length}`);
    }
  }
  if (field.forbids === undefined) return undefined;
  const bad = [...field.forbids].find((character) => text.includes(character));
  return bad === undefined
    ? undefined
    : wrong(field, 'forbidden_character', `cannot hold "${bad}", found ${found(text)}`);
}

function wrong(field: Field, code: string, message: string): { issue: Issue } {
  return { issue: issue(field, code, message) };
}
