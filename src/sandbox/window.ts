/** A limit of calls within any one second. */
export interface Window {
  readonly limit: number;
  /** Whether the call may be answered; a call that may not is not counted. */
  admit(now: number): boolean;
  /** How many calls would be admitted at this moment. */
  remaining(now: number): number;
}

const SECOND = 1000;

/** Admits `limit` calls in any span of one second. `now` is in milliseconds. */
export function slidingWindow(limit: number): Window {
  if (!Number.isSafeInteger(limit) || limit < 1) {
    throw new RangeError(`Expected the rate limit to be a whole number from 1, found ${limit}`);
  }
  // The last `limit` admitted calls, the oldest of them at `next`.
  const admitted = new Array<number>(limit).fill(Number.NEGATIVE_INFINITY);
  let next = 0;
  // A time to come counts as past: a clock that was set back must not shut the service.
  const isOver = (time: number, now: number): boolean => now - time >= SECOND || time > now;

  return {
    limit,
    admit(now) {
      if (!isOver(admitted[next] ?? now, now)) return false;
      admitted[next] = now;
      next = (next + 1) % limit;
      return true;
    },
    remaining(now) {
      let count = 0;
      for (const time of admitted) if (isOver(time, now)) count += 1;
      return count;
    },
  };
}
