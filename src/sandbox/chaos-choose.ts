import { FAULTS, type Fault } from './chaos-faults.js';
import type { Chaos, Share } from './chaos-parse.js';
import { seeded } from './chaos-random.js';

/** What a call meets. */
export interface Trouble {
  readonly fault: Fault;
  /** Whether the service does what it was asked. */
  readonly stored: boolean;
  /** From 0 up to 1: which of two forms an answer has. */
  readonly form: number;
  /** From 0 up to 1: which of several contacts it befalls. */
  readonly place: number;
}

/**
 * What the next call meets, in the order in which they come; undefined for nothing. The same faults and the same seed give the same
 * troubles, call by call. Throws a RangeError for a seed that is none.
 */
export function chooser({ shares, down }: Chaos, seed: number): () => Trouble | undefined {
  const random = seeded(seed);
  const drawn = 1 + Math.floor(random() * 20);
  const last = down && (down.afterCalls ?? drawn);
  let calls = 0;
  return () => {
    // As many draws for every call, so that what one meets shifts nothing for the next.
    const [which, coin, form, place] = [random(), random(), random(), random()];
    const fault = calls === last ? DOWN : pick(shares, which * 100);
    calls += 1;
    if (fault === undefined) return undefined;
    return { fault, stored: fault.stored === 'either' ? coin < 0.5 : fault.stored === 'yes', form, place };
  };
}

const DOWN = FAULTS.find(({ name }) => name === 'down');

function pick(shares: readonly Share[], at: number): Fault | undefined {
  let end = 0;
  return shares.find(({ percent }) => {
    end += percent;
    return at < end;
  })?.fault;
}
