import { InputError } from '../errors.js';
import type { Format } from './format.js';
import { isObject } from './items.js';
import { MAX_RECORD_BYTES } from './limits.js';
import { peek } from './peek.js';

const LF = 10;

/**
 * Finds the format from the first character: `[` begins JSON, `{` NDJSON; else it is `named`, or CSV.
 * Hands back the chunks as if nothing had been read. Rejects with InputError for one JSON object over several lines.
 */
export async function sniff(
  name: string,
  chunks: AsyncIterable<Buffer>,
  named: Format | undefined,
): Promise<{ format: Format; chunks: AsyncIterable<Buffer> }> {
  const start = await peek(chunks, (head) => firstOf(head) < head.length || head.length > MAX_RECORD_BYTES);
  const first = String.fromCharCode(start.head[firstOf(start.head)] ?? 0);
  if (first === '[') return { format: 'json', chunks: start.chunks };
  if (first !== '{') return { format: named ?? 'csv', chunks: start.chunks };
  if (named === 'ndjson') return { format: 'ndjson', chunks: start.chunks };

  const line = await peek(start.chunks, (head) => lineEnd(head) >= 0 || head.length > MAX_RECORD_BYTES);
  const end = lineEnd(line.head);
  if (!isWholeObject(line.head.toString('utf8', 0, end < 0 ? line.head.length : end))) {
    throw new InputError(
      `${name}: expected one JSON array of objects, or one JSON object a line, found a line that begins with { and is no whole object`,
    );
  }
  return { format: 'ndjson', chunks: line.chunks };
}

/** Where white space ends. */
function firstOf(head: Buffer): number {
  let at = 0;
  while (at < head.length && isSpace(head[at])) at++;
  return at;
}

function lineEnd(head: Buffer): number {
  return head.indexOf(LF, firstOf(head));
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

function isWholeObject(text: string): boolean {
  try {
    return isObject(JSON.parse(text));
  } catch {
    return false;
  }
}
