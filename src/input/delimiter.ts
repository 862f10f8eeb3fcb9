import { InputError } from '../errors.js';
import { peek } from './peek.js';
import { Quotes } from './quotes.js';

// Where the text does not tell, the first: commas stand in text most often.
const CANDIDATES = ['\t', ';', '|', ','];
const MAX_BYTES = 64 * 1024;
const MAX_RECORDS = 10;
const LF = 10;
const CR = 13;
const SPACE = 32;

/**
 * Finds what stands between cells: of comma, semicolon, tab and pipe, that which the header has outside quotes. Where it has
 * several, the next records decide, one after the other, as far as it takes: they have as many cells as the header. `usual` is
 * taken where the header has none, and a tab at once where it is usual. Looks at 10 records or 64 KiB at most, and never at
 * more than it needs, so that the answer does not depend on how the text is cut. Hands back the chunks as if nothing had been read.
 */
export async function findDelimiter(
  chunks: AsyncIterable<Buffer>,
  usual: string,
): Promise<{ delimiter: string; chunks: AsyncIterable<Buffer> }> {
  let found: string | undefined;
  const start = await peek(chunks, (head) => {
    found = decide(head.subarray(0, MAX_BYTES), head.length >= MAX_BYTES ? 'cut' : 'more', usual);
    return found !== undefined;
  });
  return { delimiter: found ?? decide(start.head, 'end', usual) ?? usual, chunks: start.chunks };
}

interface RecordShape {
  readonly cells: number;
  /** Delimiters without a space behind them: `Durand, Axelle` is text. */
  readonly tight: number;
  /** A quote stands where none may. */
  readonly misplaced: boolean;
}

interface Trial {
  readonly delimiter: string;
  readonly header: RecordShape;
  readonly records: readonly RecordShape[];
}

/** Undefined when it takes more text to tell. */
function decide(head: Buffer, then: 'more' | 'cut' | 'end', usual: string): string | undefined {
  const trials: Trial[] = [];
  for (const delimiter of CANDIDATES) {
    const [header, ...records] = shapes(head, delimiter, then);
    if (header === undefined) return then === 'more' ? undefined : usual;
    if (header.cells > 1) trials.push({ delimiter, header, records });
  }
  if (usual === '\t' && trials.some(({ delimiter }) => delimiter === usual)) return usual;
  const sound = trials.filter(({ header }) => !header.misplaced);
  let left = sound.length > 0 ? sound : trials;
  for (let index = 0; left.length > 1 && index < MAX_RECORDS; index++) {
    if (left.some(({ records }) => records[index] === undefined)) {
      if (then === 'more') return undefined;
      break;
    }
    const fitting = left.filter(({ header, records }) => fits(header, records[index]));
    if (fitting.length === 0) break;
    left = fitting;
  }
  const best = left.reduce<Trial | undefined>((a, b) => (a && a.header.tight >= b.header.tight ? a : b), undefined);
  return best?.delimiter ?? usual;
}

function fits(header: RecordShape, record: RecordShape | undefined): boolean {
  return record !== undefined && record.cells === header.cells && !record.misplaced;
}

/** What the first records look like if `delimiter` is the right one. */
function shapes(head: Buffer, delimiter: string, then: 'more' | 'cut' | 'end'): readonly RecordShape[] {
  const found: RecordShape[] = [];
  const code = delimiter.charCodeAt(0);
  const quotes = new Quotes(code);
  let [cells, tight, blank] = [1, 0, true];
  for (const [at, byte] of head.entries()) {
    const isEnd = (byte === LF || byte === CR) && !quotes.inside;
    if (byte === code && !quotes.inside) {
      cells++;
      if (head[at + 1] !== SPACE) tight++;
    }
    quotes.pass(byte);
    if (!isEnd) blank &&= byte <= SPACE;
    if (!isEnd || quotes.inside) continue;
    if (!blank) found.push({ cells, tight, misplaced: quotes.misplaced });
    if (found.length > MAX_RECORDS) return found;
    [cells, tight, blank] = [1, 0, true];
    quotes.newRecord();
  }
  const whole = then === 'end' || (then === 'cut' && found.length === 0);
  if (whole && !blank) found.push({ cells, tight, misplaced: quotes.misplaced });
  return found;
}

const SEP = /^("?)sep=(.|\\t)\1[ \t]*(?=[\r\n]|$)/is;
const SEP_BYTES = 16;

/**
 * Takes a first line such as `sep=;` off the text, by which spreadsheets are told the delimiter; its line end stays, so that
 * lines keep their numbers. Rejects with InputError when it names a delimiter that we do not take.
 */
export async function takeSepLine(
  name: string,
  chunks: AsyncIterable<Buffer>,
): Promise<{ delimiter: string | undefined; chunks: AsyncIterable<Buffer> }> {
  const start = await peek(chunks, (head) => {
    const text = beginning(head);
    return !mayBeSep(text) || /[\r\n]/.test(text.slice(5)) || head.length >= SEP_BYTES;
  });
  const [line, , character] = SEP.exec(beginning(start.head)) ?? [];
  if (line === undefined || character === undefined) return { delimiter: undefined, chunks: start.chunks };
  const delimiter = character === '\\t' ? '\t' : character;
  if (!CANDIDATES.includes(delimiter)) {
    throw new InputError(`${name}:1: expected a comma, semicolon, tab or pipe after sep=, found ${delimiter}`, {
      line: 1,
    });
  }
  return { delimiter, chunks: without(start.chunks, line.length) };
}

function beginning(head: Buffer): string {
  return head.toString('latin1', 0, SEP_BYTES);
}

function mayBeSep(text: string): boolean {
  return ['sep=', '"sep='].some((start) => start.startsWith(text.slice(0, start.length).toLowerCase()));
}

async function* without(chunks: AsyncIterable<Buffer>, bytes: number): AsyncGenerator<Buffer> {
  let left = bytes;
  for await (const chunk of chunks) {
    const rest = chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
    if (rest.length > 0) yield rest;
  }
}
