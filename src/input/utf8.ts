import { isUtf8 } from 'node:buffer';
import { InputError } from '../errors.js';
import { LineCounter } from './lines.js';
import { peek } from './peek.js';

const BOM = Buffer.from('\ufeff');

/**
 * Bytes → UTF-8 text without its byte order mark, cut between characters. Rejects with InputError at the first byte that is
 * not UTF-8, after all before it was yielded, and at once where the bytes look like UTF-16.
 */
export async function* decodeUtf8(name: string, bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const { head, chunks } = await peek(bytes, (read) => read.length >= BOM.length);
  if (looksLikeUtf16(head)) {
    throw new InputError(`${name}: expected UTF-8 text, found what looks like UTF-16; save the file as UTF-8`);
  }
  const lines = new LineCounter();
  let offset = 0;
  let cut: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const data = cut.length === 0 ? chunk : Buffer.concat([cut, chunk]);
    const start = offset === 0 && data.subarray(0, BOM.length).equals(BOM) ? BOM.length : 0;
    const end = wholeCharacters(data);
    const good = isUtf8(data.subarray(start, end)) ? end : validBytes(data);
    lines.pass(data, start, good);
    if (good > start) yield data.subarray(start, good);
    offset += good;
    if (good < end) throw notUtf8(name, lines.line, offset, data[good]);
    cut = data.subarray(end);
  }
  if (cut.length > 0) throw notUtf8(name, lines.line, offset, cut[0]);
}

/** A byte order mark, or a first character below U+0100 with its empty half. */
function looksLikeUtf16(head: Buffer): boolean {
  const [first, second] = head;
  return first === 0 || second === 0 || (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

/** Bytes of `data` before a last character that goes on after it. */
function wholeCharacters(data: Buffer): number {
  for (let back = 1; back <= 3 && back <= data.length; back++) {
    const length = characterBytes(data[data.length - back]);
    if (length > 0) return length > back ? data.length - back : data.length;
  }
  return data.length;
}

/** Bytes of `data` before the first character that is not UTF-8. */
function validBytes(data: Buffer): number {
  let at = 0;
  while (at < data.length) {
    const length = characterBytes(data[at]);
    if (length === 0 || at + length > data.length || !isUtf8(data.subarray(at, at + length))) break;
    at += length;
  }
  return at;
}

/** Length of the character that begins with this byte; 0 for a byte inside a character. */
function characterBytes(byte = 0): number {
  if (byte < 0x80) return 1;
  if (byte < 0xc0) return 0;
  if (byte < 0xe0) return 2;
  return byte < 0xf0 ? 3 : 4;
}

function notUtf8(name: string, line: number, offset: number, byte = 0): InputError {
  const hex = byte.toString(16).toUpperCase().padStart(2, '0');
  return new InputError(
    `${name}:${line}: expected UTF-8 text, found the byte 0x${hex} at byte offset ${offset}; save the file as UTF-8`,
    { line },
  );
}
