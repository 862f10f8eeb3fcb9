import { UsageError } from '../errors.js';
import { type Input, openInput } from '../input/index.js';
import type { RunRecord } from '../ledger/ledger.js';
import type { Call } from './command.js';
import type { Keep } from './keep.js';
import type { Plan } from './plan.js';
import { ReadingView } from './reading.js';

/** Opens the input of a run again, and makes sure that it is the same by content, as far as that can be known by now. */
export async function openAgain({ output }: Call, plan: Plan, run: RunRecord, keep: Keep): Promise<Input> {
  const reading = keep(new ReadingView(output, plan.path, plan.progressIntervalMs));
  await reading.start();
  const onReadThrough = (bytesRead: number, bytesTotal: number) => reading.reach(bytesRead, bytesTotal);
  const input = keep(await openInput(plan.path, { ...plan.inputOptions, onReadThrough }));
  // What was read through when the run began is compared before anything is sent.
  if (plan.preflight || run.content !== null) await input.readThrough();
  await reading.close();
  const content = input.content();
  if (run.content === null || content === null || content === run.content) return input;
  const rows = input.rowsTotal();
  const expected = run.rowsExpected === null ? undefined : run.rowsExpected;
  const now = rows === null ? undefined : Math.min(plan.limit, Math.max(0, rows - plan.skip));
  const sizes =
    run.bytes === input.bytesTotal ? 'as many bytes, but others' : `${run.bytes} bytes then, ${input.bytesTotal} now`;
  const counts = expected === now ? `${now} rows as then` : `${expected} rows then, ${now} now`;
  throw new UsageError(
    `${plan.path}: is not what run ${run.id} read: ${sizes}; ${counts}. Put the file back as it was, or name it: contact-push resume ${run.id} FILE`,
  );
}
