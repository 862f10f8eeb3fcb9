import { accessSync, constants, mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MEMORY = '/dev/shm';
const ENOUGH = 2 ** 30; // a container may have 64 MB there
const made = new Map();
process.on('exit', () => {
  for (const folder of made.values()) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** The folder of this bench on the disk; gone with the bench. */
export const work = () => folderIn(tmpdir());

/** The same in memory, where no commit waits for a disk; `undefined` where there is no such place, or too little room. */
export function inMemory() {
  if (!made.has(MEMORY) && !hasRoom(MEMORY)) return undefined;
  return folderIn(MEMORY);
}

function hasRoom(folder) {
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    return false;
  }
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize >= ENOUGH;
}

function folderIn(parent) {
  const folder = made.get(parent) ?? mkdtempSync(join(parent, 'contact-push-bench-'));
  made.set(parent, folder);
  return folder;
}

/** An empty folder in `parent`, in the place of what was there. */
export function emptied(parent, name) {
  const folder = join(parent, name);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  mkdirSync(folder);
  return folder;
}
