import { InputError } from '../errors.js';
import { excerpt } from './excerpt.js';
import { type Item, type ItemCutter, itemOf, notAnObject } from './items.js';
import { MAX_RECORD_BYTES, recordTooLong } from './limits.js';

const LF = 10;

/** One JSON value a line. Lines end with `\n` alone; blank ones are no items, and what is no JSON is an item with a problem. */
export function ndjsonCutter(name: string): ItemCutter {
  let line = 1;
  let held: Buffer[] = [];
  let heldBytes = 0;
  let empty = true;

  function hold(bytes: Buffer): void {
    held.push(bytes);
    heldBytes += bytes.length;
    if (heldBytes > MAX_RECORD_BYTES) throw recordTooLong(name, line);
  }

  function release(items: Item[]): void {
    const text = Buffer.concat(held).toString().replace(/\r$/, '');
    held = [];
    heldBytes = 0;
    if (text.trim() !== '') {
      empty = false;
      items.push(readLine(name, line, text));
    }
    line++;
  }

  return {
    cut(chunk, items) {
      let start = 0;
      for (let end = chunk.indexOf(LF); end >= 0; end = chunk.indexOf(LF, start)) {
        hold(chunk.subarray(start, end));
        release(items);
        start = end + 1;
      }
      hold(chunk.subarray(start));
    },
    end(items) {
      release(items);
      if (empty) throw new InputError(`${name} is empty: expected one JSON object a line`);
    },
  };
}

function readLine(name: string, line: number, text: string): Item {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { line, text, problem: notAnObject(`text that is no JSON: ${excerpt(text)}`) };
  }
  return itemOf(name, line, text, value);
}
