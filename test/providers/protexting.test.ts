import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { protexting } from '../../src/providers/protexting.js';
import { BASE_URL, batchOf, connected, fixture, providerContract, RECEIVED_AT } from '../support/providerContract.js';

const settings = { PROTEXTING_ACCESS_TOKEN: 'no-such-token-91c4' };
const call = { GroupIds: [1, 2] };
const batch = batchOf(protexting, ['16465550101'], {}, call);
const wire = connected(protexting, { settings });
const requested = { status: 'ok', result: 'confirmation_requested' };
const anotherNumber = {
  fixture: 'another-number',
  verdict: {
    kind: 'answered',
    answers: [
      { status: 'unknown', code: 'another_number', message: 'the answer is about another number, 16465550199' },
    ],
  },
};

providerContract(protexting, {
  settings,
  places: { PROTEXTING_ACCESS_TOKEN: 'url' },
  batch,
  meanings: {
    accepted: { verdict: { kind: 'answered', answers: [{ ...requested, providerId: '4711' }] } },
    // One contact a call: an answer that is about another one stands for both.
    'one-missing': anotherNumber,
    reordered: anotherNumber,
    // There is no word for what was done; a business code that is not on the page is the nearest.
    'unknown-status': {
      fixture: 'unknown-code',
      verdict: {
        kind: 'answered',
        answers: [{ status: 'rejected', code: 'provider_77', message: 'Something else.' }],
      },
    },
    'refused-row': {
      verdict: {
        kind: 'answered',
        answers: [{ status: 'rejected', code: 'provider_1', message: 'Phone number is opted out.' }],
      },
    },
    'refused-credentials': { verdict: { kind: 'stop', stop: 'credentials', code: 'provider_401' } },
    throttled: { verdict: { kind: 'throttled', pauseMs: 60_000 } },
    'throttled-junk': { verdict: { kind: 'throttled', pauseMs: 60_000 } },
    // The status decides: one of the two documented bodies is no valid JSON itself.
    'truncated-json': { verdict: { kind: 'answered', answers: [requested] } },
    'empty-body': { verdict: { kind: 'answered', answers: [requested] } },
  },
  digits: fc.integer({ min: 16465550100, max: 16465550199 }).map(String),
  sent: (field, value) => (field.kind === 'boolean' ? Number(value) : value),
  decode(body) {
    const read: { PhoneNumber: string } = JSON.parse(body);
    const { PhoneNumber, ...rest } = read;
    return { contacts: [{ PhoneNumber }], call: rest };
  },
});

describe('ProTexting, writing', () => {
  it('sends the bytes of the documented sample, the token in the address', () => {
    expect(wire.encode(batchOf(protexting, ['16465550101'], {}, { GroupIds: [1] }))).toEqual({
      method: 'POST',
      url: `${BASE_URL}/v1/contacts-opt-in/create?access_token=no-such-token-91c4`,
      headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
      body: '{"PhoneNumber":"16465550101","GroupIds":[1]}',
    });
  });

  it('escapes the token', () => {
    const odd = connected(protexting, { settings: { PROTEXTING_ACCESS_TOKEN: 'a&b=c d/é' } });
    expect(odd.encode(batch).url).toBe(`${BASE_URL}/v1/contacts-opt-in/create?access_token=a%26b%3Dc%20d%2F%C3%A9`);
  });

  it.each([
    [true, 1],
    [false, 0],
  ])('sends SendCTAMessage %s as %i, keys in the documented order', (value, wireValue) => {
    const all = { SendCTAMessage: value, ConfirmMessage: 'Welcome', CTAMessage: 'Reply YES', GroupIds: [1, 2] };
    expect(wire.encode(batchOf(protexting, ['16465550101'], {}, all)).body).toBe(
      `{"PhoneNumber":"16465550101","GroupIds":[1,2],"CTAMessage":"Reply YES","ConfirmMessage":"Welcome","SendCTAMessage":${wireValue}}`,
    );
  });

  it('defaults nothing that texts people, and warns of every field that the current page has dropped', () => {
    expect(protexting.fields.filter((field) => field.default !== undefined)).toEqual([]);
    expect(protexting.fields.filter((field) => field.caution).map(({ name }) => name)).toEqual([
      'CTAMessage',
      'ConfirmMessage',
      'SendCTAMessage',
    ]);
    expect(protexting.fields.filter((field) => field.required).map(({ name }) => name)).toEqual([
      'PhoneNumber',
      'GroupIds',
    ]);
  });

  it('sends one contact a call, one call at a time, and never again by itself', () => {
    expect(protexting.limits).toMatchObject({ maxBatchSize: 1, concurrency: 1, perSecond: 1, repeatable: false });
  });
});

