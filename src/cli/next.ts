import { typed } from '../errors.js';
import type { Status } from '../model.js';

/** How things stand after a run. */
export interface Standing {
  readonly exit: number;
  readonly dryRun: boolean;
  readonly counts: Readonly<Record<Status, number>>;
  readonly repeatable: boolean;
  /** As people write the provider. */
  readonly title: string;
  readonly run: string;
  readonly report: string;
  /** False when the report could not be written. */
  readonly written: boolean;
  readonly rejects: string | null;
  /** Where the input broke while it was sent, and after how many rows of the file. */
  readonly broken: { readonly line: number | undefined; readonly rows: number } | null;
  /** False when the rejects are in another encoding than the input. */
  readonly encodingKept: boolean;
  /** False for standard input, which cannot be typed again. */
  readonly replayable: boolean;
}

/** The line to type, or null, and a word about it. */
export interface Next {
  readonly line: string | null;
  readonly hint: string;
}

/** What to do after a run that was started by `argv` with the input `file`. Names only what this program can do. */
export function nextStep(argv: readonly string[], file: string, standing: Standing): Next {
  const { exit, counts, repeatable, title, report, rejects, encodingKept, replayable, dryRun, broken } = standing;
  if (exit === 0) return { line: null, hint: '' };
  if (!standing.written) {
    return { line: reportAgain(argv, standing), hint: 'where the report can be written' };
  }
  const touched = counts.ok + counts.unknown > 0;
  const unsent = counts.unknown + counts.failed + counts.not_sent;
  if (unsent > 0 && !dryRun) {
    if (replayable && (repeatable || !touched)) {
      return {
        line: retyped(argv, file, file, []),
        hint: repeatable ? `${title} takes a contact twice without harm` : '',
      };
    }
    if (counts.unknown > 0 && !repeatable) {
      return {
        line: null,
        hint: `look up the rows that are unknown in ${report} at ${title} before anything is sent again`,
      };
    }
    return { line: null, hint: `the rows to send again are those that are failed or not_sent in ${report}` };
  }
  if (broken !== null) {
    const rest = ['--skip', String(broken.rows)];
    const hint = `when ${broken.line === undefined ? 'the input' : `line ${broken.line}`} is mended: the rows before it are settled`;
    return {
      line: replayable ? `${retyped(argv, file, file, ['--skip'])} ${rest.join(' ')}` : null,
      hint: replayable ? hint : `${hint}; leave them out with ${rest.join(' ')}`,
    };
  }
  if (rejects !== null) {
    const dropped = ['--report', '--rejects', '--format', '--skip', '--limit', ...(encodingKept ? [] : ['--encoding'])];
    return { line: retyped(argv, file, rejects, dropped), hint: 'when its rows are mended' };
  }
  return { line: null, hint: `see ${report}` };
}

function reportAgain(argv: readonly string[], { run, report }: Standing): string {
  const at = argv.findIndex((argument) => /^--state-dir(=|$)/.test(argument));
  const state = at < 0 ? [] : argv.slice(at, at + (argv[at] === '--state-dir' ? 2 : 1));
  return ['contact-push', 'report', run, '--out', report, ...state].map(typed).join(' ');
}

/** The command line with another file and without some flags that have a value. */
function retyped(argv: readonly string[], file: string, newFile: string, dropped: readonly string[]): string {
  const kept: string[] = [];
  let replaced = false;
  for (let i = 0; i < argv.length; i += 1) {
    const argument = argv[i] ?? '';
    if (dropped.includes(argument)) {
      i += 1;
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

const ALONE = /^--($|dry-run$|sandbox$|json$|quiet$|no-)/;
