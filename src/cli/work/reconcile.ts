import type { Call } from '../command.js';
import { findRun } from '../find-run.js';
import { keeping } from '../keep.js';
import { goOn } from '../later.js';
import { measured } from '../metrics.js';

/** Finds out about the rows of a run that are `unknown`. */
export function runReconcile(call: Call): Promise<number> {
  const [id = ''] = call.operands;
  return measured(call, 'reconcile', () =>
    keeping((keep) => goOn(call, { kind: 'reconcile', find: (ledger) => findRun(ledger, id) }, keep)),
  );
}
