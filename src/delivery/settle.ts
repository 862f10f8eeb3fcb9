import type { Answer, Contact, Outcome, Status } from '../model.js';

/** How the calls with a contact went, as the report shows it. */
export interface Trail {
  readonly attempts: number;
  readonly httpStatus: number | null;
  readonly sentAt: number | null;
}

export const NEVER_SENT: Trail = { attempts: 0, httpStatus: null, sentAt: null };

/** The fate that an answer means; no answer is `unknown`, whatever the others say. */
export function settleAnswer(contact: Contact, answer: Answer | undefined, trail: Trail): Outcome {
  if (answer === undefined) {
    return outcome(
      contact,
      'unknown',
      { code: 'no_answer', message: 'the answer does not mention this number' },
      trail,
    );
  }
  return outcome(contact, answer.status, answer, trail);
}

/** The fate of a contact that no answer of its own decides. What was mended in it is said before the message. */
export function outcome(
  contact: Pick<Contact, 'row' | 'line' | 'phone' | 'notes' | 'record'>,
  status: Status,
  why: Omit<Answer, 'status'>,
  { attempts, httpStatus, sentAt }: Trail,
): Outcome {
  return {
    row: contact.row,
    line: contact.line,
    status,
    result: status === 'ok' ? (why.result ?? '') : '',
    phone: contact.phone,
    code: why.code ?? '',
    field: why.field ?? '',
    message: [...contact.notes, why.message ?? ''].filter((part) => part !== '').join('; '),
    attempts,
    httpStatus,
    providerId: why.providerId ?? '',
    sentAt,
    record: status === 'ok' || status === 'duplicate' ? null : contact.record,
  };
}
