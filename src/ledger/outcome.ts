import { type Outcome, type SourceRecord, STATUSES } from '../model.js';
import { clean } from './clean.js';
import type { Fate } from './ledger.js';
import { integer, nullable, oneOf, parsed, row, text, texts } from './narrow.js';
import type { Value } from './writer.js';

const COLUMNS = [
  ...['status', 'result', 'code', 'field', 'attempts', 'http_status', 'audience'],
  ...['message', 'provider_id', 'sent_at', 'record', 'digits'],
  ...['row', 'line', 'phone'],
];

/** Where the audience and the digits stand among `outcomeValues`. */
export const AUDIENCE = COLUMNS.indexOf('audience');
export const DIGITS = COLUMNS.indexOf('digits');

/** How many of their first values neighbours may share: those of one call nearly all, other rows the first few. */
export const OUTCOME_FORMS = [COLUMNS.indexOf('row'), COLUMNS.indexOf('message')];

/**
 * Keeps the fates of so many rows that share the first `shared` of their values, in place of any earlier ones; whom they
 * were for is not forgotten. Takes the run, the values that are shared, and for each row the rest.
 */
export const putOutcomes = (rows: number, shared: number): string => `
  INSERT INTO outcomes (run, ${COLUMNS.join(', ')})
  VALUES ${Array.from({ length: rows }, (_, index) => `(${placesOf(index, shared)})`).join(', ')}
  ON CONFLICT DO UPDATE SET line = excluded.line, status = excluded.status, result = excluded.result,
    phone = excluded.phone, code = excluded.code, field = excluded.field, message = excluded.message,
    attempts = excluded.attempts, http_status = excluded.http_status, provider_id = excluded.provider_id,
    sent_at = excluded.sent_at, record = excluded.record, audience = coalesce(excluded.audience, audience),
    digits = coalesce(excluded.digits, digits)`;

/** The places of the values of a row: the run is the first, then come those that are shared. */
function placesOf(index: number, shared: number): string {
  const own = COLUMNS.length - shared;
  const places = COLUMNS.map((_, column) => (column < shared ? column : column + index * own));
  return [1, ...places.map((place) => place + 2)].map((place) => `?${place}`).join(', ');
}

/**
 * First what neighbours often share. With an `audience`, the number is kept for it; without one, nothing is said of whom
 * the row was for.
 */
export function outcomeValues(outcome: Outcome, audience: number | null): Value[] {
  return [
    outcome.status,
    clean(outcome.result),
    clean(outcome.code),
    clean(outcome.field),
    outcome.attempts,
    outcome.httpStatus,
    audience,
    clean(outcome.message),
    clean(outcome.providerId),
    outcome.sentAt === null ? null : Math.round(outcome.sentAt),
    keeps(outcome) ? JSON.stringify(outcome.record) : null,
    // At most fifteen digits, which a double holds without loss.
    audience === null || outcome.person === undefined ? null : Number(outcome.person.digits),
    outcome.row,
    outcome.line,
    clean(outcome.phone),
  ];
}

/**
 * The outcomes that `where` finds, in its order, as one text that `readOutcomes` reads: the binding takes much longer
 * to hand over many rows with their columns.
 */
export const outcomesAsText = (where: string): string => `
  SELECT json_group_array(json_array(row, line, status, result, phone, code, field, message, attempts, http_status,
    provider_id, sent_at, record)) AS outcomes
  FROM (SELECT * FROM outcomes WHERE ${where})`;

export function readOutcomes(value: unknown): readonly Outcome[] {
  const found = parsed(row(value)['outcomes']);
  return Array.isArray(found) ? found.map(readOutcome) : [];
}

function readOutcome(values: readonly unknown[]): Outcome {
  const [at, line, status, result, phone, code, field, message, attempts, httpStatus, providerId, sentAt, record] =
    values;
  return {
    row: integer(at),
    line: integer(line),
    status: oneOf(STATUSES, status),
    result: text(result),
    phone: text(phone),
    code: text(code),
    field: text(field),
    message: text(message),
    attempts: integer(attempts),
    httpStatus: nullable(httpStatus, integer),
    providerId: text(providerId),
    sentAt: nullable(sentAt, integer),
    record: nullable(record, sourceRecord),
  };
}

/** What resuming needs of a row. */
export function readFate(value: unknown): Fate {
  const found = row(value);
  return {
    row: integer(found['row']),
    line: integer(found['line']),
    phone: text(found['phone']),
    status: oneOf(STATUSES, found['status']),
    code: text(found['code']),
    attempts: integer(found['attempts']),
    httpStatus: nullable(found['http_status'], integer),
    sentAt: nullable(found['sent_at'], integer),
  };
}

/** A row that needs no mending and no second try leaves no personal data but its number. */
function keeps(outcome: Outcome): boolean {
  return outcome.record !== null && outcome.status !== 'ok' && outcome.status !== 'duplicate';
}

function sourceRecord(value: unknown): SourceRecord {
  const record = parsed(value);
  return typeof record === 'string' ? record : texts(record);
}
