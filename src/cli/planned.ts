import { callsRate, counted, roughly, wallClock } from './figures.js';

/** Calls that are to be made, and how fast they may be. */
export interface Journey {
  readonly calls: number;
  /** Calls a second; Infinity for no pace. */
  readonly perSecond: number;
  readonly concurrency: number;
  /** Milliseconds since 1970. */
  readonly startsAt: number;
}

/** How many calls there are to make, at which pace, how long that takes and when it ends: one line for people. */
export function journeyText({ calls, perSecond, concurrency, startsAt }: Journey): string {
  const number = counted(calls, 'call', 'calls');
  if (calls === 0) return number;
  if (perSecond === Number.POSITIVE_INFINITY) return `${number}, as fast as the answers come, ${concurrency} at once`;
  // The first goes at once, and an answer takes a moment.
  const ms = Math.max(1000, Math.round((1000 * (calls - 1)) / perSecond));
  return `${number} at ${callsRate(perSecond)}: about ${roughly(ms)}, until ${wallClock(startsAt + ms, startsAt)}`;
}
