import { extname } from 'node:path';
import { InputError } from '../errors.js';
import type { Row } from '../model.js';
import { readCsv } from './csv.js';
import { withoutMarks } from './ends.js';
import type { Format, InputFormat, Table } from './format.js';
import { jsonCutter } from './json.js';
import { ndjsonCutter } from './ndjson.js';
import { readObjects } from './objects.js';
import { openSource } from './open.js';
import { Witness } from './preflight.js';
import { sniff } from './sniff.js';
import { openText } from './text.js';
import { unpackedName } from './unpack.js';

/** The formats that can be read, a line each. */
const formats: Readonly<Record<Format, InputFormat>> = {
  csv: { extensions: ['.csv'], believed: true, read: readCsv(',') },
  tsv: { extensions: ['.tsv', '.tab'], believed: true, read: readCsv('\t') },
  json: { extensions: ['.json'], believed: false, read: readObjects(jsonCutter) },
  ndjson: { extensions: ['.ndjson', '.jsonl'], believed: false, read: readObjects(ndjsonCutter) },
};

export type { Format };

export interface InputOptions {
  /** Found from the extension and the content unless given. */
  readonly format?: Format;
  /** Stands between cells of CSV and TSV, one character; default: a tab where the user said TSV, else it is found. */
  readonly delimiter?: string;
  /** Hears, now and then while a file is read through before the first row, of how many bytes that has read. */
  readonly onReadThrough?: (bytesRead: number, bytesTotal: number) => void;
  /** As `asEncoding` gives it; found from the bytes unless given. */
  readonly encoding?: string;
  /** Find the encoding of a file from its beginning alone, so that its first rows come at once; default: from all of it. */
  readonly glance?: boolean;
  /** What the path `-` means; default: the standard input of the process. */
  readonly stdin?: AsyncIterable<Uint8Array>;
}

/** What an earlier reading of a file found. */
export interface Known {
  /** As `content` gives it. */
  readonly content: string;
  /** How many rows those bytes hold. */
  readonly rows: number;
}

export interface Input {
  /** As used in messages: the path as given, or `stdin`. */
  readonly name: string;
  readonly format: Format;
  /** Empty for JSON and NDJSON. */
  readonly delimiter: string;
  /** How the bytes were read, as `--encoding` takes it: `utf-8`, `utf-16le`, `windows-1252` … */
  readonly encoding: string;
  /** Whether a byte order mark came first. */
  readonly bom: boolean;
  /** How the header's cells are quoted: all of them, or those that need it. */
  readonly quoting: 'minimal' | 'all';
  /** How the first line ends. */
  readonly lineEnd: 'lf' | 'crlf';
  /** What to say of the file before the run: what was found rather than told, such as its encoding. */
  readonly notices: readonly string[];
  /** Names as they stand in the header, or the keys of the JSON objects in the order they were met. */
  readonly columns: readonly string[];
  /** True for a regular file, which can be opened and read again. */
  readonly replayable: boolean;
  /** Size of a regular file, else null. */
  readonly bytesTotal: number | null;
  /** Bytes taken from the file since the pages began. */
  bytesRead(): number;
  /** Number of rows, once the file was read through; null before that, and where it can be read only once. */
  rowsTotal(): number | null;
  /** A digest of a file's bytes in hex, once it was read through, the same for the same content; null as for `rowsTotal`. */
  content(): string | null;
  /**
   * Reads a file through, before its rows are asked for, so that nothing need be sent of one that breaks: rejects with InputError
   * as `pages` would. From then on `pages` gives no row of other bytes than were read here without `changed` having aborted
   * before. Does nothing where that was done already, for the keys of a JSON file, and to what can be read only once.
   * What was `known` of the same bytes is believed: where they are those, they are not read as rows.
   */
  readThrough(known?: Known): Promise<void>;
  /**
   * Passes over the first `rows` of a file that was read through, with no more looks at them than it takes to count them:
   * `pages` then begins after them. Does nothing, and gives false, unless the last of them starts on that `line`, and
   * where it would cost as much as to read them. To be called before rows are asked for.
   */
  passOver(rows: number, line: number): Promise<boolean>;
  /**
   * Aborts when the file turns out not to hold what it held when it was read through; rows then still come, as far as they
   * can be read and at most as many as there were, so that each gets its fate.
   */
  readonly changed: AbortSignal;
  /**
   * Rows in order, at most 1000 a page, each as soon as its bytes are there; nothing is read ahead. Can be iterated once.
   * Rejects with InputError where the input breaks; the rows before the break have been yielded by then. Ends after `close`.
   */
  readonly pages: AsyncIterable<readonly Row[]>;
  /** JSON and NDJSON that can be read only once: keys met so far that first appeared after the columns were settled. */
  lateColumns(): readonly string[];
  /** Gives the file back; at any time, also midway. */
  close(): Promise<void>;
}

/**
 * Opens a file, or standard input for `-`, and reads as far as its columns are known.
 * A JSON or NDJSON file is read to its end for that; of what can be read only once, the first 1000 records are.
 * Rejects with InputError when it cannot be read, is empty, or breaks before the first row.
 */
