import type { History, RunEnd, RunRecord, SessionRecord } from '../ledger/ledger.js';
import type { Status } from '../model.js';
import { findProvider } from '../providers/index.js';
import type { RunFacts, RunView } from '../report/format.js';
import { rejectsEncoding } from '../report/rejects.js';
import { line, type Next, nextStep, resumeLine, STAND_IN_GONE } from './next.js';
import { decidedWords } from './recall.js';

/**
 * A run of the ledger as reports see it. `end` is how its last session is about to end, where the ledger does not know
 * that yet: the report of that moment is the same, to the byte, as one that is written later. Of `argv`, only
 * `--state-dir` leaves a trace, in the lines to type.
 */
export function viewOf(history: History, id: string, argv: readonly string[], end?: RunEnd): RunView {
  return {
    outcomes: (statuses) => history.outcomes(id, statuses),
    calls: () => history.calls(id),
    facts: () => factsOf(history, id, argv, end),
  };
}

async function factsOf(
  history: History,
  id: string,
  argv: readonly string[],
  end: RunEnd | undefined,
): Promise<RunFacts> {
  const run = await history.run(id);
  if (run === undefined) throw new Error(`the ledger has no run ${id}`);
  const sessions = withEnd(await history.sessions(id), end);
  const { counts, results } = await history.counts(id);
  const provider = findProvider(run.provider);
  const [, origin = ''] = run.account.split(' ');
  return {
    id,
    provider: provider?.title ?? run.provider,
    origin: origin.startsWith('http') ? origin : 'a stand-in',
    input: run.input,
    bytes: run.bytes,
    format: run.format,
    delimiter: run.delimiter,
    encoding: run.encoding,
    columns: run.columns,
    phoneField: provider?.fields.find(({ kind }) => kind === 'phone')?.name ?? '',
    dryRun: run.dryRun,
    settings: run.settings,
    sessions,
    counts,
    results,
    next: nextOf(run, sessions, counts, argv),
    allRows: line(['report', id, '--as', 'csv', '--out', `${id}.csv`], argv, PLACE),
  };
}

function withEnd(sessions: readonly SessionRecord[], end: RunEnd | undefined): readonly SessionRecord[] {
  const last = sessions.at(-1);
  if (end === undefined || last === undefined) return sessions;
  return [...sessions.slice(0, -1), { ...last, end: { ...end, endedAt: Math.round(end.endedAt) } }];
}

const PLACE = ['--state-dir'];

/** What to do now, from what the ledger knows alone. */
function nextOf(
  run: RunRecord,
  sessions: readonly SessionRecord[],
  counts: Readonly<Record<Status, number>>,
  argv: readonly string[],
): Next {
  const place = placeOf(argv);
  const last = sessions.at(-1);
  const provider = findProvider(run.provider);
  if (run.dryRun || last === undefined || provider === undefined) return { line: null, hint: '' };
  const replayable = run.inputPath !== null;
  const { end, kind } = last;
  if (end === null) {
    const hint = `when nobody is at work on it${replayable ? '' : ', with the same standard input again'}`;
    return { line: resumeLine(run.id, replayable, place), hint };
  }
  const skip = run.settings['skip'];
  const next = nextStep(['report', ...place], run.input, {
    kind,
    exit: end.exit,
    stop: end.stop,
    dryRun: false,
    left: end.left,
    counts,
    title: provider.title,
    report: end.report ?? run.report,
    written: true,
    rejectsFault: '',
    closed: true,
    run: run.id,
    rejects: end.rejects,
    broken:
      end.stop === 'input' && end.left === 0
        ? { line: undefined, rows: (typeof skip === 'number' ? skip : 0) + end.rows }
        : null,
    encodingKept: rejectsEncoding(run) === run.encoding,
    replayable,
    decided: decidedWords(run, provider),
  });
  const isGone = run.settings['sandbox'] === true && run.durable && next.line?.startsWith('contact-push reconcile');
  return isGone ? { line: null, hint: STAND_IN_GONE } : next;
}

/** Where the ledger lies, as it was typed. */
function placeOf(argv: readonly string[]): readonly string[] {
  return argv.flatMap((argument, index) => {
    if (argument.startsWith('--state-dir=')) return [argument];
    return argument === '--state-dir' ? [argument, argv[index + 1] ?? ''] : [];
  });
}
