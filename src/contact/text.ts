import { type Field, type Issue, NumberText } from '../model.js';

// As Excel and LibreOffice write them in English, French and Spanish; #### is a column that was too narrow.
const SPREADSHEET_ERROR =
  /^(?:#(?:N\/[AD]|REF!|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|SPILL!|CALC!|NOM\?|VALEUR!|NOMBRE!|NUL!|¿NOMBRE\?|¡(?:VALOR|REF|DIV\/0|NUM|NULO)!)|#{4,}|Err:5\d\d)$/;
const INVISIBLE = /[\u061c\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** Text of a cell, white space at its ends cut; empty where there is nothing. Lists come back as they are. */
export type CellText = { readonly text: string } | { readonly items: readonly string[] } | { readonly issue: Issue };

/**
 * Reads what stands in a cell: text from CSV, any JSON value otherwise. Numbers and booleans become their usual
 * text; a list of them is taken where the field takes a list; an object never.
 */
export function cellText(cell: unknown, field: Field): CellText {
  switch (typeof cell) {
    case 'string':
      return checked(cell, field);
    case 'number':
      if (field.kind === 'phone' && !Number.isInteger(cell)) {
        return { issue: issue(field, 'phone_decimal', `expected a phone number, found the decimal number ${cell}`) };
      }
      return Number.isInteger(cell) && !Number.isSafeInteger(cell)
        ? {
            issue: issue(
              field,
              'number_inexact',
              `a number of more than 15 digits loses some of them: write it as text`,
            ),
          }
        : { text: String(cell) };
    case 'boolean':
      return { text: String(cell) };
    case 'undefined':
      return { text: '' };
    default:
      break;
  }
  if (cell === null) return { text: '' };
  if (cell instanceof NumberText) return writtenNumber(cell.text, field);
  if (Array.isArray(cell) && (field.kind === 'texts' || field.kind === 'integers')) return listText(cell, field);
  const found = Array.isArray(cell) ? 'a list' : 'an object';
  return { issue: issue(field, 'nested_value', `expected text, a number or true/false, found ${found}`) };
}

/** A number that JSON.parse would not give back as it was written. */
function writtenNumber(text: string, field: Field): CellText {
  // Other writings, such as 4.41E+11, are refused where phones are read.
  if (field.kind !== 'phone' || !/^-?\d+\.\d+$/.test(text)) return { text };
  const message = `expected a phone number, found a decimal number, ${text}: write it as text, in quotes`;
  return { issue: issue(field, 'phone_decimal', message) };
}

function listText(cells: readonly unknown[], field: Field): CellText {
  const items: string[] = [];
  for (const cell of cells) {
    const read = cellText(cell, { ...field, kind: 'text' });
    if ('issue' in read) return read;
    if ('text' in read && read.text !== '') items.push(read.text);
  }
  return { items };
}

function checked(raw: string, field: Field): CellText {
  const text = raw.trim();
  if (text.includes('\0')) return { issue: issue(field, 'text_nul', 'holds a NUL character') };
  // The first look is the quick one: most texts have no character of two halves.
  if (/[\ud800-\udfff]/.test(text) && /\p{Surrogate}/u.test(text)) {
    return { issue: issue(field, 'text_surrogate', 'holds half of a character (a lone surrogate)') };
  }
  if ((text.startsWith('#') || text.startsWith('E')) && SPREADSHEET_ERROR.test(text)) {
    const message = `${found(text)} is an error of the spreadsheet: mend the cell and export again`;
    return { issue: issue(field, 'spreadsheet_error', message) };
  }
  return { text };
}

export function issue(field: Field, code: string, message: string): Issue {
  return { field: field.name, code, message };
}

/** What was found, for a message: in quotes, on one line, not longer than a cell should be. */
export function found(text: string): string {
  const line = oneLine(text);
  // By code points: half of a character would be no text.
  const characters = line.length > 60 ? [...line.slice(0, 200)] : [];
  return characters.length > 60 ? `"${characters.slice(0, 57).join('')}…"` : `"${line}"`;
}

/** The text with a space for line breaks and other control characters. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}

/** The text without soft hyphens, joiners, bidi marks and the like. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, '');
}

/** Persian, Arabic and full-width digits as 0–9. */
export function plainDigits(text: string): string {
  return text.replace(/[۰-۹٠-٩０-９]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
}

// What forms and templates write behind a name, in brackets; other words in brackets tell columns apart.
const REMARK =
  /[([](?:optional|required|mandatory|facultatif|facultative|optionnel|optionnelle|obligatoire|requis|requise|opcional|obligatorio|obligatoria|requerido|requerida|اختیاری|الزامی|اجباری|ضروری)[)\]]/gu;

/**
 * A name as it is compared: without case, accents, spaces, `_` and `-`; without `*` before and `*`, `#`, `.`, `:` behind it,
 * the dot of an abbreviation, and remarks such as `(optional)`; one form of Persian letters, of
 * digits and of apostrophes.
 */
export function nameKey(name: string): string {
  return plainDigits(name)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[يى]/g, 'ی')
    .replace(/ك/g, 'ک')
    .replace(/[\u2018\u2019\u02bc]/g, "'")
    .replace(REMARK, '')
    .replace(/(?<=\p{L})\.(?=\s)/gu, '')
    .replace(/[\s_\-\u0640\u200b-\u200f\u2010-\u2015\u202a-\u202e\u2060-\u2069\ufeff]+/gu, '')
    .replace(/^\*+|[*#.:،,;?؟]+$/gu, '');
}
