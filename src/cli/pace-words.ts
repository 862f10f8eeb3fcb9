import { paceInWords } from '../delivery/slowdown.js';
import type { Tempo } from '../delivery/tempo.js';
import { exactly } from './figures.js';

/** What is to be said of the pace, from the fullest form to the shortest, and whether it is as it should be. */
export interface PaceWords {
  readonly forms: readonly string[];
  readonly isFull: boolean;
}

/** The pace in force, and why it is slower than asked for. `now` is in ticks of the run's clock. */
export function paceWords(tempo: Tempo, now: number): PaceWords {
  const { perSecond, fullPerSecond, slowed, held, nextTry, away, ending } = tempo;
  if (ending !== undefined) {
    return { forms: [`stopping: ${ending}; calls under way are awaited`, `stopping: ${ending}`], isFull: false };
  }
  const pace = perSecond === Number.POSITIVE_INFINITY ? 'as fast as it goes' : paceInWords(perSecond);
  if (held !== undefined && held.until > now) {
    const wait = `waiting ${exactly(held.until - now)}: ${held.reason}`;
    return { forms: [`${pace}; ${wait}`, wait], isFull: false };
  }
  if (nextTry !== undefined && nextTry.until > now) {
    const soon = `next try in ${exactly(nextTry.until - now)}: ${nextTry.reason}`;
    return { forms: away ? [`the provider does not answer; ${soon}`, soon] : [soon], isFull: false };
  }
  if (away) return { forms: ['nothing new starts until the provider answers', 'no answer'], isFull: false };
  if (slowed === undefined) return { forms: [pace], isFull: true };
  const from = fullPerSecond === Number.POSITIVE_INFINITY ? '' : `from ${Number(fullPerSecond.toPrecision(3))} `;
  return { forms: [`slowed ${from}to ${pace}: ${slowed}`, `slowed to ${pace}: ${slowed}`], isFull: false };
}
