import type { Answer, Batch, HttpReply, Verdict } from '../model.js';
import { pauseMsOf } from './pause.js';

/** The provider's own words about a call that it did not take. */
export interface Said {
  /** `provider_` and the provider's code. */
  readonly code?: string;
  readonly message?: string;
}

/**
 * What a status means where the body says nothing more. Never `answered`: a 2xx that comes here is one whose body
 * confirms nothing. What the headers ask for becomes `pauseMs`.
 */
export function verdictByStatus(reply: HttpReply, said: Said = saidIn(parseJson(reply.body))): Verdict {
  const { status } = reply;
  const code = said.code ?? `provider_${status}`;
  const reason = said.message === undefined ? `HTTP ${status}` : `HTTP ${status}: ${said.message}`;
  const pause = pauseOf(reply);
  switch (status) {
    case 401:
    case 403:
      return { kind: 'stop', stop: 'credentials', code, reason };
    case 402:
      return { kind: 'stop', stop: 'account', code, reason };
    case 404:
    case 405:
    case 410:
    case 415:
      return { kind: 'stop', stop: 'settings', code, reason };
    case 408:
      return unsure(reply, 'request_timeout', reason);
    case 429:
      return { kind: 'throttled', code: 'too_many_requests', reason, ...pause };
  }
  if (status >= 300 && status < 400) return unsure(reply, 'redirected', reason);
  if (status >= 400 && status < 500) return { kind: 'refused', code, reason, ...pause };
  if (status >= 500 && status < 600) return unsure(reply, 'server_error', reason);
  return unreadable(reply);
}

type Unsure = Extract<Verdict, { readonly kind: 'unsure' }>;

/** A reply that should confirm something and does not: the contacts may be stored or not. */
export function unreadable(reply: HttpReply, found = bodyFound(reply.body)): Unsure {
  return unsure(reply, 'unreadable_answer', `HTTP ${reply.status} with ${found}, which confirms nothing`);
}

/** The call may have been processed or not. */
export function unsure(reply: HttpReply, code: string, reason: string): Unsure {
  return { kind: 'unsure', code, reason, ...pauseOf(reply) };
}

/** One answer a contact, in the order of the batch. */
export function answered(reply: HttpReply, answers: readonly (Answer | undefined)[]): Verdict {
  return { kind: 'answered', answers, ...pauseOf(reply) };
}

/** Whom a call is about, and what it says for all of them: a batch, or a look-up. */
export interface Asked {
  readonly contacts: readonly unknown[];
  readonly call: Pick<Batch['call'], 'values' | 'fixed'>;
}

/** The answer of a provider that takes one contact a call; contacts that were not in the call have none. */
export function answeredOne(reply: HttpReply, { contacts }: Asked, answer: Answer): Verdict {
  return answered(
    reply,
    contacts.map((_, index) => (index === 0 ? answer : undefined)),
  );
}

/** The answer to a call that speaks of somebody else. */
export function ofAnother(digits: string): Answer {
  const message = `the answer is about another number, ${digits.slice(0, 20)}`;
  return { status: 'unknown', code: 'another_number', message };
}

/** The value of a JSON text, a byte order mark aside; undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function asList(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

/** The `code` and `message` of an error body, fit to be shown. */
export function saidIn(body: unknown): Said {
  if (!isObject(body)) return {};
  const code = codeWord(body['code']);
  for (const text of [body['message'], body['Message'], body['name']]) {
    const message = typeof text === 'string' ? quote(text) : '';
    if (message !== '') return code === undefined ? { message } : { code, message };
  }
  return code === undefined ? {} : { code };
}

/** `provider_` and a code in lower case; undefined where there is none (0 is none). */
export function codeWord(code: unknown): string | undefined {
  if (typeof code === 'number') {
    return Number.isSafeInteger(code) && code !== 0 ? `provider_${String(code).replace('-', 'minus_')}` : undefined;
  }
  if (typeof code !== 'string') return undefined;
  const word = code
    .slice(0, 60)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');
  return word === '' || /^0+$/.test(word) ? undefined : `provider_${word}`;
}

/** Text of the other side on one line: no control or direction characters, at most 300 long. */
export function quote(text: string): string {
  const line = text
    .slice(0, 3000)
    .replace(/[\s\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/gu, ' ')
    .trim();
  return line.length > 300 ? `${line.slice(0, 299).replace(/\p{Cs}$/u, '')}…` : line;
}

/** A JSON value in a few words, for a message about what was found. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return quote(`"${value}"`);
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  return value === undefined ? 'nothing' : String(value);
}

/** The digits of a number that came back as text or as a JSON number. */
export function digitsOf(value: unknown): string {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value > 0 ? String(value) : '';
  return typeof value === 'string' ? value.replace(/\D/g, '') : '';
}

/** An id as text; undefined for 0, nothing, and a number too large to have come through whole. */
export function idText(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value > 0 ? String(value) : undefined;
  if (typeof value !== 'string') return undefined;
  const text = quote(value.slice(0, 64));
  return /^0*$/.test(text) ? undefined : text;
}

/** What stands in a body, in words. */
function bodyFound(body: string): string {
  if (body.trim() === '') return 'an empty body';
  if (body.trimStart().startsWith('<')) return 'a page of markup';
  return parseJson(body) === undefined ? 'a body that is not JSON' : 'JSON of another shape than documented';
}

function pauseOf(reply: HttpReply): { readonly pauseMs?: number } {
  const pauseMs = pauseMsOf(reply);
  return pauseMs === undefined ? {} : { pauseMs };
}
