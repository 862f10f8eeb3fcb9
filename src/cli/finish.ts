import { resolve } from 'node:path';
import { StorageError } from '../errors.js';
import type { Result } from '../import.js';
import type { Ledger, RunEnd, RunRecord, RunStart, Session, SessionKind } from '../ledger/ledger.js';
import { STATUSES, type Stop } from '../model.js';
import type { Provider } from '../providers/provider.js';
import { encoder } from '../report/encode.js';
import { removeIfOurs, writeWhole } from '../report/files.js';
import { FirstRows } from '../report/first.js';
import type { RunView } from '../report/format.js';
import { heard, Reasons } from '../report/reasons.js';
import { rejectsEncoding, renderRejects, TO_MEND } from '../report/rejects.js';
import { MOST_ANNOTATED, tellActions } from './actions.js';
import { exitOf } from './exit.js';
import type { Files } from './files.js';
import { writeMetrics } from './metrics.js';
import { nextStep } from './next.js';
import type { Output } from './output.js';
import { printed } from './printed.js';
import { decidedWords } from './recall.js';
import { viewOf } from './run-view.js';
import { exitOfSignal } from './signals.js';
import { stepSummary } from './step-summary.js';
import { document, nextText, quietText, type Stretch, summaryText, type Told } from './summary.js';
import { columnsOf } from './terminal/columns.js';

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
  const reasonWith = (fault: string): string => [why, fault].filter((each) => each !== '').join('; ');
  const fate = exitOf({ stop, signal, dryRun: run.dryRun, broken, counts: result.counts });
  const endWith = ({ report, rejects, fault }: Places): RunEnd => ({
    status: stop === null ? 'finished' : stop === 'signal' ? 'interrupted' : 'stopped',
    stop,
    reason: output.redact(reasonWith(fault)),
    exit: fault === '' ? fate : 1,
    rows: result.rows,
    left,
    ...finishing.calls,
    endedAt: session === undefined ? (before?.endedAt ?? finishing.endedAt) : finishing.endedAt,
    report: report === null ? null : resolve(report),
    rejects: rejects === null ? null : resolve(rejects),
  });
  const written = await writeFiles(finishing, endWith);
  const { reasons, first } = written;
  const reason = reasonWith(written.fault);
  const end = endWith(written);
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
    rejectsFault: written.report === null ? '' : written.fault,
    closed: unclosed === '',
    run: run.id,
    rejects: written.rejects,
    broken: result.broken === undefined ? null : { line: result.broken.line, rows: finishing.skip + result.rows },
    encodingKept: rejectsEncoding(run) === run.encoding,
    replayable: run.inputPath !== null,
    decided: decidedWords(run, finishing.provider),
  });
  const { report, rejects } = written;
  const doc = document(run, { ...end, report, rejects, exit }, result, finishing.stretch, line);
  const told: Told = { reason, dryRun: run.dryRun, hint, reasons };
  if (finishing.json) output.print(JSON.stringify(doc));
  if (output.quiet) {
    if (exit !== 0) output.error(quietText(doc, reason, hint));
  } else if (!finishing.json) {
    const columns = columnsOf(process.stdout);
    const parts = [
      summaryText(doc, told, columns, output) + finishing.appendix,
      ...nextText(line, hint, columns, output.paint.bold),
    ];
    output.gap();
    output.print(parts.join('\n'));
  }
  const faults = [written.fault, unclosed].filter((fault) => fault !== '');
  if (!output.quiet) for (const fault of faults) output.error(fault);
  if (files.metrics !== undefined && session !== undefined && !run.dryRun) {
    const { id, provider, input } = run;
    const { status, endedAt, calls, retries, throttled } = end;
    const durationMs = Math.max(0, endedAt - finishing.stretch.startedAt);
    const did = { counts: result.counts, calls, retries, throttled, durationMs };
    writeMetrics(files.metrics, { run: id, provider, input, session: kind, status, stop, exit, endedAt, did }, output);
  }
  await tellActions(run, () => stepSummary(doc, told), first, output);
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

/** The files that were written. */
interface Places {
  readonly report: string | null;
  /** null where there are no rows to mend. */
  readonly rejects: string | null;
  /** What kept a file from being written; empty when all is well. */
  readonly fault: string;
}

interface Written extends Places {
  readonly reasons: Reasons;
  readonly first: FirstRows;
}

/** Writes the rejects, and then the report, which may tell how the session is about to end. */
async function writeFiles(finishing: Finish, endWith: (places: Places) => RunEnd): Promise<Written> {
  const { run, session, files, ledger, output, argv } = finishing;
  const { report, format, defuse, showNumbers } = files;
  const { rejects, fault } = await writeRejects(finishing);
  const heardOf = { reasons: new Reasons(), first: new FirstRows(MOST_ANNOTATED) };
  let isHeard = false;
  // Of a run that is only shown again, the ledger knows the end.
  const end = session === undefined ? undefined : endWith({ report, rejects, fault });
  const view = viewOf(ledger, run.id, argv, end);
  const heardView: RunView = {
    ...view,
    outcomes(statuses) {
      if (isHeard || statuses !== undefined) return view.outcomes(statuses);
      isHeard = true;
      return heard(view.outcomes(), Object.values(heardOf));
    },
  };
  try {
    const page = async () => (await import('./page-parts.js')).pageParts();
    const text = format.render(heardView, { defuse, showNumbers, page });
    await writeWhole(report, printed(report, text, output));
    return { report, rejects, fault, ...(isHeard ? heardOf : await hear(run, ledger)) };
  } catch (error) {
    const faults = [fault, faultOf(error)].filter((each) => each !== '');
    return { report: null, rejects, fault: faults.join('; '), ...(await hear(run, ledger)) };
  }
}

async function writeRejects({ run, result, files, ledger, output }: Finish): Promise<Omit<Places, 'report'>> {
  const { rejects, defuse } = files;
  try {
    if (TO_MEND.every((status) => result.counts[status] === 0)) {
      await removeIfOurs(rejects);
      return { rejects: null, fault: '' };
    }
    const text = renderRejects(run, ledger.outcomes(run.id, TO_MEND), { defuse });
    await writeWhole(rejects, printed(rejects, text, output), encoder(rejectsEncoding(run)));
    return { rejects, fault: '' };
  } catch (error) {
    return { rejects: null, fault: faultOf(error) };
  }
}

/** What the writing of the report would have heard; what is known, where the ledger can no longer be read either. */
async function hear(run: RunStart, ledger: Ledger): Promise<Pick<Written, 'reasons' | 'first'>> {
  const heardOf = { reasons: new Reasons(), first: new FirstRows(MOST_ANNOTATED) };
  try {
    const pages = ledger.outcomes(
      run.id,
      STATUSES.filter((status) => status !== 'ok'),
    );
    for await (const page of pages) for (const hearer of Object.values(heardOf)) hearer.see(page);
  } catch (error) {
    faultOf(error);
  }
  return heardOf;
}

function faultOf(error: unknown): string {
  if (error instanceof StorageError) return error.message;
  throw error;
}
