import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { protexting } from '../../src/providers/protexting.js';
import { ask, sandboxes } from '../sandbox/ask.js';
import {
  BASE_URL,
  batchOf,
  checkOf,
  connected,
  fixture,
  LOST_AT,
  lost,
  providerContract,
  RECEIVED_AT,
} from '../support/providerContract.js';

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
const notFoundYet = {
  verdict: {
    kind: 'answered',
    answers: [
      {
        status: 'unknown',
        code: 'not_found_yet',
        message: 'not found; a person may be listed only after answering the SMS',
      },
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
  probe: {
    meanings: {
      'probe-holds': { verdict: { kind: 'holds', credit: { text: '1000 credits', enough: true } } },
      'probe-nothing-left': { verdict: { kind: 'holds', credit: { text: '0 credits', enough: false } } },
      'refused-credentials': { verdict: { kind: 'stop', stop: 'credentials', code: 'provider_401' } },
      throttled: { verdict: { kind: 'throttled', pauseMs: 60_000 } },
      'throttled-junk': { verdict: { kind: 'throttled', pauseMs: 60_000 } },
    },
  },
  find: {
    meanings: {
      'find-found': { verdict: { kind: 'answered', answers: [{ status: 'ok', result: 'found', providerId: '4711' }] } },
      'find-not-found': notFoundYet,
      'find-refused-number': {
        verdict: {
          kind: 'answered',
          answers: [
            { status: 'unknown', code: 'provider_422', message: 'the look-up was refused: Number is invalid.' },
          ],
        },
      },
      'refused-credentials': { verdict: { kind: 'stop', stop: 'credentials', code: 'provider_401' } },
      throttled: { verdict: { kind: 'throttled', pauseMs: 60_000 } },
      'throttled-junk': { verdict: { kind: 'throttled', pauseMs: 60_000 } },
      // The page does not say how it answers about a number that it does not have.
      'not-found': notFoundYet,
      'empty-body': notFoundYet,
    },
  },
});

describe('ProTexting, proving the credentials', () => {
  const read = (name: string) => wire.probe.interpret(fixture('protexting', name));

  it('asks for the credits, the token in the address', () => {
    expect(wire.probe.request).toEqual({
      method: 'GET',
      url: `${BASE_URL}/v1/credits/balance?access_token=${settings.PROTEXTING_ACCESS_TOKEN}`,
      headers: { Accept: 'application/json' },
    });
  });

  it('finds one credit enough, written as a number or as text', () => {
    expect(read('probe-one-left')).toMatchObject({ kind: 'holds', credit: { text: '1 credit', enough: true } });
  });

  it('says that an invitation is not proved by it', () => {
    expect(read('probe-holds')).toMatchObject({
      unproven: 'that the token may send invitations, only the first contact shows',
    });
  });

  it('believes no answer without the credits', () => {
    expect(read('probe-without-credits')).toMatchObject({ kind: 'unsure', code: 'unreadable_answer' });
  });

  it('knows an address that is not allowed, and nothing by the refusal of a number', () => {
    expect(read('find-refused-account')).toMatchObject({ kind: 'stop', stop: 'account', code: 'provider_7' });
    expect(read('refused-row')).toMatchObject({ kind: 'unsure' });
    expect(read('refused-fields')).toMatchObject({ kind: 'unsure', code: 'provider_422' });
  });
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

  it.each([
    { error: 'Blocked. Nothing was stored.' },
    { success: false },
    { errors: ['blocked'] },
    { status: 'error', message: 'Number is blocked' },
    { status: 422 },
    'ERROR: not stored',
    'Request failed',
  ])('does not believe 201 with an error in it: %j', (body) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    expect(wire.interpret({ ...reply(201, {}), body: text }, batch).kind).toBe('unsure');
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

describe('ProTexting, looking up', () => {
  const contact = lost({ batch });
  const check = checkOf(wire, contact);
  const read = (name: string, sentAt = LOST_AT) =>
    checkOf(wire, { ...contact, sentAt }).interpret(fixture('protexting', name));
  const say = (body: unknown, status = 200) =>
    check.interpret({ status, headers: {}, body: JSON.stringify(body), receivedAt: RECEIVED_AT });
  const found = { kind: 'answered', answers: [{ status: 'ok', result: 'found', providerId: '4711' }] };
  const unknown = (code: string, message?: string) => ({
    kind: 'answered',
    answers: [{ status: 'unknown', code, ...(message === undefined ? {} : { message }) }],
  });

  it('asks for the number and for JSON, the token in the address', () => {
    expect(check.request).toEqual({
      method: 'GET',
      url: `${BASE_URL}/v1/contacts/find?number=16465550101&access_token=no-such-token-91c4`,
      headers: { Accept: 'application/json' },
    });
  });

  it.each(['find-found', 'find-found-updated', 'find-found-in-list', 'find-found-in-items'])(
    'finds a contact that is new or changed since the call (%s)',
    (name) => expect(read(name)).toEqual(found),
  );

  it('compares whole seconds, since dates have no more', () => {
    const created = LOST_AT + 1000;
    expect(read('find-found', created + 999)).toEqual(found);
    expect(read('find-found', created + 1000)).toMatchObject(unknown('found_older'));
  });

  it.each([
    [
      'find-found-older',
      'found_older',
      'the contact is there, but its last date, 2026-01-14 03:49:59 US Eastern, shows no change since the call',
    ],
    ['find-found-without-dates', 'find_unclear', 'the contact is there, without a date that can be read'],
    ['find-another-number', 'another_number', 'the answer is about another number, 16465550199'],
    ['find-empty-list', 'not_found_yet', notFoundYet.verdict.answers[0]?.message],
    ['find-message', 'find_unclear', 'The number could not be looked up.'],
  ])('leaves a contact unknown, and says why (%s)', (name, code, message) => {
    expect(read(name)).toEqual(unknown(code, message));
  });

  it('takes no part of a number for the number', () => {
    const dates = { DateCreated: '2026-01-14 03:55:00' };
    expect(say({ Id: 1, Number: '6465550101', ...dates })).toMatchObject(unknown('another_number'));
    expect(say({ Id: 1, Number: '+1 (646) 555-0101', ...dates })).toMatchObject({ answers: [{ status: 'ok' }] });
  });

  it('takes the newest of several, and gives no id that is none', () => {
    const old = { Id: 1, Number: '16465550101', DateUpdated: '2025-01-01 00:00:00' };
    const fresh = { Id: 2, Number: '16465550101', DateUpdated: '2026-01-14 03:51:00' };
    expect(say([old, fresh])).toEqual({
      kind: 'answered',
      answers: [{ status: 'ok', result: 'found', providerId: '2' }],
    });
    expect(say([old, { ...fresh, Id: 0 }])).toEqual({ kind: 'answered', answers: [{ status: 'ok', result: 'found' }] });
  });

  it.each([
    [null, 'not_found_yet'],
    [{ items: [] }, 'not_found_yet'],
    [{}, 'find_unclear'],
    ['found', 'find_unclear'],
    [[{ field: 'number', message: 'No.' }], 'find_unclear'],
    [{ Id: 1, Number: null, DateCreated: '2026-01-14 03:55:00' }, 'find_unclear'],
  ])('makes nothing of %j', (body, code) => expect(say(body)).toMatchObject(unknown(code)));

  it('stops where the account is refused, whatever the status, and for no other business code', () => {
    expect(read('find-refused-account')).toMatchObject({ kind: 'stop', stop: 'account', code: 'provider_7' });
    expect(say({ message: 'No.', code: 6, status: 404 }, 404)).toMatchObject({ kind: 'stop', stop: 'account' });
    expect(say({ message: 'No.', code: 1 }, 422)).toEqual(unknown('provider_1', 'the look-up was refused: No.'));
  });

  it('holds while nothing is left of the quota', () => {
    const { status, body, headers } = fixture('protexting', 'find-found');
    const last = { ...headers, 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': '30' };
    expect(check.interpret({ status, body, headers: last, receivedAt: RECEIVED_AT })).toEqual({
      ...found,
      pauseMs: 30_000,
    });
  });
});

describe('ProTexting, looking up in the sandbox', () => {
  const started = sandboxes();

  it('finds a contact after its create, not before it', async () => {
    // Winter: the sandbox keeps GMT-5 in summer.
    const sandbox = await started({ now: () => RECEIVED_AT });
    const bound = connected(protexting, { settings: { PROTEXTING_ACCESS_TOKEN: 'sandbox-token' } });
    const look = async (sentAt: number) => {
      const { request, interpret } = checkOf(bound, { ...lost({ batch }), sentAt });
      const path = request.url.slice(BASE_URL.length);
      const { status, text } = await ask(sandbox, path, { method: request.method, headers: request.headers });
      return interpret({ status, headers: {}, body: text, receivedAt: RECEIVED_AT });
    };
    expect(await look(RECEIVED_AT)).toMatchObject({ answers: [{ status: 'unknown', code: 'not_found_yet' }] });

    const { url, method, headers, body = '' } = bound.encode(batch);
    const created = await ask(sandbox, url.slice(BASE_URL.length), { method, headers, body });
    expect(created.status).toBe(201);
    expect(await look(RECEIVED_AT)).toEqual({
      kind: 'answered',
      answers: [{ status: 'ok', result: 'found', providerId: '1' }],
    });
    expect(await look(RECEIVED_AT + 1000)).toMatchObject({ answers: [{ status: 'unknown', code: 'found_older' }] });
  });
});
