import { resolve } from 'node:path';
import { typed } from '../errors.js';
import type { SessionKind } from '../ledger/ledger.js';
import type { Status, Stop } from '../model.js';

/** How things stand after a session of a run. */
export interface Standing {
  readonly kind: SessionKind;
  readonly exit: number;
  readonly stop: Stop | null;
  readonly dryRun: boolean;
  /** Rows that a resume would send, as far as is known. */
  readonly left: number;
  readonly counts: Readonly<Record<Status, number>>;
  /** As people write the provider. */
  readonly title: string;
  readonly run: string;
  readonly report: string;
  /** False when the report could not be written. */
  readonly written: boolean;
  /** What kept the rejects from being written, or mended ones from being removed; empty when all is well. */
  readonly rejectsFault: string;
  /** False when the ledger could not take note of the end. */
  readonly closed: boolean;
  readonly rejects: string | null;
  /** Where the input broke while it was sent, and after how many rows of the file. */
  readonly broken: { readonly line: number | undefined; readonly rows: number } | null;
  /** False when the rejects are in another encoding than the input. */
  readonly encodingKept: boolean;
  /** False for standard input, which cannot be typed again. */
  readonly replayable: boolean;
  /** What an import of the run's would be typed with, without its file; for sessions that were not begun by one. */
  readonly decided: readonly string[];
}

/** The line to type, or null, and a word about it. */
export interface Next {
  readonly line: string | null;
  readonly hint: string;
}

/** What to do after a session that was begun by `argv`, of a run with the input `file`. Names only what this program can do. */
export function nextStep(argv: readonly string[], file: string, standing: Standing): Next {
  const { exit, stop, kind, counts, title, run, report, rejects, replayable, broken } = standing;
  if (exit === 0) return { line: null, hint: '' };
  if (!standing.written) {
    return { line: line(['report', run, '--out', report], argv, PLACES), hint: 'when the report can be written' };
  }
  if (!standing.closed) {
    return { line: againLine(kind, run, replayable, argv), hint: 'when the ledger can be written' };
  }
  if (standing.left > 0) {
    return { line: resumeLine(run, replayable, argv), hint: resumeHint(stop, replayable) };
  }
  const cutShort = stop !== null && stop !== 'input';
  if (counts.unknown > 0 && (kind !== 'reconcile' || cutShort)) {
    return { line: laterLine('reconcile', run, argv), hint: cutShort ? resumeHint(stop, true) : '' };
  }
  if (counts.failed > 0) return { line: laterLine('retry', run, argv), hint: '' };
  if (standing.rejectsFault !== '') {
    // Nothing is left to send: a resume writes the files alone.
    return {
      line: standing.dryRun ? sameLine(argv) : line(['resume', run], argv, PLACES),
      hint: 'when the rejects can be written',
    };
  }
  if (counts.unknown > 0) {
    return {
      line: null,
      hint: `look up the rows that are unknown in ${report} at ${title}: nothing more can be found out now`,
    };
  }
  if (broken !== null) return afterBreak(argv, file, broken, replayable);
  if (rejects !== null) return { line: rejectsLine(argv, file, rejects, standing), hint: 'when its rows are mended' };
  return { line: null, hint: `see ${report}` };
}

/** Shows what is known of a run. */
export function reportLine(run: string, argv: readonly string[]): string {
  return line(['report', run], argv, PLACES);
}

/** Lists the runs of the same ledger. */
export function runsLine(argv: readonly string[]): string {
  return line(['runs'], argv, PLACES);
}

/** The command line once more. */
export function sameLine(argv: readonly string[]): string {
  return ['contact-push', ...argv].map(typed).join(' ');
}

/** Goes on where a session broke off. */
export function againLine(kind: SessionKind, run: string, replayable: boolean, argv: readonly string[]): string {
  return kind === 'retry' || kind === 'reconcile' ? laterLine(kind, run, argv) : resumeLine(run, replayable, argv);
}

/** Goes on with a run, from the same place and at the same pace. */
export function resumeLine(run: string, replayable: boolean, argv: readonly string[]): string {
  return line(['resume', run, ...(replayable ? [] : ['-'])], argv, [...PLACES, ...PACE, ...WRITES]);
}

