import { check } from '../../bench/torture/check.js';
import { rowsOf } from '../../bench/torture/contacts.js';
import { play } from '../../bench/torture/play.js';
import type { Script } from '../../bench/torture/script.js';

export interface Trial {
  readonly provider: Script['provider'];
  /** As `--chaos` takes it. */
  readonly chaos: string;
  /** Good rows in the file; one that is invalid and one that repeats the first come with them. */
  readonly good: number;
  readonly batchSize: number;
  readonly timeoutMs: number;
  readonly maxRetries: number;
  readonly maxWaitMs: number;
}

export interface Fared {
  readonly exit: number | null;
  readonly stop: unknown;
  /** The fates of the good rows in order, `count status code` for each stretch of the same. */
  readonly fates: readonly string[];
  readonly calls: number;
  /** Good rows that the stand-in holds. */
  readonly held: number;
  /** What the report says and the stand-in denies. */
  readonly broken: readonly string[];
}

/** Imports a small file, one call at a time. */
export async function importThrough({ good, ...knobs }: Trial): Promise<Fared> {
  const kinds = Array.from({ length: good }, () => 'good' as const);
  const rows = rowsOf(knobs.provider, ['good', 'invalid', 'duplicate', ...kinds.slice(1)]);
  const script: Script = {
    seed: 1,
    rows,
    latencyMs: 0,
    generation: 'A',
    concurrency: 1,
    rate: null,
    blows: [],
    ...knobs,
  };
  const evidence = await play(script, { goesOn: false });
  const [session] = evidence.sessions;
  const lines = (session?.lines ?? []).filter((_, index) => rows[index]?.kind === 'good');
  return {
    exit: session?.exit ?? null,
    stop: session?.document?.['stop'],
    fates: stretches(lines.map(({ status, code }) => `${status} ${code}`.trim())),
    calls: evidence.arrivals.length,
    held: evidence.held.size,
    broken: check(evidence),
  };
}

function stretches(words: readonly string[]): string[] {
  const found: { word: string; count: number }[] = [];
  for (const word of words) {
    const last = found.at(-1);
    if (last?.word === word) last.count += 1;
    else found.push({ word, count: 1 });
  }
  return found.map(({ word, count }) => `${count} ${word}`);
}
