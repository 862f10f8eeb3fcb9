import { sameLine } from './next.js';
import type { Output } from './output.js';
import type { Refusal } from './summary.js';

const EXITS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 143 } as const;
type Name = keyof typeof EXITS;

/** The exit status of a run that a signal stopped, by the reason that `Signals` gives. */
export function exitOfSignal(reason: string): number {
  return reason === 'SIGINT' ? EXITS.SIGINT : EXITS.SIGTERM;
}

/**
 * What SIGINT, SIGTERM and SIGHUP do. Before anything is sent, they end the program at once. While a session goes on, the
 * first asks it to end, and the second ends the program at once: the ledger has what is needed to go on.
 */
export class Signals {
  readonly #interrupt = new AbortController();
  readonly #output: Output;
  #leave: (exit: number) => void;
  #state: 'before' | 'sending' | 'over' = 'before';

  /** `leave` says what there is to say before the program ends at once. */
  constructor(output: Output, leave: (exit: number) => void) {
    this.#output = output;
    this.#leave = leave;
    for (const name of NAMES) process.on(name, this.#hear);
  }

  /** Aborts at the first signal of a session, with the name of the signal as its reason. */
  get interrupt(): AbortSignal {
    return this.#interrupt.signal;
  }

  /** A session begins; `leave` says what there is to say should a second signal come. */
  begin(leave: (exit: number) => void): void {
    this.#leave = leave;
    this.#state = 'sending';
  }

  /** All is said: the program is about to end by itself, and no signal changes how. */
  async close(): Promise<void> {
    this.#state = 'over';
  }

  readonly #hear = (name: Name): void => {
    if (this.#state === 'over') return;
    if (this.#state === 'before' || this.#interrupt.signal.aborted) {
      this.#leave(EXITS[name]);
      process.exit(EXITS[name]);
    }
    const again = name === 'SIGINT' ? 'Ctrl-C again' : 'a second signal';
    this.#output.notice(`stopping (${name}): calls under way are awaited; ${again} leaves at once`);
    this.#interrupt.abort(name);
  };
}

const NAMES: readonly Name[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Says that a signal came before anything was sent. */
export function refusalOf(output: Output, json: boolean, exit: number, argv: readonly string[]): void {
  const error = 'interrupted before anything was sent';
  const refusal: Refusal = { run: null, status: 'refused', exit, error };
  if (json) output.print(JSON.stringify(refusal));
  output.error(error, sameLine(argv));
}
