import { InputError } from '../errors.js';
import { decode } from './decode.js';
import { encodingTitle, markedEncoding, unmarkedUtf16 } from './encoding.js';
import { FOREIGN_BYTES, mayBeForeign, refuseForeign } from './foreign.js';
import { LineEndFinder } from './line-end.js';
import type { Source } from './open.js';
import { peek } from './peek.js';
import { unpack } from './unpack.js';
import { beginsUtf8, isAllUtf8, isDamagedUtf8 } from './utf8.js';

const HEAD_BYTES = 64 * 1024;
const FEW_BYTES = 4; // a byte order mark, and what most foreign files begin with
const GLANCE_BYTES = 1024 * 1024; // read in a few milliseconds
const IDLE_MS = 300;

/** The text of a source, and how its bytes were read. */
export interface SourceText {
  /** Raw bytes of the source, from its start, as UTF-8 without byte order marks, cut between characters. */
  text(bytes: AsyncIterable<Buffer>): AsyncIterable<Buffer>;
  /** The text of a source that can be read only once; absent for others. */
  readonly once?: AsyncIterable<Buffer>;
  readonly encoding: string;
  readonly bom: boolean;
  /** What was found rather than told. */
  readonly notices: readonly string[];
  /** How the first line of what was read so far ended. */
  lineEnd(): 'lf' | 'crlf';
}

/**
 * Unpacks and decodes a source. The encoding is `named`, else that of the byte order mark, else UTF-16 where every other byte is a NUL, else
 * UTF-8, else Windows-1252, which is said. Whether it is UTF-8 is found from all bytes of a regular file, at a `glance` from the first
 * mebibyte, and of others from the first 64 KiB, or from what came before a pause. UTF-8 that was damaged is not taken for Windows-1252. Rejects with
 * InputError for what is no text: a workbook, an archive, a page. `expected` is the format asked for, as people write it.
 */
export async function openText(
  source: Source,
  path: string,
  expected: string,
  named?: string,
  glance = false,
): Promise<SourceText> {
  const { name, replayable } = source;
  const unpacked = (raw: AsyncIterable<Buffer>) => unpack(name, path, raw);
  const bytes = () => unpacked(source.bytes());
  const { head, ended, chunks } = replayable ? await headOf(bytes()) : await peekAt(bytes(), named);
  refuseForeign(name, head, expected);
  const mark = markedEncoding(head);
  const encoding = named === undefined ? (mark ?? unmarkedUtf16(head)) : meant(name, named, head);
  const found =
    encoding ?? (await guess(head, ended, replayable ? () => (glance ? beginning(bytes()) : bytes()) : undefined));
  const lineEnds = new LineEndFinder();
  const decoded = (from: AsyncIterable<Buffer>) => lineEnds.watch(decode(name, from, found));
  return {
    text: (raw) => decoded(unpacked(raw)),
    ...(chunks && { once: decoded(chunks) }),
    encoding: found,
    bom: mark !== undefined,
    notices: named === undefined && mark === undefined ? noticesOf(name, found) : [],
    lineEnd: () => lineEnds.found ?? 'lf',
  };
}

interface Head {
  readonly head: Buffer;
  readonly ended: boolean;
  readonly chunks?: AsyncIterable<Buffer>;
}

async function headOf(bytes: AsyncIterable<Buffer>): Promise<Head> {
  let head: Buffer = Buffer.alloc(0);
  for await (const chunk of bytes) {
    head = Buffer.concat([head, chunk]);
    if (head.length >= HEAD_BYTES) return { head, ended: false };
  }
  return { head, ended: true };
}

/** As far as must be read to know the encoding; no further than a few bytes where it is named or marked. */
async function peekAt(bytes: AsyncIterable<Buffer>, named: string | undefined): Promise<Head> {
  const enough = (head: Buffer): boolean => {
    if (head.length < FEW_BYTES) return false;
    if (mayBeForeign(head)) return head.length >= FOREIGN_BYTES;
    const known = named === undefined ? markedEncoding(head) : named !== 'utf-16';
    return Boolean(known) || head.length >= HEAD_BYTES;
  };
  return peek(bytes, enough, IDLE_MS);
}

/** The encoding that was named. Throws an InputError where the file's mark says another. */
function meant(name: string, named: string, head: Buffer): string {
  const mark = markedEncoding(head);
  if (named === 'utf-16') {
    const order = mark ?? unmarkedUtf16(head) ?? 'utf-16le';
    if (order !== 'utf-8') return order;
  } else if (mark === undefined || mark === named || /^utf-?32/.test(named)) {
    return named;
  }
  throw new InputError(
    `${name}: expected ${encodingTitle(named)} text as --encoding says, found the byte order mark of ${encodingTitle(mark ?? '')}; leave --encoding out`,
  );
}

async function guess(head: Buffer, ended: boolean, all: (() => AsyncIterable<Buffer>) | undefined): Promise<string> {
  const sound = all === undefined ? beginsUtf8(head, ended) : await isAllUtf8(all());
  if (sound) return 'utf-8';
  return (await isDamagedUtf8(all === undefined ? [head] : all())) ? 'utf-8' : 'windows-1252';
}

/** The first bytes, cut where a line ends, since a character may not be whole where a chunk does. */
async function* beginning(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let length = 0;
  for await (const chunk of bytes) {
    length += chunk.length;
    const end = length < GLANCE_BYTES ? -1 : chunk.lastIndexOf('\n');
    yield end < 0 ? chunk : chunk.subarray(0, end + 1);
    if (end >= 0) return;
  }
}

function noticesOf(name: string, encoding: string): readonly string[] {
  if (encoding === 'utf-8') return [];
  const why = encoding === 'windows-1252' ? 'is not UTF-8' : 'has no byte order mark';
  return [`${name} ${why}: read as ${encodingTitle(encoding)} (--encoding names another)`];
}
