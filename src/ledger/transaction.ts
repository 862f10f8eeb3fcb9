import type Database from 'libsql';

/** Does all that `write` does and gives what it gives, or does none of it and throws what went wrong. */
export function transaction<T>(db: Database.Database, write: () => T): T {
  // libsql's own `transaction` rolls back even when SQLite already has (disk full), and that error hides the first.
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = write();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    throw error;
  }
}
