import type { Heard, HeardCall, PaceChange, Wait } from '../delivery/heard.js';
import { ranges } from '../ledger/ranges.js';
import { exactly } from './figures.js';
import type { Entry, Fact } from './log.js';

/** What is told of a call that has ended, or of a wait, with `--verbose`. */
export function heardEntry(heard: Heard): Entry {
  if (heard.event === 'wait') {
    const time = heard.ms < 1000 ? `${Math.ceil(heard.ms)} ms` : exactly(heard.ms);
    return { level: 'info', event: 'wait', message: `waiting ${time}: ${heard.reason}`, facts: factsOf(heard) };
  }
  const { number, rows, attempt, httpStatus, code, reason, durationMs } = heard;
  const isWell = heard.verdict === 'answered' && Object.keys(heard.answers).every((answer) => answer === 'ok');
  const shown = [
    `call ${number}`,
    `rows ${ranges(rows)}`,
    `try ${attempt}`,
    ...(httpStatus === null ? [] : [`HTTP ${httpStatus}`]),
    verdictWords(heard),
    ...(code === '' ? [] : [`${code}: ${reason}`]),
    `${Math.round(durationMs)} ms`,
  ];
  return { level: isWell ? 'info' : 'warn', event: 'call', message: shown.join('  '), facts: callFacts(heard) };
}

/** The facts of what is said of waits and the pace. */
export function factsOf(facts: Wait | PaceChange): { readonly [name: string]: Fact } {
  return facts.event === 'wait'
    ? { ms: Math.ceil(facts.ms), reason: facts.reason }
    : { calls_per_second: finite(facts.perSecond) };
}

/** JSON has no Infinity: no pace is null. */
export function finite(perSecond: number): number | null {
  return Number.isFinite(perSecond) ? perSecond : null;
}

function callFacts(call: HeardCall): { readonly [name: string]: Fact } {
  const { number, rows, attempt, httpStatus, verdict, answers, code, reason, durationMs } = call;
  return {
    call: number,
    rows: ranges(rows),
    try: attempt,
    status: httpStatus,
    verdict,
    ...(verdict === 'answered' && { answers }),
    ...(code !== '' && { code, reason }),
    ms: Math.round(durationMs),
  };
}

function verdictWords({ verdict, answers, left }: HeardCall): string {
  switch (verdict) {
    case 'answered':
      return Object.entries(answers)
        .map(([answer, count]) => `${count} ${answer}`)
        .join(', ');
    case 'refused':
      return 'refused';
    case 'throttled':
      return 'too many calls';
    case 'unsure':
      return 'may be stored';
    case 'stop':
      return 'refused for the whole run';
    case 'no_reply':
      return left ? 'no answer, may be stored' : 'not sent';
  }
}
