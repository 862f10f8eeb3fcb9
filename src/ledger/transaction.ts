import type Database from 'libsql';

/** Does all that `write` does, or none of it and throws what went wrong. */
export function transaction(db: Database.Database, write: () => void): void {
  // libsql's own `transaction` rolls back even when SQLite already has (disk full), and that error hides the first.
  db.exec('BEGIN IMMEDIATE');
  try {
    write();
    db.exec('COMMIT');
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    throw error;
  }
}
