import { describe, expect, it } from 'vitest';
import { NEVER_SENT, outcome, settleAnswer } from '../../src/delivery/settle.js';
import { contactIn } from './trial.js';

const trail = { attempts: 2, httpStatus: 201, sentAt: 5000 };

describe('a fate', () => {
  it('says who the row is, what the provider said, and how the calls went', () => {
    expect(settleAnswer(contactIn(7), { status: 'ok', result: 'updated', providerId: 'x' }, trail)).toEqual({
      row: 7,
      line: 8,
      status: 'ok',
      result: 'updated',
      phone: '+3360007',
      code: '',
      field: '',
      message: '',
      attempts: 2,
      httpStatus: 201,
      providerId: 'x',
      sentAt: 5000,
      record: null,
      person: { digits: '3360007', call: '' },
    });
  });

  it('says what was mended before what the provider said', () => {
    const contact = { ...contactIn(1), notes: ['read 1 as 01: x', 'y'] };
    const answer = { status: 'rejected', code: 'c', message: 'no' } as const;
    expect(settleAnswer(contact, answer, trail)).toMatchObject({ code: 'c', message: 'read 1 as 01: x; y; no' });
    expect(settleAnswer(contact, { status: 'ok' }, trail)).toMatchObject({ code: '', message: 'read 1 as 01: x; y' });
  });

  it('is unknown without an answer', () => {
    expect(settleAnswer(contactIn(1), undefined, trail)).toMatchObject({
      status: 'unknown',
      code: 'no_answer',
      message: 'the answer does not mention this number',
      record: ['+3360001'],
    });
  });

  it('has the word of the provider only when it is ok', () => {
    expect(settleAnswer(contactIn(1), { status: 'rejected', result: 'added', code: 'c' }, trail).result).toBe('');
  });

  it('keeps the record of every row that is not stored, and of no other', () => {
    const statuses = ['ok', 'duplicate', 'invalid', 'rejected', 'failed', 'unknown', 'not_sent'] as const;
    const kept = statuses.filter((status) => outcome(contactIn(1), status, {}, NEVER_SENT).record !== null);
    expect(kept).toEqual(['invalid', 'rejected', 'failed', 'unknown', 'not_sent']);
  });
});
