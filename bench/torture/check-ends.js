import { MOST_MS } from './program.js';

const BY_SIGNAL = { SIGINT: 130, SIGTERM: 143 };

/**
 * Every session ends in time, with the status that the contract has for how it ended, and never by a fault of its own.
 * @param {import('./play.js').Evidence} evidence
 * @returns {string[]}
 */
export function checkEnds({ sessions }) {
  return sessions.flatMap((session, index) => {
    const named = (sentence) => `session ${index + 1} (${session.argv[0]}): ${sentence}`;
    return [...ending(session), ...status(session)].map(named);
  });
}

function ending({ overdue, exit, signal, struck, document, callsBefore, callsAfter, stdout, stderr }) {
  if (overdue) return [`does not end within ${MOST_MS / 1000} s`];
  const found = [];
  const bug = /.*(?:this is a bug|fault of contact-push itself).*/.exec(`${stdout}\n${stderr}`);
  if (bug) found.push(`says "${bug[0].slice(0, 200)}"`);
  if (signal !== null) {
    // Before the program can catch a signal, and once it has said all, a signal ends it as it ends every other.
    const over = document !== null || callsAfter === callsBefore;
    if (signal !== struck) found.push(`is ended by ${signal}`);
    else if (struck !== 'SIGKILL' && !over)
      found.push(`is ended by ${signal} after ${callsAfter - callsBefore} calls, and says nothing`);
    return found;
  }
  if (exit === 1) found.push('exits 1');
  if (exit === 2) found.push(`exits 2: ${lastLine(stderr)}`);
  if (exit === 7) found.push(`finds the account held by a run that is gone: ${lastLine(stderr)}`);
  if (document === null) found.push('prints no document');
  return found;
}

/** The contract's table, first line first. */
function status({ exit, document, struck }) {
  if (exit === null || document === null) return [];
  if (document.run === null) {
    return exit === 2 || exit === BY_SIGNAL[struck] ? [] : [`exits ${exit} before there is a run`];
  }
  const { counts, stop } = document;
  const expected = statusOf(counts, stop, BY_SIGNAL[struck]);
  const found = [];
  if (exit !== expected) found.push(`exits ${exit} where stop ${stop} and ${JSON.stringify(counts)} mean ${expected}`);
  if (document.exit !== exit) found.push(`exits ${exit}, but its document says ${document.exit}`);
  if (stop === 'signal' && !(struck in BY_SIGNAL)) found.push('says that a signal stopped it, but none came');
  return found;
}

function statusOf(counts, stop, bySignal) {
  if (stop === 'ledger') return 1;
  if (stop === 'signal') return bySignal;
  if (counts.unknown > 0) return 6;
  if (['credentials', 'account', 'settings'].includes(stop)) return 4;
  if (['errors', 'outage', 'input'].includes(stop)) return 5;
  return counts.invalid + counts.rejected + counts.failed + counts.not_sent > 0 ? 3 : 0;
}

function lastLine(text) {
  return text.trimEnd().split('\n').at(-1)?.slice(0, 300) ?? '';
}
