import { InputError } from '../errors.js';
import { excerpt } from './excerpt.js';
import { type Item, type ItemCutter, itemOf } from './items.js';
import { MAX_RECORD_BYTES, recordTooLong } from './limits.js';
import { LineCounter } from './lines.js';
import { BACKSLASH, COMMA, LIST, LIST_END, OBJECT, OBJECT_END, QUOTE } from './signs.js';

/** What may come between elements. */
const EXPECTED = {
  list: 'a JSON array of objects, which begins with [',
  first: 'an object or ]',
  next: 'a comma or ]',
  element: 'an object after the comma',
  nothing: 'nothing after the ] of the array',
} as const;

/** The elements of one JSON array. Finds where each begins and ends; `JSON.parse` judges what is between. */
export function jsonCutter(name: string): ItemCutter {
  return new ElementCutter(name);
}

class ElementCutter implements ItemCutter {
  readonly #name: string;
  readonly #lines = new LineCounter();
  #expected: keyof typeof EXPECTED = 'list';
  #element: 'none' | 'word' | 'string' | 'nested' = 'none';
  /** Arrays and objects that are open in the element. */
  #depth = 0;
  #quoted = false;
  #escaped = false;
  /** On which the element starts. */
  #line = 1;
  #held: Buffer[] = [];
  #heldBytes = 0;

  constructor(name: string) {
    this.#name = name;
  }

  cut(chunk: Buffer, items: Item[]): void {
    let start = 0;
    let passed = 0;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i] ?? 0;
      if (this.#element === 'none') {
        if (isSpace(byte)) continue;
        this.#lines.pass(chunk, passed, i);
        passed = i;
        start = i;
        this.#between(byte);
      } else if (this.#element === 'word') {
        if (!isSpace(byte) && byte !== COMMA && byte !== LIST_END) continue;
        items.push(this.#release(chunk.subarray(start, i)));
        i--; // what ends a word stands after it
      } else if (this.#closes(byte)) {
        items.push(this.#release(chunk.subarray(start, i + 1)));
      }
    }
    if (this.#element !== 'none') this.#hold(chunk.subarray(start));
    this.#lines.pass(chunk, passed);
  }

  end(): void {
    if (this.#expected === 'nothing') return;
    if (this.#expected === 'list') {
      throw new InputError(`${this.#name} is empty: expected ${EXPECTED.list}`);
    }
    if (this.#element === 'none') this.#line = this.#lines.line;
    const what = this.#element === 'none' ? EXPECTED[this.#expected] : 'the rest of the element that begins here';
    throw this.#broken(`expected ${what}, found the end of the file; it may have been cut off`);
  }

  /** Takes a byte that is in no element. */
  #between(byte: number): void {
    const expected = this.#expected;
    this.#line = this.#lines.line;
    if (expected === 'list' && byte === LIST) this.#expected = 'first';
    else if (expected === 'next' && byte === COMMA) this.#expected = 'element';
    else if ((expected === 'next' || expected === 'first') && byte === LIST_END) this.#expected = 'nothing';
    else if ((expected === 'first' || expected === 'element') && byte !== COMMA && byte !== LIST_END) this.#begin(byte);
    else throw this.#broken(`expected ${EXPECTED[expected]}, found ${shown(byte)}`);
  }

  #begin(byte: number): void {
    this.#quoted = byte === QUOTE;
    this.#depth = byte === OBJECT || byte === LIST ? 1 : 0;
    this.#element = this.#quoted ? 'string' : this.#depth > 0 ? 'nested' : 'word';
    this.#expected = 'next';
  }

  /** Takes a byte of a string, array or object; true for its last. */
  #closes(byte: number): boolean {
    if (this.#quoted) {
      if (this.#escaped) this.#escaped = false;
      else if (byte === BACKSLASH) this.#escaped = true;
      else if (byte === QUOTE) this.#quoted = false;
    } else if (byte === QUOTE) this.#quoted = true;
    else if (byte === OBJECT || byte === LIST) this.#depth++;
    else if (byte === OBJECT_END || byte === LIST_END) this.#depth--;
    return this.#depth === 0 && !this.#quoted;
  }

  #hold(bytes: Buffer): void {
    this.#heldBytes += bytes.length;
    if (this.#heldBytes > MAX_RECORD_BYTES) throw recordTooLong(this.#name, this.#line);
    this.#held.push(bytes);
  }

  #release(last: Buffer): Item {
    this.#hold(last);
    const text = Buffer.concat(this.#held).toString();
    this.#held = [];
    this.#heldBytes = 0;
    this.#element = 'none';
    return itemOf(this.#name, this.#line, text, this.#parse(text));
  }

  #parse(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch (cause) {
      throw this.#broken(`expected valid JSON, found ${excerpt(text)}`, cause);
    }
  }

  #broken(message: string, cause?: unknown): InputError {
    return new InputError(`${this.#name}:${this.#line}: ${message}`, { line: this.#line, cause });
  }
}

function shown(byte: number): string {
  return byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : 'other text';
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
