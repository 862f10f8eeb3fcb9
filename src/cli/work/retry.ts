import type { Call } from '../command.js';
import { findRun } from '../find-run.js';
import { keeping } from '../keep.js';
import { goOn } from '../later.js';
import { measured } from '../metrics.js';

/** Sends again the rows of a run that are `failed`. */
export function runRetry(call: Call): Promise<number> {
  const [id = ''] = call.operands;
  return measured(call, 'retry', () =>
    keeping((keep) => goOn(call, { kind: 'retry', find: (ledger) => findRun(ledger, id) }, keep)),
  );
}
