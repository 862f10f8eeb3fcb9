import { accessSync, constants, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MEMORY = '/dev/shm';
const made = new Map();
process.on('exit', () => {
  for (const folder of made.values()) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** The folder of this bench on the disk; gone with the bench. */
export const work = () => folderIn(tmpdir());

/** The same in memory, where no commit waits for a disk; `undefined` where there is no such place. */
export function inMemory() {
  try {
    accessSync(MEMORY, constants.W_OK);
  } catch {
    return undefined;
  }
  return folderIn(MEMORY);
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
