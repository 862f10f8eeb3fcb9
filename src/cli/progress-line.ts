import { STATUSES } from '../model.js';
import { roughly, rowsRate } from './figures.js';
import { finite } from './heard.js';
import type { Entry, Fact } from './log.js';
import { paceWords } from './pace-words.js';
import type { RunState } from './run-state.js';

/** How far a run is, in a plain line. */
export function progressEntry(state: RunState): Entry {
  return { level: 'info', event: 'progress', message: progressText(state), facts: progressFacts(state) };
}

function progressText(state: RunState): string {
  const { rows, done, total, percent, settled, calls, retries, perSecond, leftMs, tempo, ticks } = state;
  const share = percent === undefined ? '' : ` (${percent} %)`;
  const words = [
    total === undefined ? `${rows} rows read${share}` : `${done} of ${total} rows${share}`,
    ...STATUSES.filter((status) => settled[status] > 0).map((status) => `${status} ${settled[status]}`),
    ...(tempo === undefined ? [] : [`${calls} ${calls === 1 ? 'call' : 'calls'}`]),
    ...(retries === 0 ? [] : [`${retries} ${retries === 1 ? 'retry' : 'retries'}`]),
    ...(perSecond === undefined ? [] : [rowsRate(perSecond)]),
    ...(leftMs === undefined ? [] : [`about ${roughly(leftMs)} left`]),
  ];
  const pace = tempo === undefined ? '' : `; ${paceWords(tempo, ticks).forms[0] ?? ''}`;
  return words.join(', ') + pace;
}

function progressFacts(state: RunState): { readonly [name: string]: Fact } {
  const { rows, done, total, percent, settled, calls, retries, perSecond, leftMs, tempo } = state;
  return {
    rows,
    done,
    total: total ?? null,
    percent: percent ?? null,
    counts: settled,
    calls,
    retries,
    rows_per_second: perSecond === undefined ? null : Number(perSecond.toPrecision(3)),
    seconds_left: leftMs === undefined ? null : Math.round(leftMs / 1000),
    pace: tempo === undefined ? null : paceFacts(state, tempo),
  };
}

function paceFacts({ ticks }: RunState, tempo: NonNullable<RunState['tempo']>): Fact {
  const { perSecond, fullPerSecond, slowed, held, nextTry, away } = tempo;
  const wait = [held, nextTry].find((each) => each !== undefined && each.until > ticks);
  return {
    calls_per_second: finite(perSecond),
    full_calls_per_second: finite(fullPerSecond),
    slowed: slowed ?? null,
    wait_ms: wait === undefined ? 0 : Math.ceil(wait.until - ticks),
    wait_reason: wait?.reason ?? null,
    provider_away: away,
  };
}
