import type { ReadingRules } from '../contact/read.js';
import { SeenNumbers } from '../contact/seen.js';
import type { Input } from '../input/index.js';
import type { Ledger } from '../ledger/ledger.js';
import { enterNumber, hasOneCall } from './take.js';

/** The first rows of a run that goes on, which need not be read again. */
export interface Beginning {
  readonly rows: number;
  /** Their numbers, as if they had been read. */
  readonly seen: SeenNumbers;
}

export interface BeginningOptions {
  readonly input: Input;
  readonly run: { readonly id: string; readonly content: string | null; readonly rowsExpected: number | null };
  readonly reading: ReadingRules;
  readonly repeatable: boolean;
  /** Rows of the file before the first one of the run. */
  readonly skip: number;
}

/**
 * Passes over the rows of a run that all have fates which stay, and takes their numbers from the ledger. Undefined where
 * the rows are to be read again one by one: the input is not known to be what the run read, rows may have call fields of
 * their own, which the ledger does not tell for every number, or there is nothing to gain.
 */
export async function passBeginning(
  { input, run, reading, repeatable, skip }: BeginningOptions,
  ledger: Ledger,
): Promise<Beginning | undefined> {
  const isSame = run.content !== null && input.content() === run.content;
  if (!isSame || !hasOneCall(reading)) return undefined;
  const seen = new SeenNumbers(repeatable, run.rowsExpected ?? 0);
  let last = skip;
  for await (const { first, rows, numbers } of ledger.settled(run.id, skip, repeatable)) {
    enterAll(seen, numbers, first);
    last += rows;
  }
  const fate = last === skip ? undefined : await ledger.outcome(run.id, last);
  // Where a program counts lines otherwise than the one before, it may read rows otherwise.
  if (fate === undefined || !(await input.passOver(last, fate.line))) return undefined;
  return { rows: last - skip, seen };
}

const PLUS = 43;
const COMMA = 44;
const ZERO = 48;

/** Enters the numbers of `text`, one for each row from `first` on. By hand, since there may be millions. */
function enterAll(seen: SeenNumbers, text: string, first: number): void {
  let row = first;
  let digits = 0;
  for (let at = 0; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : COMMA;
    if (code === PLUS) continue;
    if (code !== COMMA) {
      digits = digits * 10 + code - ZERO;
      continue;
    }
    if (digits > 0) enterNumber(seen, digits, row);
    digits = 0;
    row++;
  }
}