describe('ProTexting, reading', () => {
  const read = (name: string, of = batch) => wire.interpret(fixture('protexting', name), of);
  const reply = (status: number, body: unknown, headers: Record<string, string> = {}) => ({
    status,
    headers,
    body: JSON.stringify(body),
    receivedAt: RECEIVED_AT,
  });

  it.each(['accepted-message', 'accepted-trailing-comma', 'accepted-xml', 'accepted-last-blank-reset'])(
    'believes 201 with either documented body (%s)',
    (name) => expect(read(name)).toEqual({ kind: 'answered', answers: [requested] }),
  );

  it('takes the number without its country code for the same, a mere end of it not', () => {
    expect(wire.interpret(reply(201, { Id: 9, Number: '6465550101' }), batch)).toMatchObject({
      answers: [{ ...requested, providerId: '9' }],
    });
    expect(wire.interpret(reply(201, { Id: 9, Number: '101' }), batch)).toMatchObject({
      answers: [{ status: 'unknown', code: 'another_number' }],
    });
  });

  it.each([
    ['html-with-201', 'HTTP 201 with a page of markup, which confirms nothing'],
    ['error-with-201', 'HTTP 201 with an error in its body (Phone number is opted out.), which confirms nothing'],
    ['message-with-200', 'HTTP 200 with a status that is not the documented 201, which confirms nothing'],
  ])('does not believe %s', (name, reason) => {
    expect(read(name)).toEqual({ kind: 'unsure', code: 'unreadable_answer', reason });
  });

  it('does not believe 201 with the list of a failed validation', () => {
    expect(wire.interpret(reply(201, [{ field: 'PhoneNumber', message: 'No.' }]), batch).kind).toBe('unsure');
  });

  it('rejects a row with all that the validation says of it', () => {
    expect(read('refused-fields')).toEqual({
      kind: 'answered',
      answers: [
        {
          status: 'rejected',
          code: 'provider_422',
          field: 'PhoneNumber; PhoneNumber',
          message: 'Phone Number is invalid.; Phone Number is too short.',
        },
      ],
    });
  });

  it('stops when a group of the whole run is refused, and rejects the row when its own column chose the group', () => {
    expect(read('refused-group')).toEqual({
      kind: 'stop',
      stop: 'settings',
      code: 'provider_422',
      reason: 'HTTP 422: GroupIds: Group 2 does not exist.',
    });
    const ofColumn = batchOf(protexting, ['16465550101'], {}, call, []);
    expect(read('refused-group', ofColumn)).toMatchObject({
      answers: [{ status: 'rejected', field: 'GroupIds', message: 'Group 2 does not exist.' }],
    });
  });

  it('stops for forbidden words, unless the words come from the row', () => {
    expect(read('forbidden-words')).toMatchObject({ kind: 'stop', stop: 'settings', code: 'provider_2' });
    const ofColumn = batchOf(protexting, ['16465550101'], {}, { ...call, CTAMessage: 'Win!' }, ['GroupIds']);
    expect(read('forbidden-words', ofColumn)).toMatchObject({ answers: [{ status: 'rejected', code: 'provider_2' }] });
    const ofRun = batchOf(protexting, ['16465550101'], {}, { ...call, CTAMessage: 'Win!' });
    expect(read('forbidden-words', ofRun)).toMatchObject({ kind: 'stop', stop: 'settings' });
  });

  it.each([
    ['no-credit', { kind: 'stop', stop: 'account', code: 'provider_5' }],
    ['same-content', { kind: 'throttled', code: 'provider_8', pauseMs: 10_000 }],
    ['refused-by-carrier', { kind: 'answered', answers: [{ status: 'rejected', code: 'provider_12345' }] }],
  ])('understands %s', (name, verdict) => expect(read(name)).toMatchObject(verdict));

  const rejected = { kind: 'answered' };
  const account = { kind: 'stop', stop: 'account' };
  it.each([
    [1, rejected],
    [2, { kind: 'stop', stop: 'settings' }],
    [3, rejected],
    [4, rejected],
    [5, account],
    [6, account],
    [7, account],
    [8, { kind: 'throttled', pauseMs: 10_000 }],
    [301, account],
    [302, account],
    [1000, rejected],
    [1001, rejected],
    [10_001, rejected],
    [77, rejected],
  ])('reads business code %i before the HTTP status', (code, verdict) => {
    for (const status of [400, 402, 409, 422]) {
      // A code of nobody's does not outweigh a status that ends the run.
      if (status === 402 && (code === 77 || code === 3)) continue;
      const found = wire.interpret(reply(status, { name: 'x', message: 'No.', code, status }), batch);
      expect(found).toMatchObject(verdict);
      if (found.kind === 'answered') {
        expect(found.answers).toEqual([{ status: 'rejected', code: `provider_${code}`, message: 'No.' }]);
      } else expect(found.code).toBe(`provider_${code}`);
    }
  });

  it.each([
    [401, { kind: 'stop', stop: 'credentials' }],
    [403, { kind: 'stop', stop: 'credentials' }],
    [429, { kind: 'throttled', pauseMs: 60_000 }],
    [500, { kind: 'unsure' }],
  ])('lets HTTP %i speak before any business code', (status, verdict) => {
    expect(wire.interpret(reply(status, { message: 'No.', code: 1 }), batch)).toMatchObject(verdict);
  });

  it.each([
    [404, { kind: 'stop', stop: 'settings', code: 'provider_404' }],
    [405, { kind: 'stop', stop: 'settings', code: 'provider_405' }],
    [415, { kind: 'stop', stop: 'settings', code: 'provider_415' }],
    [422, { kind: 'refused', code: 'provider_422' }],
  ])('takes code 0 for no code, and lets HTTP %i decide', (status, verdict) => {
    expect(wire.interpret(reply(status, { message: 'No.', code: 0, status }), batch)).toMatchObject(verdict);
  });

  it.each([
    ['throttled-reset', 60_000],
    ['throttled-blank-reset', 60_000],
    ['throttled-unix-reset', 45_000],
    ['accepted-last-of-quota', 30_000],
    ['accepted-last-blank-reset', undefined],
    ['accepted-last-zero-reset', undefined],
    ['accepted', undefined],
  ])('asks for quiet as long as the quota says (%s)', (name, pauseMs) => {
    const verdict = read(name);
    expect('pauseMs' in verdict ? verdict.pauseMs : undefined).toBe(pauseMs);
  });

  it('prefers Retry-After to the quota, and holds the run after a refused row, too', () => {
    const headers = { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': '30' };
    expect(wire.interpret(reply(429, {}, { ...headers, 'retry-after': '5' }), batch)).toMatchObject({ pauseMs: 5000 });
    expect(wire.interpret(reply(422, { code: 1 }, headers), batch)).toMatchObject({
      kind: 'answered',
      pauseMs: 30_000,
    });
    expect(wire.interpret(reply(422, { code: 8 }, headers), batch)).toMatchObject({ pauseMs: 30_000 });
  });
});
