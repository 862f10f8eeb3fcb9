/** The nouns of the program. This file imports nothing. */

/** Something wrong with one field of one row: a stable word for machines, a sentence for people. */
export interface Issue {
  /** Wire name of the field; empty when the whole record is meant. */
  readonly field: string;
  /** Stable machine word, such as `phone_missing` or `too_long`. */
  readonly code: string;
  /** What was expected and what was found, without the field's name. */
  readonly message: string;
}

/**
 * A record as it was read: its cells (CSV, TSV), or the text of its JSON value or line.
 * Kept as read, so that it can be handed back unchanged.
 */
export type SourceRecord = readonly string[] | string;

/** One data record of the input. */
export interface Row {
  /** Number of the data record, from 1; the header and blank lines are not counted. */
  readonly row: number;
  /** Line of the file on which the record starts, from 1, as an editor shows it. */
  readonly line: number;
  /** One value a column, in the order of the header: a string from CSV, a JSON value or NumberText otherwise; undefined where there is none. */
  readonly cells: readonly unknown[];
  readonly record: SourceRecord;
  /** Present when the record as a whole cannot be a contact. */
  readonly problem?: Issue;
}

/** A JSON number as it was written, where its usual text would be another: `1.0`, `4.41E+11`, more digits than a number holds. */
export class NumberText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A field's value after reading: what `encode` puts on the wire. Dates are `yyyy-MM-dd` text. */
export type Value = string | number | boolean | readonly string[] | readonly number[];

/** How a cell is read. */
export type Kind =
  /** The number that the contact is reached by. */
  | 'phone'
  | 'text'
  /** yes/no words; true or false on the contact. */
  | 'boolean'
  /** Words for a man (true) or a woman (false). */
  | 'gender'
  /** A day of the Gregorian calendar, as `yyyy-MM-dd`. */
  | 'date'
  | 'integer'
  /** Whole numbers, separated by commas or semicolons in a cell. */
  | 'integers'
  /** Texts, separated by commas or semicolons in a cell. */
  | 'texts';

/** One thing a provider takes. Help, `.env.example`, the README's tables and the reader of rows use the same lines. */
export interface Field {
  /** The provider's own name for it. */
  readonly name: string;
  /** A value for each contact, or one for the whole call. */
  readonly scope: 'contact' | 'call';
  readonly kind: Kind;
  /** Other names of columns that mean this field, in any case; accents, spaces, `_` and `-` do not count. */
  readonly aliases: readonly string[];
  readonly help: string;
  readonly example: string;
  readonly required?: true;
  /** In characters. */
  readonly maxLength?: number;
  /** Characters that the provider cannot take inside one text. */
  readonly forbids?: string;
  /** Goes out where the row has no value. */
  readonly default?: Value;
  /** Never taken from a column by its name alone, only by `--map` or `--set`. */
  readonly onPurpose?: true;
  /** Said once before a run that uses the field. */
  readonly caution?: string;
}

/** How the provider writes numbers. */
export interface PhoneForm {
  /** Numbers without a country prefix are read as this country's, ISO 3166 alpha-2, unless the user says otherwise. */
  readonly country?: string;
  /** Completes "expected …". */
  readonly expected: string;
  /** E.164 digits without `+` → the number on the wire, or undefined when the provider cannot take it. */
  write(digits: string): string | undefined;
}

/** The fields that belong to a call, not to a contact. Contacts that share them travel together. */
export interface CallFields {
  /** Equal for equal values. */
  readonly key: string;
  readonly values: Readonly<Record<string, Value>>;
  /** Names of the fields that are the same for every row of the run. */
  readonly fixed: readonly string[];
}

/** A row that passed every rule of its provider. */
export interface Contact {
  readonly row: number;
  readonly line: number;
  /** The number's E.164 digits without `+`: who this is. */
  readonly digits: string;
  /** The number as the provider gets it. */
  readonly phone: string;
  /** Contact fields by wire name, the phone left out; a field without a value is absent. */
  readonly values: Readonly<Record<string, Value>>;
  readonly call: CallFields;
  /** What was mended in it, in sentences for its message; empty for most. */
  readonly notes: readonly string[];
  readonly record: SourceRecord;
  /** How its calls went before; absent when it was in none. */
  readonly before?: Trail;
  /** Why it may be stored already: present when nothing was heard of a call of its. Until it is settled, it is not known to be unsent. */
  readonly doubt?: Doubt;
}

/** What is wrong, for machines and for people. */
export interface Doubt {
  /** Stable machine word. */
  readonly code: string;
  readonly reason: string;
}

