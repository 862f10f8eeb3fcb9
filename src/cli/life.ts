import type { CallRecord, SessionKind } from '../ledger/ledger.js';
import type { Outcome, Status, Value } from '../model.js';

/** The life of one row, as `explain --json` has it: names and order are public. Times are ISO 8601, in UTC. */
export interface Life {
  readonly run: string;
  readonly provider: string;
  readonly input: string;
  readonly dry_run: boolean;
  /** Whether somebody is at work on the run now. */
  readonly going_on: boolean;
  readonly row: number;
  /** null where the row has no fate and was not read again. */
  readonly line: number | null;
  readonly read: Read;
  readonly became: Became;
  readonly duplicate_of: DuplicateOf | null;
  readonly calls: readonly CallInLife[];
  /** null where the run has not come to it yet, or nothing is known but that it was in a call. */
  readonly fate: Fate | null;
  /** The line to type, or null. */
  readonly next: string | null;
  readonly hint: string;
}

/** A session that the row was in. */
export interface SessionInLife {
  readonly session: number;
  readonly kind: SessionKind;
  readonly started: string;
}

/** How the row was read. */
export interface Read {
  /** The session that read it from the input, or those of which one did. */
  readonly sessions: readonly SessionInLife[];
  /** Where the record comes from; null where it cannot be shown. */
  readonly from: 'ledger' | 'input' | null;
  /** Why it cannot be shown; empty when it is. */
  readonly why_not: string;
  /** In the order of the columns; a value of JSON that is no text is as JSON has it. */
  readonly record: readonly { readonly column: string; readonly value: string }[];
}

/** What the row became: a contact, or problems. */
export interface Became {
  /** Fields as the provider gets them, the phone first; empty where there are problems. */
  readonly fields: readonly FieldInLife[];
  readonly problems: readonly { readonly field: string; readonly code: string; readonly message: string }[];
  /** Why neither can be told; empty when one is. */
  readonly why_not: string;
}

/** What a field of the row goes out with. */
export interface FieldInLife {
  readonly field: string;
  readonly value: Value;
  readonly scope: 'contact' | 'call';
  /** The column it comes from; null for a value that is the same for all rows. */
  readonly column: string | null;
}

/** The row whose number it repeats, and how that stands; what is not known by now is null. */
export interface DuplicateOf {
  readonly run: string;
  readonly row: number;
  readonly line: number | null;
  readonly status: Status | null;
}

/** A call that the row was in. */
export interface CallInLife extends SessionInLife {
  /** Seconds between the end of the call before and this one; null for the first, and where nothing is known of the one before. */
  readonly after_seconds: number | null;
  /** Rows of the call, this one among them. */
  readonly rows: number;
  /** Which: `1-100,103`. */
  readonly row_numbers: string;
  readonly duration_ms: number | null;
  readonly http_status: number | null;
  readonly verdict: CallRecord['verdict'];
  /** The verdict in words. */
  readonly meaning: string;
  readonly code: string;
  /** What came back, redacted, as the ledger keeps it: at most 2 KiB. */
  readonly excerpt: string;
}

/** How the row stands now. */
export interface Fate {
  readonly status: Status;
  /** The status in words. */
  readonly meaning: string;
  readonly result: string;
  readonly phone: string;
  readonly code: string;
  readonly field: string;
  readonly message: string;
  readonly attempts: number;
  readonly http_status: number | null;
  readonly provider_id: string;
  readonly sent_at: string | null;
}

/** The fate of a row, as `explain` tells it. */
export function fateOf(outcome: Outcome, dryRun: boolean): Fate {
  const { status, result, phone, code, field, message, attempts, httpStatus, providerId, sentAt } = outcome;
  return {
    status,
    meaning: status === 'not_sent' && dryRun ? 'it would be sent' : STATUS[status],
    result,
    phone,
    code,
    field,
    message,
    attempts,
    http_status: httpStatus,
    provider_id: providerId,
    sent_at: sentAt === null ? null : new Date(sentAt).toISOString(),
  };
}

const STATUS: Readonly<Record<Status, string>> = {
  ok: 'the provider confirmed it',
  duplicate: 'not sent: its number was there before',
  invalid: 'never sent: it broke a rule',
  rejected: 'the provider refused it',
  failed: 'certainly not stored: its tries ended',
  unknown: 'it may be stored or not',
  not_sent: 'certainly not stored: the run stopped before',
};

/** What became of a call, in words. */
export function meaningOf({ verdict, code, excerpt }: CallRecord): string {
  if (verdict === null) return 'nothing is known of it yet';
  if (verdict !== 'no_reply') return verdict === 'answered' && excerpt !== '' ? ANSWERED_NOT_WELL : VERDICT[verdict];
  if (code === 'interrupted') return 'the program ended before an answer came: it may have been processed';
  return code === 'not_sent' ? 'it never left: the run ended before' : 'no answer came';
}

const ANSWERED_NOT_WELL = 'answered, and not all of its rows are well';

const VERDICT: Readonly<Record<Exclude<NonNullable<CallRecord['verdict']>, 'no_reply'>, string>> = {
  answered: 'answered, and all of its rows are well',
  refused: 'refused for what is in it: of several rows, each half goes again',
  throttled: 'throttled, and certainly not processed',
  unsure: 'no trustworthy answer: it may have been processed',
  stop: 'refused for the credentials, the account or the settings: the run stops',
};

// As `sources` words it.
const SAME_NUMBER = /(?:the same number as|sent before, in) row (\d+)(?: of run ([^\s:;]+))?/;

/** The row that a duplicate names; undefined for other rows. */
export function namedBy({ status, message }: Outcome, run: string): { run: string; row: number } | undefined {
  const [, row, other] = (status === 'duplicate' && SAME_NUMBER.exec(message)) || [];
  return row === undefined ? undefined : { run: other ?? run, row: Number(row) };
}
