import type { Row } from '../model.js';

export type Format = 'csv' | 'tsv' | 'json' | 'ndjson';

/** The text to read: valid UTF-8 without a byte order mark, cut between characters. */
export interface Text {
  /** As used in messages. */
  readonly name: string;
  readonly chunks: AsyncIterable<Buffer>;
  /** Reads the same text from its start once more; absent where it can be read only once. */
  readonly again?: () => AsyncIterable<Buffer>;
  /** One character, where the user said it or an earlier reading found it; else it is to be found. */
  readonly delimiter?: string;
}

export interface Table {
  readonly columns: readonly string[];
  /** What stands between cells; empty for formats that have no such thing. */
  readonly delimiter: string;
  /** How the header's cells are quoted: all of them, or those that need it. */
  readonly quoting: 'minimal' | 'all';
  /** Number of rows, where all of them were met already. */
  readonly rows?: number;
  /** Rows in order, at most 1000 a page, none of them held back. */
  readonly pages: AsyncIterable<readonly Row[]>;
  /** Counts the rows, in place of `pages`. Rejects where those would. Absent where that costs as much. */
  count?(): Promise<number>;
  /**
   * Passes over the first `rows`, which `pages` then does not give, with no more looks at them than it takes to count
   * them. Gives the line on which the last of them starts; undefined where there are not as many. Absent where that
   * costs as much as to read them.
   */
  passOver?(rows: number): Promise<number | undefined>;
  /** Keys met so far that came too late to be columns. */
  lateColumns(): readonly string[];
}

/** Resolves when the columns are known. Rejects with InputError where the text breaks before that. */
export type ReadFormat = (text: Text) => Promise<Table>;

/** One input format. */
export interface InputFormat {
  /** With the dot, in lower case. */
  readonly extensions: readonly string[];
  /** True when the extension decides, whatever the content looks like. */
  readonly believed: boolean;
  readonly read: ReadFormat;
}
