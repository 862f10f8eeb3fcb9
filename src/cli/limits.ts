import type { MaxErrors } from '../delivery/errors-limit.js';
import type { Provider } from '../providers/provider.js';
import { readCount, readDuration, readMaxErrors, readRate } from './parse.js';
import type { Flags } from './settings/flags.js';

/** How fast a run may be, and how patient. */
export interface RunLimits {
  readonly batchSize: number;
  readonly concurrency: number;
  /** Calls a second; Infinity for no pace. */
  readonly perSecond: number;
  readonly timeoutMs: number;
  readonly maxRetries: number;
  readonly maxWaitMs: number;
  readonly maxErrors: MaxErrors;
}

/** What was asked for, else what the provider can take. Throws a UsageError for what cannot be. */
export function readLimits(flags: Flags, { limits }: Provider): RunLimits {
  return {
    batchSize: flags.read(
      'batch-size',
      (name, text) => readCount(name, text, 1, limits.maxBatchSize),
      limits.batchSize,
    ),
    concurrency: flags.read('concurrency', (name, text) => readCount(name, text, 1, 1000), limits.concurrency),
    perSecond: flags.read('rate', readRate, limits.perSecond),
    timeoutMs: flags.read('timeout', readDuration, 30_000),
    maxRetries: flags.read('max-retries', (name, text) => readCount(name, text, 0, 100), 4),
    maxWaitMs: flags.read('max-wait', (name, text) => readDuration(name, text, Number.POSITIVE_INFINITY), 600_000),
    maxErrors: flags.read('max-errors', readMaxErrors, undefined),
  };
}

/** What to say before a run with these limits. */
export function limitNotices({ batchSize }: RunLimits, { limits, title }: Provider): readonly string[] {
  if (batchSize <= limits.carefulBatchSize) return [];
  return [
    `--batch-size ${batchSize}: ${title} documents no more than ${limits.carefulBatchSize} numbers a call for its neighbouring calls`,
  ];
}
