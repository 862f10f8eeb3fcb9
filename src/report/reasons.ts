import type { Issue, Outcome, Status } from '../model.js';
import { maskedMessage } from './masked.js';
import { problemsOf } from './problems.js';

/** The statuses that a person must act on. */
export const TO_ACT_ON = ['invalid', 'rejected', 'failed', 'unknown'] as const satisfies readonly Status[];

/** Why rows have a status that is not `ok`. */
export interface Reason {
  readonly status: Status;
  /** Stable machine word. */
  readonly code: string;
  /** Wire name of the field; empty when the whole row is meant. */
  readonly field: string;
  /** Rows with it; a row with several problems counts for each. */
  readonly count: number;
  /** False where there may be more rows than that: so many different reasons came that some were forgotten meanwhile. */
  readonly exact: boolean;
  /** Where the first rows with it begin, in the order they came, at most 10; lines from 1. */
  readonly lines: readonly number[];
  /** The message of one row, without the field's name, on one line, numbers masked. */
  readonly example: string;
}

const MAX_KNOWN = 256;
const MAX_LINES = 10;
const MAX_WORD = 100;
const MAX_MESSAGE = 1000;

/**
 * Counts why rows are not `ok`, page by page. Holds at most 256 reasons, whatever a provider says; where there are more,
 * the rarest are forgotten, so that what is frequent stays.
 */
export class Reasons {
  readonly #known = new Map<string, Known>();
  #hasForgotten = false;

  see(page: readonly Outcome[]): void {
    for (const outcome of page) {
      if (outcome.status === 'ok') continue;
      for (const problem of problemsOf(outcome)) {
        const code = problem.code.slice(0, MAX_WORD);
        const field = problem.field.slice(0, MAX_WORD);
        const key = [outcome.status, code, field].join('\0');
        const known = this.#known.get(key) ?? this.#add(key, outcome, { ...problem, code, field });
        known.count += 1;
        if (known.lines.length < MAX_LINES && outcome.line > 0) known.lines.push(outcome.line);
      }
    }
  }

  /** Those with one of `statuses`, the most frequent first; of those alike, what came first. */
  of(statuses: readonly Status[]): readonly Reason[] {
    return [...this.#known.values()]
      .filter(({ status }) => statuses.includes(status))
      .sort((a, b) => b.count - a.count)
      .map(reason);
  }

  #add(key: string, { status, phone }: Outcome, { code, field, message }: Issue): Known {
    if (this.#known.size >= MAX_KNOWN) this.#forget();
    const known: Known = {
      status,
      code,
      field,
      count: 0,
      lines: [],
      message: message.slice(0, MAX_MESSAGE),
      phone: phone.slice(0, MAX_WORD),
      exact: !this.#hasForgotten,
    };
    this.#known.set(key, known);
    return known;
  }

  /** Makes room by half at once, so that one reason a row costs no more than a few steps. */
  #forget(): void {
    const rarest = [...this.#known].sort(([, a], [, b]) => a.count - b.count).slice(0, MAX_KNOWN / 2);
    for (const [key] of rarest) this.#known.delete(key);
    this.#hasForgotten = true;
  }
}

/** Hands pages on as they are, and shows each to all of `hearers` on the way. */
export async function* heard(
  pages: AsyncIterable<readonly Outcome[]>,
  hearers: readonly { see(page: readonly Outcome[]): void }[],
): AsyncGenerator<readonly Outcome[]> {
  for await (const page of pages) {
    for (const hearer of hearers) hearer.see(page);
    yield page;
  }
}

interface Known {
  readonly status: Status;
  readonly code: string;
  readonly field: string;
  count: number;
  readonly lines: number[];
  readonly message: string;
  readonly phone: string;
  readonly exact: boolean;
}

function reason({ message, phone, ...known }: Known): Reason {
  return { ...known, example: maskedMessage(message, phone) };
}