/** How the calls with a contact went, as the report shows it. */
export interface Trail {
  /** Calls the contact was in. */
  readonly attempts: number;
  /** Of the last call; null when there was none or it brought no answer. */
  readonly httpStatus: number | null;
  /** When the last call that left did so, in milliseconds since 1970; null when none did. */
  readonly sentAt: number | null;
}

/** Contacts of one call. Never holds a number twice. */
export interface Batch {
  readonly contacts: readonly Contact[];
  readonly call: CallFields;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A whole answer. Header names are in lower case. */
export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
}

/** A call that brought no whole answer. */
export interface NoReply {
  /** False when the request certainly never left this machine; true when it may have been processed. */
  readonly left: boolean;
  /** True when the server's certificate was refused, so that trying again is no use. */
  readonly untrusted: boolean;
  /** Stable machine word, such as `connection_refused` or `timeout_after_send`. */
  readonly code: string;
  readonly reason: string;
}

/** What the provider said of one contact. */
export interface Answer {
  /** `failed`: certainly not stored, by a look-up alone. */
  readonly status: 'ok' | 'rejected' | 'unknown' | 'failed';
  /** The provider's word for what it did, with `ok`: `added`, `updated`, `created` …; `found` by a look-up. */
  readonly result?: string;
  /** Stable machine word, with every status but `ok`. */
  readonly code?: string;
  readonly field?: string;
  readonly message?: string;
  /** The provider's id of the stored contact. */
  readonly providerId?: string;
}

/** Why a run ends before its time, as in the `stop` of the JSON summary. */
export type Stop = 'credentials' | 'account' | 'settings' | 'errors' | 'outage' | 'signal' | 'ledger' | 'input';

/** What a reply means for the whole batch. */
export type Verdict =
  /** One answer a contact, in the order of the batch; undefined where the reply does not mention it. */
  | { readonly kind: 'answered'; readonly answers: readonly (Answer | undefined)[]; readonly pauseMs?: number }
  /** The whole batch was refused because of what is in it. */
  | {
      readonly kind: 'refused';
      readonly code: string;
      readonly reason: string;
      readonly field?: string;
      readonly pauseMs?: number;
    }
  /** Certainly not processed; may go again. */
  | { readonly kind: 'throttled'; readonly code: string; readonly reason: string; readonly pauseMs?: number }
  /** May have been processed. */
  | { readonly kind: 'unsure'; readonly code: string; readonly reason: string; readonly pauseMs?: number }
  /** The key, the account or the settings of the run are refused: end the run. */
  | {
      readonly kind: 'stop';
      readonly stop: 'credentials' | 'account' | 'settings';
      readonly code: string;
      readonly reason: string;
    };

export const STATUSES = ['ok', 'duplicate', 'invalid', 'rejected', 'failed', 'unknown', 'not_sent'] as const;
export type Status = (typeof STATUSES)[number];

/** The fate of one row: a line of the report. */
export interface Outcome {
  readonly row: number;
  readonly line: number;
  readonly status: Status;
  /** The provider's word, with `ok`; else empty. */
  readonly result: string;
  /** As sent, or as read when the row is invalid. */
  readonly phone: string;
  /** `code`, `field` and `message` hold one entry a problem, joined with `; `. */
  readonly code: string;
  readonly field: string;
  readonly message: string;
  /** Calls the row was in. */
  readonly attempts: number;
  /** Of the last call; null when there was none or it brought no answer. */
  readonly httpStatus: number | null;
  readonly providerId: string;
  /** When the last call with this row left, in milliseconds since 1970; null when it never did. */
  readonly sentAt: number | null;
  /** The record as read, for every row that is not `ok` or `duplicate`; else null. */
  readonly record: SourceRecord | null;
  /** Whom it was for, and with which call fields (the key of CallFields): present when the row is a contact. */
  readonly person?: { readonly digits: string; readonly call: string };
}

/** A call that is about to leave. */
export interface Intent {
  readonly rows: readonly number[];
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** What is to be known of its rows should nothing be heard any more; empty where a repeat is harmless. */
  readonly outcomes: readonly Outcome[];
}

/** What became of a call. */
export interface CallEnd {
  /** As the ledger gave it when it took note of the intent. */
  readonly key: number;
  readonly durationMs: number;
  /** null when no whole answer came. */
  readonly httpStatus: number | null;
  /** What became of it. */
  readonly verdict: Verdict['kind'] | 'no_reply';
  readonly code: string;
  /** What came back, redacted, at most 2 KiB; empty when all is well. */
  readonly excerpt: string;
}

/** Time as the program sees it. Tests bring their own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds on a clock that never jumps. */
  ticks(): number;
  /** Resolves after `ms`, or at once when `signal` aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
