import { isUtf8 } from 'node:buffer';
import { InputError } from '../errors.js';
import { LineCounter } from './lines.js';

const NOTHING: Buffer = Buffer.alloc(0);

/**
 * UTF-8 bytes → the same, cut between characters. Rejects with InputError at the first byte that is not UTF-8, after all
 * before it was yielded.
 */
export async function* decodeUtf8(name: string, bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const lines = new LineCounter();
  let offset = 0;
  let cut = NOTHING;
  for await (const chunk of bytes) {
    const data = cut.length === 0 ? chunk : Buffer.concat([cut, chunk]);
    const end = wholeCharacters(data);
    const good = isUtf8(data.subarray(0, end)) ? end : validBytes(data);
    lines.pass(data, 0, good);
    if (good > 0) yield data.subarray(0, good);
    offset += good;
    if (good < end) throw notUtf8(name, lines.line, offset, data[good]);
    cut = data.subarray(end);
  }
  if (cut.length > 0) throw notUtf8(name, lines.line, offset, cut[0]);
}

/** Whether the bytes are UTF-8 from the first to the last. Stops at the first that is not. */
export async function isAllUtf8(bytes: AsyncIterable<Buffer>): Promise<boolean> {
  let cut = NOTHING;
  for await (const chunk of bytes) {
    const data = cut.length === 0 ? chunk : Buffer.concat([cut, chunk]);
    const end = wholeCharacters(data);
    if (!isUtf8(data.subarray(0, end))) return false;
    cut = data.subarray(end);
  }
  return cut.length === 0;
}

/** Whether `head` can be the beginning of UTF-8 text, or the whole of it when nothing follows. */
export function beginsUtf8(head: Buffer, whole: boolean): boolean {
  return isUtf8(whole ? head : head.subarray(0, wholeCharacters(head)));
}

/**
 * Whether bytes that are not all UTF-8 are UTF-8 that was damaged: at least as many characters beyond ASCII are well formed as
 * are not. In a text of another encoding, hardly any is.
 */
export async function isDamagedUtf8(bytes: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<boolean> {
  let balance = 0;
  let well = 0;
  let cut = NOTHING;
  for await (const chunk of bytes) {
    const data = cut.length === 0 ? chunk : Buffer.concat([cut, chunk]);
    const end = wholeCharacters(data);
    for (let at = 0; at < end; ) {
      const length = validLength(data, at);
      if (length > 1) well++;
      if (length !== 1) balance += length > 1 ? 1 : -1;
      at += Math.max(length, 1);
    }
    cut = data.subarray(end);
  }
  return well > 0 && balance >= 0;
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
  for (let length = 1; length > 0; at += length) length = at < data.length ? validLength(data, at) : 0;
  return at;
}

/** Bytes of the character at `at`; 0 when it is none. */
function validLength(data: Buffer, at: number): number {
  const length = characterBytes(data[at]);
  if (length < 2) return length;
  return at + length <= data.length && isUtf8(data.subarray(at, at + length)) ? length : 0;
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
    `${name}:${line}: expected UTF-8 text, found the byte 0x${hex} at byte offset ${offset}; save the file as UTF-8, or name its encoding with --encoding`,
    { line },
  );
}
