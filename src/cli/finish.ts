import { resolve } from 'node:path';
import { StorageError } from '../errors.js';
import type { Result } from '../import.js';
import type { Ledger, RunEnd, RunRecord, RunStart, Session, SessionKind } from '../ledger/ledger.js';
import type { Stop } from '../model.js';
import type { Provider } from '../providers/provider.js';
import { encoder } from '../report/encode.js';
import { removeIfOurs, writeWhole } from '../report/files.js';
import { rejectsEncoding, renderRejects, TO_MEND } from '../report/rejects.js';
import { exitOf } from './exit.js';
import type { Files } from './files.js';
import { nextStep } from './next.js';
import type { Output } from './output.js';
import { decidedWords } from './recall.js';
import { exitOfSignal } from './signals.js';
import { document, quietText, type Stretch, summaryText } from './summary.js';

export interface Finish {
  readonly run: RunStart;
  readonly kind: SessionKind;
  /** How the session before ended. */
  readonly before: RunRecord['end'];
  /** Absent where there is nothing more to do for the run. */
  readonly session: Session | undefined;
  readonly result: Result;
  readonly calls: { readonly calls: number; readonly retries: number; readonly throttled: number };
  readonly stretch: Stretch;
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
 * Ends a session of a run: writes the run's report and its rejects, closes the session in the ledger, prints what became
 * of the run. Gives the exit status. A report that can no longer be written does not keep the rest from being said.
 */
export async function finish(finishing: Finish): Promise<number> {
  const { run, kind, before, session, result, files, output } = finishing;
  const { stop, signal, broken, why } = stopOf(finishing);
  const left = leftOf(finishing, stop);
  const written = await writeFiles(finishing);
  const reason = [why, written.fault].filter((each) => each !== '').join('; ');
  const fate = exitOf({ stop, signal, dryRun: run.dryRun, broken, counts: result.counts });
  const end: RunEnd = {
    status: stop === null ? 'finished' : stop === 'signal' ? 'interrupted' : 'stopped',
    stop,
    reason: output.redact(reason),
    exit: written.fault === '' ? fate : 1,
    rows: result.rows,
    left,
    ...finishing.calls,
    endedAt: session === undefined ? (before?.endedAt ?? finishing.endedAt) : finishing.endedAt,
    report: written.report === null ? null : resolve(written.report),
    rejects: written.rejects === null ? null : resolve(written.rejects),
  };
  const unclosed = (await session?.end(end).then(() => '', faultOf)) ?? '';

  const exit = unclosed === '' ? end.exit : 1;
  const { line, hint } = nextStep(finishing.argv, run.input, {
    kind,
    exit,
    stop,
    dryRun: run.dryRun,
    left,
    counts: result.counts,
    title: finishing.provider.title,
    report: files.report,
    written: written.report !== null,
    run: run.id,
    rejects: written.rejects,
    broken: result.broken === undefined ? null : { line: result.broken.line, rows: finishing.skip + result.rows },
    encodingKept: rejectsEncoding(run) === run.encoding,
    replayable: run.inputPath !== null,
    decided: decidedWords(run, finishing.provider),
  });
  const doc = document(run, { ...end, ...written, exit }, result, finishing.stretch, line);
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

interface Stopped {
  readonly stop: Stop | null;
  /** The exit status of the signal that did it. */
  readonly signal: number | undefined;
  /** Whether the input broke. */
  readonly broken: boolean;
  readonly why: string;
}

/** Why the run is not finished: what stopped this session, else, while that still matters, what stopped the one before. */
function stopOf({ run, result, before, kind, session }: Finish): Stopped {
  const { ending, broken, counts } = result;
  if (ending !== undefined) {
    const { stop, reason } = ending;
    // A signal that came when the last row was under way has stopped nothing.
    const read = kind === 'import' || kind === 'resume';
    if (stop === 'signal' && read && counts.not_sent === 0 && run.inputPath !== null && broken === undefined) {
      return { stop: null, signal: undefined, broken: false, why: '' };
    }
    return stop === 'signal'
      ? { stop, signal: exitOfSignal(reason), broken: false, why: `interrupted by ${reason}` }
      : { stop, signal: undefined, broken: broken !== undefined, why: reason };
  }
  if (broken !== undefined) return { stop: 'input', signal: undefined, broken: true, why: broken.message };
  const read = session !== undefined && (kind === 'import' || kind === 'resume');
  const brokeBefore = before?.stop === 'input' && before.left === 0;
  const isCutShort = run.inputPath === null && (before?.left ?? 0) > 0;
  if (read || before?.stop == null || (counts.not_sent === 0 && !brokeBefore && !isCutShort)) {
    return { stop: null, signal: undefined, broken: false, why: '' };
  }
  const signal = before.stop === 'signal' ? before.exit : undefined;
  return { stop: before.stop, signal, broken: brokeBefore, why: before.reason };
}

/**
 * Rows that a resume would send, as far as is known: of standard input, which is not read on after a stop, there may be
 * more than were read.
 */
function leftOf({ run, kind, before, session, result: { counts, broken } }: Finish, stop: Stop | null): number {
  if (run.dryRun) return 0;
  const read = session !== undefined && (kind === 'import' || kind === 'resume');
  const isCutShort = read ? stop !== null && broken === undefined : (before?.left ?? 0) > 0;
  return Math.max(counts.not_sent, run.inputPath === null && isCutShort ? 1 : 0);
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
