import { resolve } from 'node:path';
import { StorageError } from '../errors.js';
import type { Progress, Result } from '../import.js';
import type { Input } from '../input/index.js';
import type { Ledger, RunEnd, RunStart } from '../ledger/ledger.js';
import type { Stop } from '../model.js';
import type { Provider } from '../providers/provider.js';
import { encoder } from '../report/encode.js';
import { removeIfOurs, writeWhole } from '../report/files.js';
import { rejectsEncoding, renderRejects, TO_MEND } from '../report/rejects.js';
import { exitOf } from './exit.js';
import type { Files } from './files.js';
import { nextStep } from './next.js';
import type { Output } from './output.js';
import { document, quietText, summaryText } from './summary.js';

export interface Finish {
  readonly run: RunStart;
  readonly result: Result;
  readonly calls: { readonly calls: number; readonly retries: number; readonly throttled: number };
  readonly input: Input;
  readonly files: Files;
  readonly ledger: Ledger;
  readonly provider: Provider;
  /** When the last call was settled, in milliseconds since 1970. */
  readonly endedAt: number;
  /** Rows of the file before the first of the run. */
  readonly skip: number;
  /** The command line, without the program's name. */
  readonly argv: readonly string[];
  readonly json: boolean;
  /** More to print after the summary, where a person reads it. */
  readonly appendix: string;
  readonly output: Output;
}

/**
 * Ends a run: writes its report and its rejects, closes it in the ledger, prints what became of it. Gives the exit
 * status. A report that can no longer be written does not keep the rest from being said.
 */
export async function finish(finishing: Finish): Promise<number> {
  const { run, result, input, files, ledger, output } = finishing;
  const stop: Stop | null = result.ending?.stop ?? (result.broken === undefined ? null : 'input');
  const written = await writeFiles(finishing);
  const why = result.ending?.reason ?? result.broken?.message ?? '';
  const reason = [why, written.fault].filter((each) => each !== '').join('; ');
  const fate = exitOf({ stop, dryRun: run.dryRun, broken: result.broken !== undefined, counts: result.counts });
  const end: RunEnd = {
    status: stop === null ? 'finished' : 'stopped',
    stop,
    reason: output.redact(reason),
    exit: written.fault === '' ? fate : 1,
    rows: result.rows,
    ...finishing.calls,
    endedAt: finishing.endedAt,
    report: written.report === null ? null : resolve(written.report),
    rejects: written.rejects === null ? null : resolve(written.rejects),
  };
  const unclosed = await ledger.end(run.id, end).then(() => '', faultOf);

  const exit = unclosed === '' ? end.exit : 1;
  const { line, hint } = nextStep(finishing.argv, run.input, {
    exit,
    dryRun: run.dryRun,
    counts: result.counts,
    repeatable: finishing.provider.limits.repeatable,
    title: finishing.provider.title,
    report: files.report,
    written: written.report !== null,
    run: run.id,
    rejects: written.rejects,
    broken: result.broken === undefined ? null : { line: result.broken.line, rows: finishing.skip + result.rows },
    encodingKept: rejectsEncoding(run) === run.encoding,
    replayable: input.replayable,
  });
  const doc = document(run, { ...end, ...written, exit }, result, line);
  if (finishing.json) output.print(JSON.stringify(doc));
  if (output.quiet) {
    if (exit !== 0) output.error(quietText(doc, reason, hint));
  } else if (!finishing.json) {
    output.print(summaryText(doc, reason, run.dryRun, hint, output) + finishing.appendix);
  }
  const faults = [written.fault, unclosed].filter((fault) => fault !== '');
  if (!output.quiet) for (const fault of faults) output.error(fault);
  return exit;
}

interface Written {
  readonly report: string | null;
  /** null where there are no rows to mend. */
  readonly rejects: string | null;
  /** What kept a file from being written; empty when all is well. */
  readonly fault: string;
}

async function writeFiles({ run, result, files, ledger }: Finish): Promise<Written> {
  const { report, format, rejects, defuse } = files;
  try {
    await writeWhole(report, format.render(ledger.outcomes(run.id), { defuse }));
  } catch (error) {
    return { report: null, rejects: null, fault: faultOf(error) };
  }
  try {
    if (TO_MEND.some((status) => result.counts[status] > 0)) {
      const text = renderRejects(run, ledger.outcomes(run.id, TO_MEND), { defuse });
      await writeWhole(rejects, text, encoder(rejectsEncoding(run)));
      return { report, rejects, fault: '' };
    }
    await removeIfOurs(rejects);
    return { report, rejects: null, fault: '' };
  } catch (error) {
    return { report, rejects: null, fault: faultOf(error) };
  }
}

function faultOf(error: unknown): string {
  if (error instanceof StorageError) return error.message;
  throw error;
}

export interface Abandoned {
  readonly run: RunStart;
  readonly progress: Progress;
  readonly error: unknown;
  readonly json: boolean;
  readonly output: Output;
  readonly endedAt: number;
}

/**
 * Says how far a run had come when its ledger could no longer be kept, or when the program itself failed. The ledger
 * has what was settled until then. Gives the exit status.
 */
export function abandon({ run, progress, error, json, output, endedAt }: Abandoned): number {
  const { rows, settled, calls, retries, throttled } = progress;
  const reason = error instanceof Error ? error.message : String(error);
  const end: RunEnd = {
    status: 'stopped',
    stop: 'ledger',
    reason,
    exit: 1,
    rows,
    calls,
    retries,
    throttled,
    endedAt,
    report: null,
    rejects: null,
  };
  if (json) output.print(JSON.stringify(document(run, end, { counts: settled, results: {} }, null)));
  const bug = error instanceof Error && !(error instanceof StorageError);
  output.error(bug ? `this is a fault of contact-push itself: ${error.stack ?? reason}` : reason);
  output.error(`run ${run.id} stopped after ${calls} calls; what is known of its rows: contact-push report ${run.id}`);
  return 1;
}
