import { closest } from '../contact/columns.js';
import { UsageError } from '../errors.js';
import type { Ledger, RunRecord } from '../ledger/ledger.js';

/** The run of that id, or the only one whose id begins so. Throws a UsageError that names the nearest. */
export async function findRun(ledger: Ledger, id: string): Promise<RunRecord> {
  const exact = await ledger.run(id);
  if (exact !== undefined) return exact;
  const runs = await ledger.runs();
  const [run, other] = id === '' ? [] : runs.filter((each) => each.id.startsWith(id));
  if (run !== undefined && other === undefined) return run;
  if (other !== undefined) throw new UsageError(`${id}: more than one run begins so. See: contact-push runs`);
  const guess = closest(
    id,
    runs.map((each) => each.id),
  );
  throw new UsageError(
    `${id}: there is no such run. ${guess === undefined ? 'See: contact-push runs' : `Did you mean ${guess}?`}`,
  );
}
