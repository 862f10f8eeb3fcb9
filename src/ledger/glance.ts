import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'libsql';
import { readOnly } from './database.js';
import type { RunRecord } from './ledger.js';
import { RUNS, readRun } from './run.js';

/**
 * The latest runs of the ledger in `folder`, the newest first, at most `most`. Writes nothing, not even a lock: not for
 * work on a run. Throws where there is no ledger or it is another program version's.
 */
export function glanceAtRuns(folder: string, most: number): readonly RunRecord[] {
  const path = join(folder, 'ledger.db');
  // What no log stands beside is read without making one.
  const db = new Sqlite(readOnly(path, !existsSync(`${path}-wal`)));
  try {
    return db.prepare(`${RUNS} ORDER BY runs.key DESC LIMIT ?`).all(most).map(readRun);
  } finally {
    db.close();
  }
}
