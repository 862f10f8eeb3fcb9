import { extname } from 'node:path';
import type { Row } from '../model.js';
import { readCsv } from './csv.js';
import type { Format, InputFormat } from './format.js';
import { jsonCutter } from './json.js';
import { ndjsonCutter } from './ndjson.js';
import { readObjects } from './objects.js';
import { openSource } from './open.js';
import { sniff } from './sniff.js';
import { openText } from './text.js';
import { unpackedName } from './unpack.js';

/** The formats that can be read, a line each. */
const formats: Readonly<Record<Format, InputFormat>> = {
  csv: { extensions: ['.csv'], believed: true, delimiter: ',', read: readCsv },
  tsv: { extensions: ['.tsv', '.tab'], believed: true, delimiter: '\t', read: readCsv },
  json: { extensions: ['.json'], believed: false, delimiter: '', read: readObjects(jsonCutter) },
  ndjson: { extensions: ['.ndjson', '.jsonl'], believed: false, delimiter: '', read: readObjects(ndjsonCutter) },
};

export type { Format };

export interface InputOptions {
  /** Found from the extension and the content unless given. */
  readonly format?: Format;
  /** Stands between cells of CSV and TSV, one character; default: that of the format. */
  readonly delimiter?: string;
  /** As `asEncoding` gives it; found from the bytes unless given. */
  readonly encoding?: string;
  /** What the path `-` means; default: the standard input of the process. */
  readonly stdin?: AsyncIterable<Uint8Array>;
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
    const decoded = await openText(source, path, expected, options.encoding);
    const { encoding, bom, notices, again } = decoded;
    const { format, chunks } = await findFormat(name, decoded.chunks, named, options.format);
    const delimiter = formats[format].delimiter && (options.delimiter ?? formats[format].delimiter);
    const text = { name, chunks, delimiter, ...(again && { again }) };
    const { columns, pages, lateColumns } = await formats[format].read(text);
    const open = unless(() => closed, pages);
    return {
      name,
      format,
      delimiter,
      encoding,
      bom,
      quoting: 'minimal',
      lineEnd: decoded.lineEnd(),
      notices,
      columns,
      replayable,
      bytesTotal,
      bytesRead,
      pages: open,
      lateColumns,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
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

/** Ends `pages` where they are once `closed`: what a closed source still gives may be cut off. */
async function* unless(closed: () => boolean, pages: AsyncIterable<readonly Row[]>): AsyncGenerator<readonly Row[]> {
  try {
    for await (const page of pages) {
      if (closed()) return;
      yield page;
    }
  } catch (error) {
    if (!closed()) throw error;
  }
}
