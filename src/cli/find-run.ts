import { closest } from '../contact/columns.js';
import { UsageError } from '../errors.js';
import type { History, RunRecord } from '../ledger/ledger.js';
import { openHistory } from '../ledger/sqlite.js';
import type { Keep } from './keep.js';

/** The run of that id, or the only one whose id begins so. Throws a UsageError that names the nearest. */
export async function findRun(history: History, id: string): Promise<RunRecord> {
  const exact = await history.run(id);
  if (exact !== undefined) return exact;
  const runs = await history.runs();
  if (runs.length === 0) throw noRun(id);
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

/** The same, of the ledger in a folder, which is opened to be read. Makes none where there is none. */
export async function openRun(
  folder: string,
  id: string,
  keep: Keep,
): Promise<{ readonly history: History; readonly run: RunRecord }> {
  const history = await openHistory(folder);
  if (history === undefined) throw noRun(id);
  return { history, run: await findRun(keep(history), id) };
}

function noRun(id: string): UsageError {
  return new UsageError(`${id}: there is no such run, and no other yet. Begin one with: contact-push import --help`);
}
