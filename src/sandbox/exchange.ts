import type { IncomingHttpHeaders } from 'node:http';
import type { Books } from './store.js';

/** A call as a service sees it: read whole, nothing trusted. */
export interface Call {
  readonly method: string;
  readonly path: string;
  /** What stands after the `?`, undecoded. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Absent when the sandbox answers any number of calls. */
  readonly quota?: Quota;
}

/** What is left of the calls that a service answers within one second. */
export interface Quota {
  readonly limit: number;
  readonly remaining: number;
}

export interface Reply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A stand-in of one service. It changes its books and nothing else, and throws for no input. */
export interface Service {
  /** Every path that begins so is this service's. */
  readonly prefix: string;
  answer(call: Call, store: Books): Reply;
  /** The answer to a call too many: HTTP 429, in the service's own way. */
  throttle(quota: Quota): Reply;
  /** The key under which a number is held: its international digits, from any writing the service takes. */
  digits(number: string): string;
}

/** The content type in lower case, without its parameters; empty when there is none. */
export function mediaType(headers: IncomingHttpHeaders): string {
  const value = headers['content-type'] ?? '';
  const end = value.indexOf(';');
  return (end < 0 ? value : value.slice(0, end)).trim().toLowerCase();
}
