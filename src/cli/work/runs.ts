import { systemClock } from '../../clock.js';
import type { Ledger, RunRecord } from '../../ledger/ledger.js';
import { openLedger } from '../../ledger/sqlite.js';
import { STATUSES } from '../../model.js';
import type { Call } from '../command.js';
import { printable } from '../output.js';
import { readDuration } from '../parse.js';
import { stateFolder } from '../state.js';

/** Lists the runs of the ledger, and forgets old ones before that where asked to. */
export async function runRuns({ flags, output }: Call): Promise<number> {
  const ledger = await openLedger(stateFolder(flags));
  try {
    const ageMs = flags.read('prune', (name, text) => readDuration(name, text, Number.POSITIVE_INFINITY), undefined);
    if (ageMs !== undefined) {
      const forgotten = await ledger.prune(systemClock.now() - ageMs);
      output.notice(`${forgotten} ${forgotten === 1 ? 'run is' : 'runs are'} forgotten`);
    }
    const lines = await Promise.all((await ledger.runs()).map((run) => asEntry(run, ledger)));
    if (flags.on('json')) output.print(JSON.stringify(lines));
    else output.print(lines.length === 0 ? 'no runs yet' : table(lines));
    return 0;
  } finally {
    await ledger.close();
  }
}

type Entry = Awaited<ReturnType<typeof asEntry>>;

async function asEntry(run: RunRecord, ledger: Ledger) {
  const { counts } = await ledger.counts(run.id);
  return {
    run: run.id,
    started: new Date(run.startedAt).toISOString(),
    provider: run.provider,
    input: run.input,
    dry_run: run.dryRun,
    status: run.end?.status ?? 'unfinished',
    stop: run.end?.stop ?? null,
    exit: run.end?.exit ?? null,
    rows: run.end?.rows ?? STATUSES.reduce((sum, status) => sum + counts[status], 0),
    counts,
    report: run.end?.report ?? null,
  };
}

function table(entries: readonly Entry[]): string {
  const rows = entries.map((entry) => [
    entry.run,
    entry.started.slice(0, 16).replace('T', ' '),
    entry.provider,
    printable(entry.input),
    ending(entry),
    STATUSES.filter((status) => entry.counts[status] > 0)
      .map((status) => `${status} ${entry.counts[status]}`)
      .join(', ') || 'no rows',
  ]);
  const lines = [['RUN', 'STARTED (UTC)', 'PROVIDER', 'INPUT', 'ENDED', 'ROWS'], ...rows];
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0))) ?? [];
  return lines
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function ending({ status, stop, exit, dry_run }: Entry): string {
  const how = stop === null ? status : `${status}: ${stop}`;
  return `${how}${exit === null ? '' : ` (${exit})`}${dry_run ? ', dry run' : ''}`;
}
