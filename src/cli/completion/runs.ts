import { glanceAtRuns } from '../../ledger/glance.js';
import type { RunRecord } from '../../ledger/ledger.js';
import { stateFolder } from '../state.js';
import type { Line, Offer } from './offer.js';

// Who wants an older one knows how its id begins, which is a date.
const MOST = 100;

/** The ids of the latest runs, the newest first, with what they were. */
export function offerRuns({ flags, typed }: Line): readonly Offer[] {
  const runs = glanceAtRuns(stateFolder(flags), MOST);
  return runs.filter(({ id }) => id.startsWith(typed)).map((run) => ({ word: run.id, help: helpOf(run) }));
}

/** `octopush contacts.csv, stopped: credentials` */
function helpOf({ provider, input, dryRun, end }: RunRecord): string {
  const ending = end === null ? 'unfinished' : end.stop === null ? end.status : `${end.status}: ${end.stop}`;
  return `${provider} ${input}, ${ending}${dryRun ? ', dry run' : ''}`;
}
