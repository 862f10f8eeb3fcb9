import iconv from 'iconv-lite';
import { InputError } from '../errors.js';
import { encodingTitle } from './encoding.js';
import { LineCounter } from './lines.js';
import { decodeUtf8 } from './utf8.js';

const BOM = Buffer.from('\ufeff');
const NOTHING: Buffer = Buffer.alloc(0);
const HIGH_SURROGATE = /[\ud800-\udbff]$/;

/**
 * Bytes in `encoding` → UTF-8 text without byte order marks, cut between characters. Rejects with InputError at the first bytes
 * that are no character of the encoding, after all before them was yielded; nothing is ever replaced.
 */
export function decode(name: string, bytes: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<Buffer> {
  return withoutMarks(encoding === 'utf-8' ? decodeUtf8(name, bytes) : decodeOther(name, bytes, encoding));
}

/** A file that went through two programs may begin with two marks. */
async function* withoutMarks(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let atStart = true;
  for await (const chunk of chunks) {
    let start = 0;
    while (atStart && chunk.subarray(start, start + BOM.length).equals(BOM)) start += BOM.length;
    atStart &&= start === chunk.length;
    if (start < chunk.length) yield chunk.subarray(start);
  }
}

async function* decodeOther(name: string, bytes: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<Buffer> {
  const decoder = new Decoder(encoding);
  const finder = new Finder(encoding);
  const lines = new LineCounter();
  const broken = (): InputError => {
    const hex = finder.byte.toString(16).toUpperCase().padStart(2, '0');
    const message = `expected ${encodingTitle(encoding)} text, found the byte 0x${hex} at byte offset ${finder.offset}, which begins no character of it; name the encoding with --encoding, or save the file as UTF-8`;
    return new InputError(`${name}:${lines.line}: ${message}`, { line: lines.line });
  };
  for await (const chunk of bytes) {
    const text = decoder.write(chunk);
    const good = Buffer.from(text ?? finder.textBeforeBad(chunk));
    lines.pass(good);
    if (good.length > 0) yield good;
    if (text === undefined) throw broken();
    finder.pass(chunk);
  }
  if (!decoder.mayEnd()) throw broken();
}

/** iconv-lite's decoder, which replaces in silence what it cannot read, made to say so. */
class Decoder {
  readonly #decoder: iconv.DecoderStream;
  readonly #bad: RegExp;
  readonly #unit: number;
  #size = 0;
  #half = '';

  constructor(encoding: string) {
    this.#decoder = iconv.getDecoder(encoding, { stripBOM: false });
    this.#bad = badIn(encoding);
    this.#unit = encoding.startsWith('utf-16') ? 2 : 1;
  }

  /** The characters that are complete now; undefined when there is something else. */
  write(bytes: Buffer): string | undefined {
    const text = this.#half + this.#decoder.write(bytes);
    this.#size += bytes.length;
    this.#half = HIGH_SURROGATE.exec(text)?.[0] ?? '';
    const whole = this.#half === '' ? text : text.slice(0, -1);
    return this.#bad.test(whole) ? undefined : whole;
  }

  /** False in the middle of a character. */
  mayEnd(): boolean {
    return this.#half + (this.#decoder.end() ?? '') === '' && this.#size % this.#unit === 0;
  }
}

const LONGEST = 4; // bytes of a character, in any encoding

/** Follows behind a decoder and knows where the last whole character ended. */
class Finder {
  /** Where that is, in bytes from the start. */
  offset = 0;
  readonly #decoder: Decoder;
  #size = 0;
  #tail = NOTHING;

  constructor(encoding: string) {
    this.#decoder = new Decoder(encoding);
  }

  /** The byte there. */
  get byte(): number {
    return this.#tail[this.#tail.length - (this.#size - this.offset)] ?? 0;
  }

  /** Takes bytes that are all well. */
  pass(chunk: Buffer): void {
    const bulk = Math.max(0, chunk.length - 2 * LONGEST);
    this.#decoder.write(chunk.subarray(0, bulk));
    this.#count(chunk.subarray(0, bulk));
    this.textBeforeBad(chunk.subarray(bulk));
  }

  /** Takes bytes one by one, until one is not well. */
  textBeforeBad(chunk: Buffer): string {
    let text = '';
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk.subarray(at, at + 1);
      this.#count(byte);
      const more = this.#decoder.write(byte);
      if (more === undefined) break;
      if (more !== '') this.offset = this.#size;
      text += more;
    }
    return text;
  }

  #count(bytes: Buffer): void {
    this.#size += bytes.length;
    this.#tail = Buffer.concat([this.#tail, bytes.subarray(-2 * LONGEST)]).subarray(-2 * LONGEST);
  }
}

/** What no character of the encoding becomes. */
function badIn(encoding: string): RegExp {
  if (encoding.startsWith('utf-16')) return /\p{Cs}/u;
  if (encoding.startsWith('utf')) return /[\ufffd\p{Cs}]/u;
  // Private characters cannot all be written back, and C1 controls are letters of Windows-1252 under another name.
  return /[\ufffd\u0080-\u009f\ue000-\uf8ff]/;
}
