/** Until when something waits, in ticks of the run's clock, and why, for people. */
export interface Held {
  readonly until: number;
  readonly reason: string;
}

/** How fast calls go at a moment, and what keeps them from going faster. */
export interface Tempo {
  /** Calls a second; Infinity for no pace. */
  readonly perSecond: number;
  /** Calls a second that were asked for; Infinity for no pace. */
  readonly fullPerSecond: number;
  /** Why it is slower than that, for people; undefined at the full pace. */
  readonly slowed: string | undefined;
  /** A wait that the provider asked for: no call starts meanwhile. */
  readonly held: Held | undefined;
  /** The next try, where all that is under way rests before one and nothing else may start. */
  readonly nextTry: Held | undefined;
  /** Whether nothing new starts until the provider answers again. */
  readonly away: boolean;
  /** Why the run ends before its time; undefined while it goes on. */
  readonly ending: string | undefined;
}
