import type { Batch, Field, HttpReply, HttpRequest, PhoneForm, Verdict } from '../model.js';

export type { Field, Kind, PhoneForm } from '../model.js';

/** A value from the environment or `.env`. */
export interface Setting {
  readonly env: string;
  readonly help: string;
  /** Where the user finds it. */
  readonly where: string;
  readonly secret: boolean;
  /** Tells accounts apart: as it is, or (a token) by its hash. */
  readonly account?: 'plain' | 'hashed';
}

export interface Limits {
  /** Contacts in a call unless the user says otherwise. */
  readonly batchSize: number;
  /** The most that `--batch-size` may ask for. */
  readonly maxBatchSize: number;
  /** Above this many, a notice. */
  readonly carefulBatchSize: number;
  /** Calls at once. */
  readonly concurrency: number;
  /** Calls a second. */
  readonly perSecond: number;
  /** True when sending the same contact again does no harm. */
  readonly repeatable: boolean;
}

/**
 * A provider is facts and pure functions. It never sends, waits, retries or logs.
 * A new one is a file, a line in `index.ts`, its fixtures, and a test that runs the contract suite.
 */
export interface Provider {
  /** As in `--provider`. */
  readonly name: string;
  /** As people write it. */
  readonly title: string;
  /** The page that the fixtures were written from. */
  readonly docs: string;
  readonly fields: readonly Field[];
  readonly phone: PhoneForm;
  readonly settings: readonly Setting[];
  /** Scheme and host, without a slash at the end, and the setting that replaces them. */
  readonly baseUrl: { readonly env: string; readonly default: string };
  readonly limits: Limits;
  /** What a repeat of the same contact is, for help and tables. */
  readonly repeat: string;
  /** True when a call makes the provider text the person, as its page (`docs`) says: that cannot be taken back. */
  readonly textsPeople: boolean;
  /** What to tell the user before a run that fills these fields (wire names) and no others. */
  notices(filled: ReadonlySet<string>): readonly string[];
  /**
   * Binds the settings. `read` gives the value of a setting or of `baseUrl.env`, and throws when it is missing;
   * a base URL has no slash at its end.
   */
  connect(read: (env: string) => string): Wire;
}

/** A contact whose fate is unknown, as it was sent. */
export interface SentContact {
  /** The number's E.164 digits without `+`. */
  readonly digits: string;
  /** The number as the provider got it. */
  readonly phone: string;
  /** When its last call left, in milliseconds since 1970. */
  readonly sentAt: number;
}

/** A harmless call and what its answer means. */
export interface Check<Meaning> {
  readonly request: HttpRequest;
  /** Never throws, whatever came back. */
  interpret(reply: HttpReply): Meaning;
}

/** What is left in an account. */
export interface Credit {
  /** In the provider's word: `12.5 euros`, `1000 credits`. */
  readonly text: string;
  /** Whether it is enough to send to one person; absent where a contact costs nothing, as far as is documented. */
  readonly enough?: boolean;
}

/** What a harmless call says of the credentials: that they hold, or what keeps them from it, with a sentence. */
export type Finding =
  | {
      readonly kind: 'holds';
      /** Absent where the answer does not tell. */
      readonly credit?: Credit;
      /** What only a real call shows, in a sentence. */
      readonly unproven?: string;
    }
  | Extract<Verdict, { readonly kind: 'stop' | 'throttled' | 'unsure' }>;

/** A provider bound to an account. Pure: the same input gives the same output. */
export interface Wire {
  /** Proves the credentials: stores nothing, texts nobody, costs nothing. */
  readonly probe: Check<Finding>;
  encode(batch: Batch): HttpRequest;
  /** Never throws, whatever came back. */
  interpret(reply: HttpReply, batch: Batch): Verdict;
  /**
   * Looks up a contact whose fate is unknown; absent where the provider has no look-up. An `answered` holds one
   * answer: `ok` when the contact is certainly there by our call, `failed` when it certainly is not, else `unknown`
   * with the reason. Never `refused` or `rejected`: a look-up that is refused tells nothing of the contact.
   */
  find?(contact: SentContact): Check<Verdict>;
}
