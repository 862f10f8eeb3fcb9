import { batches } from './delivery/batches.js';
import type { InputJob } from './import.js';
import type { Ledger } from './ledger/ledger.js';
import type { Batch, Outcome, Status } from './model.js';
import { gateOf } from './sources/gate.js';
import { InputSource } from './sources/input.js';

/** What an import would do. */
export interface Survey {
  /** Rows of the run by fate; those that would be sent are `not_sent`. */
  readonly counts: Readonly<Record<Status, number>>;
  readonly calls: number;
}

/** Calls that would be made, and the first of them. */
export interface Planned {
  readonly calls: number;
  readonly firstBatch: Batch | undefined;
}

/** What of an import decides who is sent to. */
export type SurveyJob = Pick<
  InputJob,
  'run' | 'reading' | 'repeatable' | 'again' | 'batchSize' | 'input' | 'skip' | 'limit'
>;

/** Reads an input to its end as an import does, and sends and keeps nothing. */
export async function surveyContacts(job: SurveyJob, ledger: Ledger): Promise<Survey> {
  const counts: Record<Status, number> = {
    ok: 0,
    duplicate: 0,
    invalid: 0,
    rejected: 0,
    failed: 0,
    unknown: 0,
    not_sent: 0,
  };
  const count = async (fates: readonly Pick<Outcome, 'status'>[]): Promise<void> => {
    for (const { status } of fates) counts[status] += 1;
  };
  const source = new InputSource({
    ...job,
    counted: { rows: 0 },
    gate: gateOf(job, ledger),
    settle: count,
    differs: () => {},
  });
  const spared = ({ contacts }: Batch): Promise<void> => count(contacts.map(() => ({ status: 'not_sent' })));
  const { calls } = await planCalls(
    batches(source.contacts(), () => job.batchSize),
    spared,
  );
  return { counts, calls };
}

/** Counts batches as the calls that they would be. `onBatch` hears of each. */
export async function planCalls(
  ready: AsyncIterable<Batch>,
  onBatch: (batch: Batch) => Promise<void>,
): Promise<Planned> {
  let firstBatch: Batch | undefined;
  let calls = 0;
  for await (const batch of ready) {
    firstBatch ??= batch;
    calls += 1;
    await onBatch(batch);
  }
  return { calls, firstBatch };
}
