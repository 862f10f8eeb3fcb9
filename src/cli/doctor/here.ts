import { access, constants, mkdtemp, readFile, rmdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import * as zlib from 'node:zlib';
import { ConfigError } from '../../errors.js';
import { openLedger } from '../../ledger/sqlite.js';
import type { Checked } from './checked.js';

const LEAST_NODE = [20, 19] as const;

/** This Node, and whether it can unpack zstd. */
export function checkNode(version: string): Checked {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const least = LEAST_NODE.join('.');
  const about = { check: 'node', name: 'Node.js' } as const;
  if (major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1])) {
    const text = `${version} is too old: ${least} or later is needed, from https://nodejs.org`;
    return { ...about, mark: 'wrong', exit: 2, when: 'Node.js is a newer one', text };
  }
  const zstd = 'createZstdDecompress' in zlib;
  return zstd
    ? { ...about, mark: 'ok', text: `${version}; gzip, brotli and zstd can be unpacked` }
    : { ...about, mark: 'note', text: `${version}; it cannot unpack zstd, which Node.js does from 22.15 on` };
}

/** Whether the ledger of runs can be kept in `folder`. Leaves nothing behind; the folder is not made. */
export async function checkStateFolder(readFolder: () => string): Promise<Checked> {
  const about = { check: 'state_dir', name: 'state folder' } as const;
  const wrong = (text: string): Checked => ({
    ...about,
    mark: 'wrong',
    exit: 2,
    when: 'the state folder can be written',
    text,
  });
  let folder = '';
  try {
    folder = resolve(readFolder());
    const found = await statOf(folder);
    if (found === undefined) {
      const above = await nearest(folder);
      await tryToWrite(above);
      return { ...about, mark: 'ok', text: `${folder} will be made by the first run` };
    }
    if (!found.isDirectory()) return wrong(`${folder} is no folder. Name another with --state-dir`);
    await tryToWrite(folder);
    // An older ledger is brought up to date by this, as by every command; a newer one, or a broken file, is refused.
    if ((await statOf(join(folder, 'ledger.db'))) !== undefined) await (await openLedger(folder)).close();
    return { ...about, mark: 'ok', text: `${folder} can be written` };
  } catch (error) {
    if (error instanceof ConfigError) return wrong(error.message);
    if (!isSystemError(error)) throw error;
    return wrong(`${folder} cannot be written (${error.code}). Name another with --state-dir`);
  }
}

/** What the environment adds to the authorities that certificates are checked against; undefined where it adds none. */
export async function checkCaCertificates(path: string | undefined): Promise<Checked | undefined> {
  if (path === undefined || path === '') return undefined;
  const about = { check: 'ca_certificates', name: 'NODE_EXTRA_CA_CERTS' } as const;
  const text = await readFile(path, 'latin1').catch(() => undefined);
  if (text === undefined) {
    return { ...about, mark: 'note', text: `${path} cannot be read, and Node.js goes without it` };
  }
  return text.includes('-----BEGIN CERTIFICATE-----') || text.includes('-----BEGIN TRUSTED CERTIFICATE-----')
    ? { ...about, mark: 'ok', text: `${path} is trusted too` }
    : { ...about, mark: 'note', text: `${path} holds no certificate (expected PEM: -----BEGIN CERTIFICATE-----)` };
}

async function tryToWrite(folder: string): Promise<void> {
  await access(folder, constants.W_OK | constants.X_OK);
  await rmdir(await mkdtemp(join(folder, '.contact-push-')));
}

/** The nearest folder above that is there. */
async function nearest(path: string): Promise<string> {
  const above = dirname(path);
  return above === path || (await statOf(above)) !== undefined ? above : nearest(above);
}

/** Undefined where there is nothing. */
async function statOf(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function isSystemError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}
