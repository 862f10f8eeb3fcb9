import { open as openFile } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { InputError } from '../errors.js';

const CHUNK_BYTES = 64 * 1024;

/** Where bytes come from. */
export interface Source {
  readonly name: string;
  /** True when `bytes` can be called again. */
  readonly replayable: boolean;
  readonly bytesTotal: number | null;
  /** Bytes handed out by the latest `bytes`. */
  bytesRead(): number;
  /** The bytes from the start, at most 64 KiB a chunk, none of them read before it is asked for. */
  bytes(): AsyncIterable<Buffer>;
  close(): Promise<void>;
}

/** Opens `path`, or takes `stdin` for `-`. What is not a regular file is read once, like standard input. */
export async function openSource(path: string, stdin: AsyncIterable<Uint8Array> | undefined): Promise<Source> {
  if (path === '-') return streamSource('stdin', stdin ?? process.stdin);
  let file: FileHandle | undefined;
  try {
    if (await isPipe(path)) return streamSource(path, new Socket({ fd: await openFd(path, 'r'), writable: false }));
    file = await open(path, 'r');
    const stats = await file.stat();
    if (stats.isDirectory()) throw new InputError(`${path}: expected a file, found a directory`);
    if (stats.isFile()) return fileSource(path, file, stats.size);
    return streamSource(path, file.createReadStream({ highWaterMark: CHUNK_BYTES }));
  } catch (error) {
    await file?.close();
    throw unreadable(path, error);
  }
}

const openFd = promisify(openFile);

/** A read of a pipe as of a file would hold a thread, and the process with it, until the other side says something. */
async function isPipe(path: string): Promise<boolean> {
  return (await stat(path)).isFIFO();
}

function fileSource(name: string, file: FileHandle, bytesTotal: number): Source {
  let position = 0;
  let latest = 0;
  async function* bytes(): AsyncGenerator<Buffer> {
    // An earlier reading that was given up may still wait for its last bytes.
    const reading = ++latest;
    for (let at = 0; ; ) {
      if (reading === latest) position = at;
      const chunk = await read(at);
      if (chunk.length === 0) return;
      at += chunk.length;
      if (reading === latest) position = at;
      yield chunk;
    }
  }
  async function read(at: number): Promise<Buffer> {
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    try {
      const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES, at);
      return buffer.subarray(0, bytesRead);
    } catch (error) {
      throw unreadable(name, error);
    }
  }
  return { name, replayable: true, bytesTotal, bytesRead: () => position, bytes, close: () => file.close() };
}

function streamSource(name: string, stream: AsyncIterable<Uint8Array>): Source {
  let count = 0;
  const iterator = stream[Symbol.asyncIterator]();
  async function* bytes(): AsyncGenerator<Buffer> {
    for (;;) {
      const chunk = await next();
      if (chunk === undefined) return;
      for (let at = 0; at < chunk.length; at += CHUNK_BYTES) {
        const part = chunk.subarray(at, at + CHUNK_BYTES);
        count += part.length;
        yield Buffer.from(part.buffer, part.byteOffset, part.length);
      }
    }
  }
  async function next(): Promise<Uint8Array | undefined> {
    try {
      const { done, value } = await iterator.next();
      return done ? undefined : value;
    } catch (error) {
      throw unreadable(name, error);
    }
  }
  async function close(): Promise<void> {
    if (stream instanceof Readable) stream.destroy();
    // Not awaited: an iterator that waits for bytes returns only after they came.
    else iterator.return?.().catch(() => {});
  }
  return { name, replayable: false, bytesTotal: null, bytesRead: () => count, bytes, close };
}

function unreadable(name: string, error: unknown): InputError {
  if (error instanceof InputError) return error;
  return new InputError(`${name}: cannot be read: ${reasonOf(error)}`, { cause: error });
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'no such file';
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  return error.message;
}
