import { InputError } from '../errors.js';
import type { Input, Known } from '../input/index.js';
import type { RunRecord } from '../ledger/ledger.js';
import type { Call } from './command.js';
import type { Keep } from './keep.js';
import type { Plan } from './plan.js';
import { openWatched } from './reading.js';
import { rowsWithin } from './rows-within.js';

/** Opens the input of a run again, and makes sure that it is the same by content, as far as that can be known by now. */
export async function openAgain({ output }: Call, plan: Plan, run: RunRecord, keep: Keep): Promise<Input> {
  const { input, reading } = await openWatched(output, plan, keep);
  // What was read through when the run began is compared before anything is sent.
  if (plan.preflight || run.content !== null) await input.readThrough(knownOf(plan, run));
  await reading.close();
  const content = input.content();
  if (run.content === null || content === null || content === run.content) return input;
  const now = rowsWithin(plan, input.rowsTotal());
  const sizes =
    run.bytes === input.bytesTotal ? 'as many bytes, but others' : `${run.bytes} bytes then, ${input.bytesTotal} now`;
  const counts = run.rowsExpected === now ? `${now} rows as then` : `${run.rowsExpected} rows then, ${now} now`;
  throw new InputError(
    `${plan.path}: is not what run ${run.id} read: ${sizes}; ${counts}. Put the file back as it was, or name the one that is after the id of the run`,
  );
}

/** What the run found out about its file; undefined where it does not tell how many rows that has. */
function knownOf({ skip, limit }: Plan, { content, rowsExpected }: RunRecord): Known | undefined {
  if (content === null || rowsExpected === null || rowsExpected === 0 || rowsExpected >= limit) return undefined;
  return { content, rows: skip + rowsExpected };
}
