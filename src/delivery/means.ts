import type { CallEnd, Clock, HttpReply, HttpRequest, Intent, NoReply, Outcome } from '../model.js';
import type { Wire } from '../providers/provider.js';
import type { Heard } from './heard.js';

/** Calls so far. */
export interface Tally {
  calls: number;
  /** Calls beyond the first of their batch; those of a refused batch's halves are none. */
  retries: number;
  /** Answers that said: not now. */
  throttled: number;
}

export interface Means {
  readonly wire: Wire;
  readonly repeatable: boolean;
  /** Tries after the first. A wait that the provider asks for is none. */
  readonly maxRetries: number;
  /** Whether what an answer leaves out is sent alone, and `rejected` when it is left out again; else it is `unknown`. */
  readonly settlesLeftOut: boolean;
  /** Whether rows keep the fate they have until they get another: nothing is kept of them while they are under way. */
  readonly keepsFates: boolean;
  /** Calls `onLeave` when the request leaves this machine. */
  readonly send: (request: HttpRequest, onLeave?: () => void) => Promise<HttpReply | NoReply>;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly redact: (text: string) => string;
  /** Keeps that a call is about to leave. Resolves with its key when that is safe. */
  readonly intend: (intent: Intent) => Promise<number>;
  /** Keeps the fates of rows, and what became of calls. Resolves when that is safe. */
  readonly settle: (fates: readonly Outcome[], calls?: readonly CallEnd[]) => Promise<void>;
  /** Keeps what became of a call whose rows have no fate yet, and what is to be known of them meanwhile. */
  readonly suspend: (meanwhile: readonly Outcome[], call: CallEnd) => Promise<void>;
  /** Replaces fates that were settled as `failed`. */
  readonly resettle: (fates: readonly Outcome[]) => Promise<void>;
  readonly tally: Tally;
  /** Hears of every call that has ended. */
  readonly heard?: ((heard: Heard) => void) | undefined;
}
