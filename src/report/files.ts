import { randomBytes } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { access, constants, type FileHandle, open, readlink, realpath, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ConfigError, StorageError } from '../errors.js';

/** Text, cut between characters, as bytes. */
export type Encode = (text: string) => Uint8Array;

const utf8: Encode = (text) => Buffer.from(text);
const PIECE = 64 * 1024; // characters written at a time, at least

/**
 * Writes a file whole or not at all, with mode 0600: beside its place first, then renamed. A link is followed, and
 * what it leads to is replaced; a device or a pipe is simply written to. The text is
 * written as `encode` says, in UTF-8 unless given. Throws a StorageError that names `path`
 * when it cannot be written; what `chunks` throws passes as it is. Either way nothing is left behind.
 */
export async function writeWhole(path: string, text: AsyncIterable<string>, encode: Encode = utf8): Promise<void> {
  const chunks = pieces(text, encode);
  try {
    if (path === '/dev/stdout') await pipeline(Readable.from(chunks), process.stdout, { end: false });
    else if (await isStream(path)) await writeStream(path, chunks);
    else await replace(await placeOf(path), chunks);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new StorageError(`${path} cannot be written (${reason(error)})`, { cause: error });
  }
}

/**
 * Makes sure that `writeWhole` will be able to write `path`, by making a file in its folder for a moment. `not` names
 * the files it must not be, by what they are: `{ 'the input': 'contacts.csv' }`. `flag` is the one that names another.
 * Throws a ConfigError that says what stands in the way.
 */
export async function checkWritable(
  path: string,
  { flag, not }: { readonly flag: string; readonly not: Readonly<Record<string, string>> },
): Promise<void> {
  const refused = (why: string, cause?: unknown) =>
    new ConfigError(`${path} ${why}; name another file with ${flag}`, { cause });

  try {
    if (await isStream(path)) return;
    const found = await statOf(path);
    if (found?.isDirectory()) throw refused('is a folder');
    for (const [what, other] of Object.entries(not)) {
      if (await isSame(path, other)) throw refused(`is ${what} itself`);
    }
    if (found !== undefined) await access(path, constants.W_OK);
    await probe(await placeOf(path));
  } catch (error) {
    throw isSystemError(error) ? refused(`cannot be written (${reason(error)})`, error) : error;
  }
}

/** Removes the file at `path` when it begins as `renderRejects` begins; says whether it did. Anything else stays. */
export async function removeIfOurs(path: string): Promise<boolean> {
  try {
    if (!(await statOf(path))?.isFile() || !OURS.test(await startOf(path))) return false;
    await unlink(await placeOf(path));
    return true;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new StorageError(`${path} cannot be removed (${reason(error)})`, { cause: error });
  }
}

const OURS =
  /^(?:("?)_row\1(.)\1_line\1\2\1_status\1\2\1_code\1\2\1_message\1(?:\2|\r?\n)|\{"_row":\d+,"_line":\d+,"_status":")/;

async function startOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(512), position: 0 });
    return startText(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

/** The beginning without its byte order mark: our own columns are ASCII, so that in UTF-16 only NULs stand between. */
function startText(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replace(/^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '')
    .replaceAll('\0', '');
}

async function writeStream(path: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const file = await open(path, 'w');
  try {
    for await (const piece of chunks) await file.writeFile(piece);
  } finally {
    await file.close();
  }
}

async function replace(place: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const { path, file } = await openBeside(place);
  try {
    for await (const piece of chunks) await file.writeFile(piece);
    await file.sync();
    await file.close();
    await rename(path, place);
  } catch (error) {
    await file.close().catch(() => {});
    await unlink(path).catch(() => {});
    throw error;
  }
}

async function probe(place: string): Promise<void> {
  const { path, file } = await openBeside(place);
  await file.close();
  await unlink(path);
}

/** A new file that nobody else may read, in the folder of `place`. An existing one, or a link, is never opened. */
async function openBeside(place: string): Promise<{ path: string; file: FileHandle }> {
  const path = join(dirname(place), `.contact-push-${randomBytes(8).toString('hex')}.tmp`);
  const file = await open(path, 'wx', 0o600);
  // The umask may have taken more away; a file system without modes refuses, and has nothing to keep.
  await file.chmod(0o600).catch(() => {});
  return { path, file };
}

async function* pieces(chunks: AsyncIterable<string>, encode: Encode): AsyncGenerator<Uint8Array> {
  let piece = '';
  for await (const chunk of chunks) {
    piece += chunk;
    if (piece.length < PIECE) continue;
    yield encode(piece);
    piece = '';
  }
  if (piece !== '') yield encode(piece);
}

/** Where a file of that name is or would be, links followed. */
async function placeOf(path: string): Promise<string> {
  const folder = await realpath(dirname(resolve(path)));
  const place = join(folder, basename(resolve(path)));
  const link = await readlink(place).catch(() => undefined);
  return link === undefined ? place : placeOf(resolve(folder, link));
}

async function isSame(path: string, other: string): Promise<boolean> {
  const [a, b] = [await statOf(path), await statOf(other)];
  if (a !== undefined && b !== undefined) return a.dev === b.dev && a.ino === b.ino;
  if (a !== undefined || b !== undefined) return false;
  return (await placeOf(path)) === (await placeOf(other).catch(() => undefined));
}

/** A device or a pipe. `/dev/stderr` and the like are even when they lead to a file: others write there too. */
async function isStream(path: string): Promise<boolean> {
  if (/^\/dev\/(?:std(?:out|err)|fd\/\d+)$|^\/proc\/self\/fd\/\d+$/.test(path)) return true;
  const found = await statOf(path);
  return found !== undefined && !found.isFile() && !found.isDirectory();
}

async function statOf(path: string): Promise<BigIntStats | undefined> {
  try {
    return await stat(path, { bigint: true });
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

/** `permission denied` of `EACCES: permission denied, open '…'`. */
function reason(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return 'its folder does not exist';
  return /^[A-Z0-9]+: ([^,]+)/.exec(error.message)?.[1] ?? error.message;
}
