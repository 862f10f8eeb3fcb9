import type { ReadingRules } from '../contact/read.js';
import { SeenNumbers } from '../contact/seen.js';
import { IN_FLIGHT, NEVER_SENT, outcome } from '../delivery/settle.js';
import { InputError } from '../errors.js';
import type { Input } from '../input/index.js';
import type { Fate } from '../ledger/ledger.js';
import { maskPhone } from '../mask.js';
import type { Contact, Outcome, Row } from '../model.js';
import type { Beginning } from './beginning.js';
import type { Earlier } from './earlier.js';
import type { Gate } from './gate.js';
import { isContact, rowTaker } from './take.js';

export interface InputSourceOptions {
  readonly input: Input;
  readonly reading: ReadingRules;
  readonly repeatable: boolean;
  /** Rows of the file before the first one of the run. */
  readonly skip: number;
  /** Rows of the run at the most; Infinity for all. */
  readonly limit: number;
  readonly gate: Gate;
  /** Rows that the input has passed over, when the run goes on. */
  readonly beginning?: Beginning | undefined;
  /** The fates that rows have already, when the run goes on; of those after the beginning. */
  readonly earlier?: Earlier;
  /** Rows of calls of which nothing was heard when their process died, and when those began, in milliseconds since 1970. */
  readonly interrupted?: ReadonlyMap<number, number>;
  /** Counts the rows that are read. */
  readonly counted: { rows: number };
  /** Keeps fates. */
  readonly settle: (fates: readonly Outcome[]) => Promise<void>;
  /** A row is not what the run read there before; throws where nothing has been sent since. */
  readonly differs: (reason: string) => void;
}

/** Rows of an input on their way to being contacts; those that are not to be sent get their fate here. */
export class InputSource {
  /** Set when the input broke. */
  broken: InputError | undefined;
  readonly #options: InputSourceOptions;
  readonly #take: ReturnType<typeof rowTaker>;
  /** Set when what comes is not what the run read before. */
  #differs = false;

  constructor(options: InputSourceOptions) {
    this.#options = options;
    const { input, reading, repeatable, skip, limit, beginning, counted } = options;
    const expected = Math.max(0, Math.min((input.rowsTotal() ?? 0) - skip, limit));
    this.#take = rowTaker(reading, beginning?.seen ?? new SeenNumbers(repeatable, expected));
    counted.rows += beginning?.rows ?? 0;
  }

  /** Contacts to send, in the order of the input, by pages. Ends where the input breaks. */
  async *contacts(): AsyncGenerator<readonly Contact[]> {
    const { input, skip, limit, counted, earlier, gate, settle } = this.#options;
    try {
      for await (const page of input.pages) {
        const unsent: Outcome[] = [];
        const ready: Contact[] = [];
        for (const row of page) {
          if (row.row <= skip) continue;
          if (counted.rows >= limit) break;
          counted.rows += 1;
          // Only a run that goes on has to wait for what it knows.
          const taken = this.#next(row, earlier && (await earlier.of(row.row)));
          if (taken === undefined) continue;
          if (isContact(taken)) ready.push(taken);
          else unsent.push(taken);
        }
        const { contacts, fates } = await gate(ready);
        if (unsent.length + fates.length > 0) await settle([...unsent, ...fates]);
        yield contacts;
        if (counted.rows >= limit) return;
      }
      if (input.changed.aborted) await this.#settleMissing();
    } catch (error) {
      if (!(error instanceof InputError) || this.#differs) throw error;
      this.broken = error;
    }
  }

  /** A contact to send, a fate, or undefined for a row that has a fate which stays. */
  #next(row: Row, fate: Fate | undefined): Contact | Outcome | undefined {
    const { input, interrupted, repeatable } = this.#options;
    if (input.changed.aborted || this.#differs) return fate === undefined ? this.#unseen(row) : undefined;
    const taken = this.#take(row);
    if (fate === undefined) {
      const sentAt = interrupted?.get(row.row);
      if (sentAt === undefined || !isContact(taken)) return taken;
      return { ...taken, before: { attempts: 1, httpStatus: null, sentAt }, doubt: IN_FLIGHT };
    }
    if (!isUnseen(fate) && fate.phone !== asKept(taken.phone)) {
      this.#differs = true;
      this.#options.differs(differenceAt(input.name, row, fate, taken.phone));
      return undefined;
    }
    const isInDoubt = fate.status === 'unknown' && fate.code === IN_FLIGHT.code;
    if (fate.status !== 'not_sent' && !(repeatable && isInDoubt)) return undefined;
    const { attempts, httpStatus, sentAt } = fate;
    if (!isContact(taken)) return taken;
    return { ...taken, before: { attempts, httpStatus, sentAt }, ...(isInDoubt && { doubt: IN_FLIGHT }) };
  }

  /** The fate of a row of a file that has changed: what stands there now, if anything, is not what was to be sent. */
  #unseen({ row, line, record }: Pick<Row, 'row' | 'line' | 'record'>): Outcome {
    const { input, interrupted } = this.#options;
    const sentAt = interrupted?.get(row);
    const doubt = sentAt === undefined ? {} : { before: { attempts: 1, httpStatus: null, sentAt }, doubt: IN_FLIGHT };
    const why = { code: STOPPED_INPUT, message: `the run stopped: ${input.name} changed while it was being sent` };
    return outcome({ row, line, phone: '', notes: [], record, ...doubt }, 'not_sent', why, NEVER_SENT);
  }

  /** Rows that were there when the file was read through, and can no longer be read. */
  async #settleMissing(): Promise<void> {
    const { input, skip, limit, counted, earlier, settle } = this.#options;
    const last = Math.min(input.rowsTotal() ?? 0, skip + limit);
    let missing: Outcome[] = [];
    for (let row = skip + counted.rows + 1; row <= last; row += 1) {
      counted.rows += 1;
      if ((await earlier?.of(row)) === undefined) missing.push(this.#unseen({ row, line: 0, record: '' }));
      if (missing.length < MISSING_PAGE) continue;
      await settle(missing);
      missing = [];
    }
    await settle(missing);
  }
}

const MISSING_PAGE = 1000;

function differenceAt(name: string, { row, line }: Row, { phone }: Fate, found: string): string {
  const shown = (number: string): string => (number === '' ? 'no number' : maskPhone(number));
  return `${name}:${line}: row ${row} is not what the run read there before: expected ${shown(phone)}, found ${shown(found)}`;
}

const STOPPED_INPUT = 'stopped_input';

/** Whether nothing is known of what the row was to be. */
function isUnseen({ code, phone }: Fate): boolean {
  return phone === '' && (code === STOPPED_INPUT || code === IN_FLIGHT.code);
}

/** Text as the ledger gives it back. */
function asKept(text: string): string {
  return text.replace(/[\0\p{Cs}]/gu, '\ufffd');
}
