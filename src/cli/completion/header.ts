import { open, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { openInput } from '../../input/index.js';
import type { Line, Offer } from './offer.js';

const HEAD_BYTES = 65_536;

/** The columns of the input file on the line for the field that is typed: `phone_number=Mobile`. Throws where it cannot be read. */
export async function offerColumns({ operands: [path = '-'], typed }: Line): Promise<readonly Offer[]> {
  // No shell has put the home folder in yet.
  const head = headOf(path.replace(/^~(?=\/)/, homedir()));
  const input = await openInput('-', { stdin: head });
  try {
    const field = typed.slice(0, typed.indexOf('='));
    return input.columns.map((column) => ({ word: `${field}=${column}`, help: '' }));
  } finally {
    await input.close();
  }
}

async function* headOf(path: string): AsyncGenerator<Buffer> {
  // To open a pipe waits for who writes to it.
  if (!(await stat(path)).isFile()) return;
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    yield buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
