import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { work } from '../parts/folder.js';

const COMMITS = 200;

/** What the disk takes for a commit that outlives a power cut, whoever asks for it. */
export const commit = {
  name: 'commit',
  rounds: COMMITS,
  minutes: 2,
  async measure({ rounds }) {
    const path = join(work(), 'commits');
    const file = openSync(path, 'w');
    const page = Buffer.alloc(4096, 1);
    const ours = Array.from({ length: rounds }, () => {
      const startedAt = performance.now();
      writeSync(file, page);
      fdatasyncSync(file);
      return performance.now() - startedAt;
    });
    closeSync(file);
    rmSync(path);
    return { lines: [{ what: 'a durable commit on this disk: 4 KiB and fdatasync', against: '', unit: 'ms', ours }] };
  },
};
