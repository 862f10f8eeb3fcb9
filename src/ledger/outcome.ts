import { type Outcome, type SourceRecord, STATUSES } from '../model.js';
import { clean } from './clean.js';
import { integer, nullable, oneOf, parsed, row, text, texts } from './narrow.js';

/** Keeps the fate of a row in place of any earlier one. Takes `outcomeValues`. */
export const PUT_OUTCOME = `
  INSERT OR REPLACE INTO outcomes (run, row, line, status, result, phone, code, field, message, attempts, http_status,
    provider_id, sent_at, record)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

export function outcomeValues(run: number, outcome: Outcome): unknown[] {
  return [
    run,
    outcome.row,
    outcome.line,
    outcome.status,
    clean(outcome.result),
    clean(outcome.phone),
    clean(outcome.code),
    clean(outcome.field),
    clean(outcome.message),
    outcome.attempts,
    outcome.httpStatus,
    clean(outcome.providerId),
    outcome.sentAt === null ? null : Math.round(outcome.sentAt),
    keeps(outcome) ? JSON.stringify(outcome.record) : null,
  ];
}

export function readOutcome(value: unknown): Outcome {
  const found = row(value);
  return {
    row: integer(found['row']),
    line: integer(found['line']),
    status: oneOf(STATUSES, found['status']),
    result: text(found['result']),
    phone: text(found['phone']),
    code: text(found['code']),
    field: text(found['field']),
    message: text(found['message']),
    attempts: integer(found['attempts']),
    httpStatus: nullable(found['http_status'], integer),
    providerId: text(found['provider_id']),
    sentAt: nullable(found['sent_at'], integer),
    record: nullable(found['record'], sourceRecord),
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
