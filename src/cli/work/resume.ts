import { UsageError } from '../../errors.js';
import type { Call } from '../command.js';
import { findRun } from '../find-run.js';
import { keeping } from '../keep.js';
import { goOn } from '../later.js';
import { measured } from '../metrics.js';
import { isUnfinished } from '../unfinished.js';

/** Goes on with a run that was interrupted or stopped: the named one, else the latest. */
export function runResume(call: Call): Promise<number> {
  const [id, path] = call.operands;
  return measured(call, 'resume', () =>
    keeping((keep) =>
      goOn(
        call,
        {
          kind: 'resume',
          path,
          find: async (ledger) => {
            if (id !== undefined) return findRun(ledger, id);
            const runs = (await ledger.runs()).filter(({ dryRun }) => !dryRun);
            const latest = runs.find(isUnfinished) ?? runs[0];
            if (latest === undefined)
              throw new UsageError('there is no run yet. Begin one with: contact-push import --help');
            return latest;
          },
        },
        keep,
      ),
    ),
  );
}
