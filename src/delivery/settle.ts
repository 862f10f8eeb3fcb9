import type { Answer, Contact, Outcome, Status, Trail } from '../model.js';

export const NEVER_SENT: Trail = { attempts: 0, httpStatus: null, sentAt: null };

/** What is wrong, as a report says it. */
export interface Why {
  /** Stable machine word. */
  readonly code: string;
  /** For people. */
  readonly reason: string;
  readonly field?: string;
}

export const NO_ANSWER = { code: 'no_answer', message: 'the answer does not mention this number' };

/** The fate that an answer means; no answer is `unknown`, whatever the others say. */
export function settleAnswer(contact: Contact, answer: Answer | undefined, trail: Trail): Outcome {
  if (answer === undefined) {
    return outcome(contact, 'unknown', NO_ANSWER, trail);
  }
  return outcome(contact, answer.status, answer, trail);
}

/** One fate for all. */
export function settleAll(
  contacts: readonly Contact[],
  status: Status,
  { code, reason, field = '' }: Why,
  trail: Trail,
): readonly Outcome[] {
  return contacts.map((contact) => outcome(contact, status, { code, message: reason, field }, trail));
}

/** Should nothing be heard of them any more: contacts whose call is about to leave. */
export const IN_FLIGHT: Why = { code: 'interrupted', reason: 'sent, and the program ended before an answer came' };

/** Should nothing be heard of them any more: contacts that wait for their next call, and are certainly not stored. */
export const WAITING: Why = { code: 'interrupted', reason: 'the program ended before the next try' };

/** The fate of a contact that no answer of its own decides. What was mended in it is said before the message. */
export function outcome(
  contact: Pick<Contact, 'row' | 'line' | 'phone' | 'notes' | 'record'> & Partial<Contact>,
  status: Status,
  why: Omit<Answer, 'status'>,
  { attempts, httpStatus, sentAt }: Trail,
): Outcome {
  const { before = NEVER_SENT, digits, call, doubt } = contact;
  if (doubt !== undefined && (status === 'failed' || status === 'not_sent')) {
    const { doubt: _, ...rest } = contact;
    const trail = { attempts, httpStatus, sentAt };
    return outcome(rest, 'unknown', { code: doubt.code, message: doubt.reason }, trail);
  }
  return {
    row: contact.row,
    line: contact.line,
    status,
    result: status === 'ok' ? (why.result ?? '') : '',
    phone: contact.phone,
    code: why.code ?? '',
    field: why.field ?? '',
    message: [...contact.notes, why.message ?? ''].filter((part) => part !== '').join('; '),
    attempts: before.attempts + attempts,
    httpStatus: attempts > 0 ? httpStatus : before.httpStatus,
    providerId: why.providerId ?? '',
    sentAt: sentAt ?? before.sentAt,
    record: status === 'ok' || status === 'duplicate' ? null : contact.record,
    ...(digits !== undefined && call !== undefined && { person: { digits, call: call.key } }),
  };
}