export async function openInput(path: string, options: InputOptions = {}): Promise<Input> {
  const source = await openSource(path, options.stdin);
  let closed = false;
  const close = () => {
    closed = true;
    return source.close();
  };
  try {
    const { name, replayable, bytesTotal, bytesRead } = source;
    const named = formatOfName(path);
    const expected = (options.format ?? named ?? 'csv').toUpperCase();
    const { encoding, bom, text, once, lineEnd, ...found } = await openText(
      source,
      path,
      expected,
      options.encoding,
      options.glance,
    );
    const { onReadThrough = () => {} } = options;
    const change = new AbortController();
    const decoded = (bytes: AsyncIterable<Buffer>) => withoutMarks(text(bytes));
    let witness = new Witness();
    const onBlock = () => onReadThrough(bytesRead(), bytesTotal ?? 0);
    const watched = () => decoded(witness.watch(source.bytes(), onBlock));
    const again = () => decoded(witness.compare(source.bytes(), () => change.abort()));

    const chunked = once === undefined ? watched() : withoutMarks(once);
    const { format, chunks } = await findFormat(name, chunked, named, options.format);
    const told = options.delimiter ?? (options.format === 'tsv' ? '\t' : undefined);
    const table = await formats[format].read({
      name,
      chunks,
      ...(replayable && { again }),
      ...(told && { delimiter: told }),
    });
    const { columns, delimiter, quoting } = table;
    let current = table;
    let rowsTotal = table.rows ?? null;

    const reread = (text: AsyncIterable<Buffer>) => formats[format].read({ name, chunks: text, delimiter });
    const readThrough = async (known?: Known): Promise<void> => {
      if (!replayable || rowsTotal !== null) return;
      witness = new Witness();
      if (known !== undefined) {
        for await (const _ of witness.watch(source.bytes(), onBlock));
      }
      if (known !== undefined && known.content === witness.digest()) {
        rowsTotal = known.rows;
      } else {
        witness = new Witness();
        rowsTotal = await countRows(await reread(watched()));
      }
      current = { ...table, pages: readAgain(() => reread(again())) };
    };
    const passOver = async (rows: number, line: number): Promise<boolean> => {
      if (!replayable || rowsTotal === null || rows > rowsTotal) return false;
      try {
        const passed = await reread(again());
        if ((await passed.passOver?.(rows)) !== line || change.signal.aborted) return false;
        current = passed;
        return true;
      } catch (error) {
        // Who reads its rows then hears of it there.
        if (error instanceof InputError) return false;
        throw error;
      }
    };
    async function* pages(): AsyncGenerator<readonly Row[]> {
      const most = rowsTotal ?? Number.POSITIVE_INFINITY;
      try {
        for await (const page of current.pages) {
          if (closed) return;
          yield change.signal.aborted ? page.filter(({ row }) => row <= most) : page;
          if (change.signal.aborted && (page.at(-1)?.row ?? 0) >= most) return;
        }
      } catch (error) {
        // What a closed source still gives may be cut off, and what another program writes just now, too.
        if (!closed && !change.signal.aborted) throw error;
      }
    }
    return {
      name,
      format,
      delimiter,
      encoding,
      bom,
      quoting,
      lineEnd: lineEnd(),
      notices: [...found.notices, ...(told === undefined ? delimiterNotices(name, format, delimiter) : [])],
      columns,
      replayable,
      bytesTotal,
      bytesRead,
      rowsTotal: () => rowsTotal,
      content: () => (rowsTotal === null ? null : witness.digest()),
      readThrough,
      passOver,
      changed: change.signal,
      pages: pages(),
      lateColumns: () => current.lateColumns(),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function countRows(table: Table): Promise<number> {
  if (table.count) return table.count();
  let count = 0;
  for await (const page of table.pages) count += page.length;
  return count;
}

async function* readAgain(read: () => Promise<Table>): AsyncGenerator<readonly Row[]> {
  yield* (await read()).pages;
}

/** What a person would not expect of the file's format. */
function delimiterNotices(name: string, format: Format, delimiter: string): readonly string[] {
  const usual = { csv: ',', tsv: '\t', json: '', ndjson: '' }[format];
  return delimiter === usual ? [] : [`${name}: cells are separated by ${delimiter === '\t' ? 'tabs' : delimiter}`];
}

async function findFormat(
  name: string,
  chunks: AsyncIterable<Buffer>,
  named: Format | undefined,
  asked: Format | undefined,
) {
  const sure = asked ?? (named && formats[named].believed ? named : undefined);
  return sure ? { format: sure, chunks } : sniff(name, chunks, named);
}

function formatOfName(path: string): Format | undefined {
  const extension = extname(unpackedName(path)).toLowerCase();
  return Object.keys(formats)
    .filter(isFormat)
    .find((format) => formats[format].extensions.includes(extension));
}

function isFormat(word: string): word is Format {
  return Object.hasOwn(formats, word);
}
