import { existsSync } from 'node:fs';
import type { RunRecord } from '../ledger/ledger.js';
import type { Status } from '../model.js';
import { findProvider } from '../providers/index.js';
import { laterLine, line, type Next, PLACES, resumeLine, STAND_IN_GONE } from './next.js';
import { decidedWords } from './recall.js';

const NOTHING: Next = { line: null, hint: '' };

/**
 * What is to be done about rows of a run that have one status. `argv` is the command line of whoever asks: the line leads
 * to the same ledger. Looks whether the rejects file is there.
 */
export function toDo(status: Status, run: RunRecord, argv: readonly string[]): Next {
  if (run.dryRun || status === 'ok' || status === 'duplicate') return NOTHING;
  // Until a run that broke off has gone on, nothing else is done for it.
  if (run.end === null || status === 'not_sent') {
    const isFile = run.inputPath !== null;
    return { line: resumeLine(run.id, isFile, argv), hint: isFile ? '' : 'with the same standard input again' };
  }
  if (status === 'failed') return { line: laterLine('retry', run.id, argv), hint: '' };
  if (status === 'unknown') {
    return run.settings['sandbox'] === true && run.durable
      ? { line: null, hint: STAND_IN_GONE }
      : { line: laterLine('reconcile', run.id, argv), hint: '' };
  }
  return afterMending(run, argv);
}

function afterMending(run: RunRecord, argv: readonly string[]): Next {
  const rejects = run.end?.rejects ?? null;
  const provider = findProvider(run.provider);
  if (rejects === null || provider === undefined || !existsSync(rejects)) {
    return { line: null, hint: 'mend it where it came from, and import that again' };
  }
  return {
    line: line(['import', rejects, ...decidedWords(run, provider)], argv, PLACES),
    hint: 'when it is mended there',
  };
}