/** Retries a run, or reconciles it, from the same place and at the same pace. */
export function laterLine(kind: 'retry' | 'reconcile', run: string, argv: readonly string[]): string {
  // What stays unknown is no new error: nothing to count there.
  const pace = kind === 'retry' ? PACE : PACE.filter((flag) => flag !== '--max-errors');
  return line([kind, run], argv, [...PLACES, ...pace, ...WRITES]);
}

/** What stands in the place of a line where the rows of a run can no longer be looked up. */
export const STAND_IN_GONE = 'it went to a stand-in that is gone, and with it all that could be looked up';

/** Flags that say where settings and state lie. */
export const PLACES = ['--state-dir', '--env-file', '--profile'];
const WRITES = ['--metrics'];
const PATHS = ['--state-dir', '--env-file', '--metrics'];
const PACE = ['--rate', '--concurrency', '--batch-size', '--timeout', '--max-retries', '--max-wait', '--max-errors'];

function resumeHint(stop: Stop | null, replayable: boolean): string {
  const when: Partial<Record<Stop, string>> = {
    credentials: 'when the credentials are mended',
    account: 'when the account is in order',
    settings: 'when the provider takes these settings; for others, import anew',
    outage: 'when the provider is back',
    errors: 'when the cause is mended',
    input: 'with the input as it was when the run began',
  };
  const hint = stop === null ? '' : (when[stop] ?? '');
  return replayable ? hint : ['the same standard input again', hint].filter((part) => part !== '').join(', ');
}

function afterBreak(
  argv: readonly string[],
  file: string,
  broken: NonNullable<Standing['broken']>,
  replayable: boolean,
): Next {
  const rest = ['--skip', String(broken.rows)];
  const hint = `when ${broken.line === undefined ? 'the input' : `line ${broken.line}`} is mended: the rows before it are settled`;
  return replayable && argv[0] === 'import'
    ? { line: `${retyped(argv, file, file, ['--skip'])} ${rest.join(' ')}`, hint }
    : { line: null, hint: `${hint}; leave them out with ${rest.join(' ')}` };
}

function rejectsLine(
  argv: readonly string[],
  file: string,
  rejects: string,
  { decided, encodingKept }: Standing,
): string {
  if (argv[0] !== 'import') return line(['import', rejects, ...decided], argv, [...PLACES, ...PACE, ...WRITES]);
  const dropped = ['--report', '--rejects', '--format', '--skip', '--limit', ...(encodingKept ? [] : ['--encoding'])];
  return retyped(argv, file, rejects, dropped);
}

/** A command line with those flags of `argv` that are `kept`; each has a value. */
export function line(words: readonly string[], argv: readonly string[], kept: readonly string[]): string {
  const flags = argv.flatMap((argument, index) => {
    const [flag = '', ...value] = argument.split('=');
    if (!kept.includes(flag)) return [];
    const text = argument === flag ? (argv[index + 1] ?? '') : value.join('=');
    // It may be typed in another folder.
    return [flag, PATHS.includes(flag) ? resolve(text) : text];
  });
  return ['contact-push', ...words, ...flags].map(typed).join(' ');
}

/** The command line with another file and without some flags that have a value. */
function retyped(argv: readonly string[], file: string, newFile: string, dropped: readonly string[]): string {
  const kept: string[] = [];
  let replaced = false;
  for (let i = 0; i < argv.length; i += 1) {
    const argument = argv[i] ?? '';
    if (dropped.includes(argument)) {
      i += 1;
    } else if (argument === '--resume') {
      // It was about this file.
    } else if (argument === file && !replaced && !isValue(argv[i - 1] ?? '')) {
      kept.push(newFile);
      replaced = true;
    } else if (!dropped.some((flag) => argument.startsWith(`${flag}=`))) {
      kept.push(argument);
    }
  }
  return ['contact-push', ...kept].map(typed).join(' ');
}

/** Whether what stands behind this argument is its value, and not the file. */
function isValue(before: string): boolean {
  return before.startsWith('--') && !before.includes('=') && !ALONE.test(before);
}

const ALONE = /^--($|dry-run$|yes$|sandbox$|json$|quiet$|verbose$|again$|resume$|show-numbers$|no-)/;
