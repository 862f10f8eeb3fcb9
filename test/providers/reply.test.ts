import { describe, expect, it } from 'vitest';
import type { HttpReply } from '../../src/model.js';
import {
  codeWord,
  digitsOf,
  idText,
  parseJson,
  quote,
  saidIn,
  shown,
  verdictByStatus,
} from '../../src/providers/reply.js';
import { RECEIVED_AT } from '../support/providerContract.js';

const reply = (status: number, body = '', headers: Record<string, string> = {}): HttpReply => ({
  status,
  headers,
  body,
  receivedAt: RECEIVED_AT,
});

describe('an HTTP status, when the body says nothing more', () => {
  it.each([
    [200, { kind: 'unsure', code: 'unreadable_answer' }],
    [204, { kind: 'unsure', code: 'unreadable_answer' }],
    [301, { kind: 'unsure', code: 'redirected' }],
    [304, { kind: 'unsure', code: 'redirected' }],
    [308, { kind: 'unsure', code: 'redirected' }],
    [400, { kind: 'refused', code: 'provider_400' }],
    [401, { kind: 'stop', stop: 'credentials', code: 'provider_401' }],
    [402, { kind: 'stop', stop: 'account', code: 'provider_402' }],
    [403, { kind: 'stop', stop: 'credentials', code: 'provider_403' }],
    [404, { kind: 'stop', stop: 'settings', code: 'provider_404' }],
    [405, { kind: 'stop', stop: 'settings', code: 'provider_405' }],
    [408, { kind: 'unsure', code: 'request_timeout' }],
    [409, { kind: 'refused', code: 'provider_409' }],
    [410, { kind: 'stop', stop: 'settings', code: 'provider_410' }],
    [413, { kind: 'refused', code: 'provider_413' }],
    [415, { kind: 'stop', stop: 'settings', code: 'provider_415' }],
    [422, { kind: 'refused', code: 'provider_422' }],
    [429, { kind: 'throttled', code: 'too_many_requests' }],
    [500, { kind: 'unsure', code: 'server_error' }],
    [503, { kind: 'unsure', code: 'server_error' }],
    [599, { kind: 'unsure', code: 'server_error' }],
    [0, { kind: 'unsure', code: 'unreadable_answer' }],
    [999, { kind: 'unsure', code: 'unreadable_answer' }],
  ])('%i is read so', (status, verdict) => expect(verdictByStatus(reply(status))).toMatchObject(verdict));

  it('is told with the provider’s own code and words', () => {
    expect(verdictByStatus(reply(422, '{"code":9,"message":"Not\\nthis\\u0007 one."}'))).toEqual({
      kind: 'refused',
      code: 'provider_9',
      reason: 'HTTP 422: Not this one.',
    });
  });

  it.each([
    ['', 'an empty body'],
    [' \n', 'an empty body'],
    ['<!DOCTYPE html>', 'a page of markup'],
    ['{"items":[', 'a body that is not JSON'],
    ['{"ok":true}', 'JSON of another shape than documented'],
  ])('of success with %j names what was found', (body, found) => {
    expect(verdictByStatus(reply(200, body))).toMatchObject({
      reason: `HTTP 200 with ${found}, which confirms nothing`,
    });
  });

  it.each([[{ 'retry-after': '2' }], [{ 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': '2' }]])(
    'comes with the pause that %j ask for, unless it is a stop',
    (headers) => {
      for (const status of [200, 302, 400, 408, 413, 429, 500, 503]) {
        expect(verdictByStatus(reply(status, '', headers))).toMatchObject({ pauseMs: 2000 });
      }
      expect(verdictByStatus(reply(401, '', headers))).not.toHaveProperty('pauseMs');
    },
  );
});

describe('words of the other side', () => {
  it('are cut to a line of 300 characters, never through the middle of one', () => {
    expect(quote('x'.repeat(500))).toBe(`${'x'.repeat(299)}…`);
    expect(quote('x'.repeat(300))).toBe('x'.repeat(300));
    expect(quote(`${'x'.repeat(298)}😀😀`)).toBe(`${'x'.repeat(298)}…`);
  });

  it('lose control characters and what turns the writing direction', () => {
    expect(quote('a\u001b[31mb\r\n\u0085c\u202ed\ud800e')).toBe('a [31mb c d e');
  });

  it('keep the joiners of Persian', () => expect(quote('برچسب\u200cها')).toBe('برچسب\u200cها'));

  it.each([
    [117, 'provider_117'],
    ['117', 'provider_117'],
    ['Mobile_Invalid', 'provider_mobile_invalid'],
    [-5, 'provider_minus_5'],
    [0, undefined],
    ['000', undefined],
    ['', undefined],
    ['!', undefined],
    [1.5, undefined],
    [null, undefined],
    [{}, undefined],
  ])('make a code of %j: %s', (code, word) => expect(codeWord(code)).toBe(word));

  it('are taken from the usual keys, and only if they are text', () => {
    expect(saidIn({ code: 1, message: 'No.' })).toEqual({ code: 'provider_1', message: 'No.' });
    expect(saidIn({ Message: 'An error has occurred.' })).toEqual({ message: 'An error has occurred.' });
    expect(saidIn({ name: 'Unauthorized', message: '' })).toEqual({ message: 'Unauthorized' });
    expect(saidIn({ message: ['No.'] })).toEqual({});
    expect(saidIn([])).toEqual({});
    expect(saidIn(null)).toEqual({});
  });

  it('are shown as they are, text in quotes', () => {
    expect([shown('a'), shown(3), shown(null), shown(undefined), shown({ a: [1] }), shown([1])]).toEqual([
      '"a"',
      '3',
      'null',
      'nothing',
      'an object',
      'a list',
    ]);
  });
});

describe('values of an answer', () => {
  it('are read from JSON behind a byte order mark, and undefined where there is none', () => {
    expect(parseJson('\ufeff{"a":1}')).toEqual({ a: 1 });
    expect(parseJson('null')).toBeNull();
    for (const text of ['', '{', '{"a":1,}', 'undefined', '['.repeat(200_000)]) expect(parseJson(text)).toBeUndefined();
  });

  it('that are numbers of phones give their digits', () => {
    expect(['+33 6-39', 33639980001, 2 ** 60, -1, null].map(digitsOf)).toEqual(['33639', '33639980001', '', '', '']);
  });

  it('that are ids give text, unless they are nothing or have lost digits', () => {
    expect([7, '7', 'a-7', 0, '0', '', -1, 2 ** 60, null].map(idText)).toEqual([
      '7',
      '7',
      'a-7',
      ...Array<undefined>(6).fill(undefined),
    ]);
  });
});
