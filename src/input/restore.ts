import { NumberText } from '../model.js';
import { BACKSLASH, COMMA, LIST, LIST_END, OBJECT, OBJECT_END, QUOTE } from './signs.js';

const MINUS = 0x2d;

/**
 * Brings back what `JSON.parse` loses of the object that it read from `text`: numbers that would be written otherwise become
 * NumberText, among the members and in lists that are members. Gives the first key that stands there twice.
 */
export function restore(text: string, object: Record<string, unknown>): string | undefined {
  const keys: string[] = [];
  let key: string | undefined;
  let depth = 0;
  let list: unknown[] | undefined;
  let index = 0;
  // No recursion, and no expression for a whole string: a mebibyte of brackets or escapes would overflow the stack.
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = stringEnd(text, at);
      if (depth === 1 && key === undefined) {
        key = plainText(text.slice(at, end + 1));
        keys.push(key);
      }
      at = end;
    } else if (code === COMMA) {
      if (depth === 1) key = undefined;
      index++;
    } else if (code === OBJECT || code === LIST) {
      depth++;
      const member = depth === 2 && code === LIST && key !== undefined ? object[key] : undefined;
      if (depth === 2) list = Array.isArray(member) ? member : undefined;
      if (depth === 2) index = 0;
    } else if (code === OBJECT_END || code === LIST_END) {
      depth--;
    } else if ((code === MINUS || isDigit(code)) && (depth === 1 || (depth === 2 && list !== undefined))) {
      const end = numberEnd(text, at);
      const number = lossy(text.slice(at, end));
      if (number !== undefined && depth === 2) list?.splice(index, 1, number);
      else if (number !== undefined && key !== undefined) object[key] = number;
      at = end - 1;
    }
  }
  return keys.length === Object.keys(object).length ? undefined : firstTwice(keys);
}

function lossy(literal: string): NumberText | undefined {
  const value = Number(literal);
  const exact = String(value) === literal && (Number.isSafeInteger(value) || !Number.isInteger(value));
  return exact ? undefined : new NumberText(literal);
}

function stringEnd(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end < 0 ? text.length : end;
}

function isEscaped(text: string, at: number): boolean {
  let before = at;
  while (text.charCodeAt(before - 1) === BACKSLASH) before--;
  return (at - before) % 2 === 1;
}

function numberEnd(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length && /[\d.eE+-]/.test(text.charAt(end))) end++;
  return end;
}

function plainText(quoted: string): string {
  return quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1);
}

function firstTwice(keys: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return keys.find((key) => seen.has(key) || !seen.add(key));
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
