import { InputError } from '../../src/errors.js';
import { type Input, type InputOptions, openInput } from '../../src/input/index.js';
import type { Row } from '../../src/model.js';

/** All that can be told of an input by reading it to its end, or to where it breaks. */
export interface Reading {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  readonly late: readonly string[];
  /** Message and line of the InputError, if it broke. */
  readonly error?: { readonly message: string; readonly line: number | undefined };
}

type Content = string | Uint8Array;

/** Reads `content` from standard input, in the chunks given. */
export function read(content: Content | readonly Content[], options: InputOptions = {}): Promise<Reading> {
  const chunks = typeof content === 'string' || content instanceof Uint8Array ? [content] : content;
  return readPath('-', { ...options, stdin: stream(chunks) });
}

/** Reads a file. */
export async function readPath(path: string, options: InputOptions = {}): Promise<Reading> {
  const rows: Row[] = [];
  let input: Input | undefined;
  const told = () => ({ columns: input?.columns ?? [], rows, late: input?.lateColumns() ?? [] });
  try {
    input = await openInput(path, options);
    for await (const page of input.pages) rows.push(...page);
    return told();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { ...told(), error: { message: error.message, line: error.line } };
  } finally {
    await input?.close();
  }
}

export async function* stream(chunks: Iterable<Content>): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}

/** `bytes` in two chunks, for every place to cut, and byte by byte. */
export function* everyCut(bytes: Buffer): Generator<readonly Buffer[]> {
  for (let at = 0; at <= bytes.length; at++) yield [bytes.subarray(0, at), bytes.subarray(at)];
  yield [...bytes].map((byte) => Buffer.of(byte));
}

/** Line and cells of each row. */
export function brief({ rows }: Reading): readonly (readonly [number, ...unknown[]])[] {
  return rows.map(({ line, cells }) => [line, ...cells] as const);
}
