import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HttpRequest } from '../../src/model.js';
import { amoot } from '../../src/providers/amoot.js';
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

const settings = { AMOOT_TOKEN: 'no-such-token-55e0' };
const batch = batchOf(amoot, ['989120000001']);
const wire = connected(amoot, { settings });
const created = { status: 'ok', result: 'created' };
const anotherNumber = {
  fixture: 'another-number',
  verdict: {
    kind: 'answered',
    answers: [{ status: 'unknown', code: 'another_number', message: 'the answer is about another number, 9120000009' }],
  },
};

providerContract(amoot, {
  settings,
  places: { AMOOT_TOKEN: 'header Authorization' },
  batch,
  meanings: {
    accepted: { verdict: { kind: 'answered', answers: [{ ...created, providerId: '880001' }] } },
    // One contact a call: an answer that is about another one stands for both.
    'one-missing': anotherNumber,
    reordered: anotherNumber,
    'unknown-status': {
      verdict: {
        kind: 'answered',
        answers: [
          {
            status: 'unknown',
            code: 'unknown_status',
            message: `expected a Status of the vendor's list, found "Contact_Postponed"`,
          },
        ],
      },
    },
    'refused-row': {
      verdict: {
        kind: 'answered',
        answers: [
          {
            status: 'rejected',
            code: 'provider_mobile_invalid',
            field: 'Mobile',
            message: 'Amoot answered Mobile_Invalid: the number is wrong or blacklisted',
          },
        ],
      },
    },
    'refused-credentials': { verdict: { kind: 'stop', stop: 'credentials', code: 'provider_token_notexists' } },
  },
  digits: fc.integer({ min: 9120000000, max: 9120000009 }).map((number) => `98${number}`),
  sent: (_, value) => (Array.isArray(value) ? value.join(',') : String(value)),
  decode(body) {
    const filled = [...new URLSearchParams(body)].filter(([, value]) => value !== '');
    return { contacts: [Object.fromEntries(filled)], call: {} };
  },
  probe: {
    meanings: {
      'probe-holds': { verdict: { kind: 'holds', credit: { text: '25000 rials' } } },
      'probe-nothing-left': { verdict: { kind: 'holds', credit: { text: '0 rials' } } },
      'refused-credentials': {
        fixture: 'probe-refused-credentials',
        verdict: { kind: 'stop', stop: 'credentials', code: 'provider_user_notexists' },
      },
    },
  },
  find: {
    meanings: {
      'find-found': {
        verdict: { kind: 'answered', answers: [{ status: 'ok', result: 'found', providerId: '880001' }] },
      },
      'find-not-found': { verdict: { kind: 'answered', answers: [{ status: 'failed', code: 'not_found' }] } },
      'find-refused-number': {
        verdict: {
          kind: 'answered',
          answers: [
            {
              status: 'unknown',
              code: 'provider_mobile_invalid',
              message: 'the look-up was refused: Amoot answered Mobile_Invalid: the number is wrong or blacklisted',
            },
          ],
        },
      },
      'refused-credentials': {
        fixture: 'find-refused-credentials',
        verdict: { kind: 'stop', stop: 'credentials', code: 'provider_token_invalid' },
      },
    },
  },
});

describe('Amoot SMS, proving the credentials', () => {
  const read = (name: string) => wire.probe.interpret(fixture('amoot', name));

  it('asks for the state of the account with the header alone', () => {
    expect(wire.probe.request).toEqual({
      method: 'POST',
      url: `${BASE_URL}/rest/AccountStatus`,
      headers: { Authorization: 'no-such-token-55e0', 'Content-Type': 'application/x-www-form-urlencoded' },
      body: '',
    });
  });

  it('says that ContactCreate is not proved by it, and does not need the credit', () => {
    const unproven = 'that the token may call ContactCreate, only the first contact shows';
    expect(read('probe-without-credit')).toEqual({ kind: 'holds', unproven });
  });

  it('knows what is wrong by the words of the vendor, with the method it called', () => {
    expect(read('refused-credentials')).toMatchObject({ kind: 'stop', stop: 'credentials' });
    expect(read('no-credit')).toMatchObject({ kind: 'stop', stop: 'account' });
    expect(read('find-refused-method')).toMatchObject({
      kind: 'stop',
      reason: 'Amoot answered Token_NotAllowMethod: the token may not call AccountStatus',
    });
  });

  it('learns nothing from a failure without a reason, or from one about a number', () => {
    expect(read('failed')).toMatchObject({ kind: 'unsure', code: 'provider_failed' });
    expect(read('refused-row')).toMatchObject({ kind: 'unsure', code: 'provider_mobile_invalid' });
    expect(read('bare-success')).toMatchObject({ kind: 'unsure', code: 'unknown_status' });
  });
});

describe('Amoot SMS, writing', () => {
  it('sends every key of the vendor’s table in its order, empty where there is no value', () => {
    expect(wire.encode(batch)).toEqual({
      method: 'POST',
      url: `${BASE_URL}/rest/ContactCreate`,
      headers: { Authorization: 'no-such-token-55e0', 'Content-Type': 'application/x-www-form-urlencoded' },
      body:
        'ContactGroupID=0&Active=true&Mobile=09120000001&FName=&LName=&GenderType=&CompanyTitle=&JobTitle=&Email=' +
        '&CityName=&AddressText=&BornDate=&AnniversaryDate=&CustomText1=&CustomText2=&CustomText3=&CustomText4=' +
        '&CustomText5=&CustomText6=&CustomDate1=&CustomDate2=&CustomDate3=&Labels=',
    });
  });

  it('writes labels under one key, booleans as true and false, and Persian as UTF-8', () => {
    const values = {
      FName: 'سارا',
      GenderType: false,
      Active: false,
      BornDate: '1985-03-21',
      Labels: ['vip', 'a & b'],
    };
    const body = wire.encode(batchOf(amoot, ['989120000001'], values)).body ?? '';
    expect(body).toContain('&FName=%D8%B3%D8%A7%D8%B1%D8%A7&');
    expect(body).toContain('&Labels=vip%2Ca+%26+b');
    const form = new URLSearchParams(body);
    expect(['GenderType', 'Active', 'BornDate'].map((name) => form.get(name))).toEqual([
      'false',
      'false',
      '1985-03-21',
    ]);
  });

  it.each([
    ['989120000001', '09120000001'],
    ['982188000000', undefined],
    ['33639980001', undefined],
    ['98912000000', undefined],
    ['9891200000012', undefined],
  ])('writes %s as %s', (digits, written) => expect(amoot.phone.write(digits)).toBe(written));

  it('reads numbers without a prefix as Iranian', () => expect(amoot.phone.country).toBe('IR'));

  it('takes no label that the server would split', () => {
    expect(amoot.fields.find(({ name }) => name === 'Labels')?.forbids).toBe(',;|');
  });

  it('says once that an unknown gender goes out empty and that names are missing', () => {
    expect(amoot.notices(new Set(['Mobile']))).toEqual([
      'GenderType goes out empty, which Amoot does not document; --set GenderType=true|false fills it.',
      'Neither FName nor LName is filled: Amoot may refuse contacts without a name.',
    ]);
    expect(amoot.notices(new Set(['GenderType', 'LName']))).toEqual([]);
    expect(amoot.notices(new Set(['GenderType', 'FName']))).toEqual([]);
  });
});

describe('Amoot SMS, reading', () => {
  const read = (name: string) => wire.interpret(fixture('amoot', name), batch);
  const say = (body: unknown, status = 200) =>
    wire.interpret({ status, headers: {}, body: JSON.stringify(body), receivedAt: RECEIVED_AT }, batch);

  it.each(['accepted-by-number', 'accepted-by-number-as-text'])('knows success by its number, too (%s)', (name) => {
    expect(read(name)).toEqual({ kind: 'answered', answers: [{ ...created, providerId: '880001' }] });
  });

  it('believes a success without a contact, and gives no id that is none', () => {
    expect(read('accepted-without-data')).toEqual({ kind: 'answered', answers: [created] });
    expect(say({ Status: 'Success', Data: { ID: 0, Mobile: 0 } })).toEqual({ kind: 'answered', answers: [created] });
    expect(say({ Status: 'Success', Data: { ID: 2 ** 60 } })).toEqual({ kind: 'answered', answers: [created] });
  });

  it('does not believe a success that is a bare word, or that comes with an error status', () => {
    expect(read('bare-success')).toMatchObject({ answers: [{ status: 'unknown', code: 'unknown_status' }] });
    expect(read('success-with-500')).toMatchObject({ kind: 'unsure', code: 'server_error' });
    expect(say({ Status: 'Success' }, 400)).toMatchObject({ kind: 'refused', code: 'provider_400' });
  });

  it('never takes the presence of a contact for a success', () => {
    expect(say({ Data: { ID: 5, Mobile: 9120000001 } })).toMatchObject({ kind: 'unsure', code: 'unreadable_answer' });
  });

  it('leaves a row unknown when the service failed without saying why', () => {
    expect(read('failed')).toMatchObject({ answers: [{ status: 'unknown', code: 'provider_failed' }] });
    expect(read('server-error-status')).toMatchObject({ kind: 'unsure', code: 'provider_servererror' });
  });

  it('rejects a row by the number of the status as by its name', () => {
    expect(read('refused-by-number')).toEqual(read('refused-row'));
  });

  it('stops for a token refused in plain text, or with an error status', () => {
    expect(read('refused-credentials-plain-text')).toEqual(read('refused-credentials'));
    expect(read('refused-credentials-with-400')).toMatchObject({ stop: 'credentials', code: 'provider_token_invalid' });
  });

  it('stops for an account without credit and for a service that is switched off', () => {
    expect(read('no-credit')).toMatchObject({ kind: 'stop', stop: 'account', code: 'provider_creditnotenough' });
    expect(read('switched-off')).toMatchObject({ kind: 'stop', stop: 'account', code: 'provider_system_disabled' });
  });

  it('takes plain text that is no status for no answer', () => {
    const reply = { status: 200, headers: {}, body: 'Try later', receivedAt: RECEIVED_AT };
    expect(wire.interpret(reply, batch)).toMatchObject({ kind: 'unsure', code: 'unreadable_answer' });
  });

  const credentials = { kind: 'stop', stop: 'credentials' };
  const account = { kind: 'stop', stop: 'account' };
  const rejected = { kind: 'answered', answers: [{ status: 'rejected' }] };
  const unknown = { kind: 'answered', answers: [{ status: 'unknown' }] };
  it.each([
    [0, 'Failed', unknown],
    [2, 'AccountIsDemo', account],
    [4, 'CreditNotEnough', account],
    [10, 'UserName_Empty', credentials],
    [11, 'Password_Empty', credentials],
    [100, 'UserNameOrPassword_Invalid', credentials],
    [-1, 'User_NotExists', credentials],
    [-201, 'Token_NotExists', credentials],
    [-202, 'Token_Invalid', credentials],
    [-203, 'Token_Disabled', credentials],
    [-204, 'Token_Expired', credentials],
    [-207, 'Token_NotAllowIP', credentials],
    [-208, 'Token_NotAllowMethod', credentials],
    [-102, 'User_MobileNotVerified', account],
    [-103, 'User_Disabled', account],
    [-104, 'User_Expired', account],
    [-105, 'User_WebServiceBanned', account],
    [-106, 'User_NotAllowWebService', account],
    [-107, 'User_NotAllowIP', account],
    [-108, 'User_NotAllowMethod', account],
    [-109, 'User_NotAllowHttp', account],
    [-300, 'System_Disabled', account],
    [16, 'Mobile_Empty', rejected],
    [101, 'Mobile_Invalid', rejected],
    [19, 'FirstNameOrLastName_Empty', rejected],
    [113, 'ContactID_Invalid', rejected],
    [114, 'ContactGroupID_Invalid', rejected],
    [120, 'Length_Invalid', rejected],
    [121, 'Length_Exceeded', rejected],
    [500, 'ServerError', { kind: 'unsure' }],
    ...[5, 6, 7, 12, 13, 14, 15, 17, 18, 20].map((number) => [number, undefined, rejected] as const),
    ...[102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112].map((number) => [number, undefined, rejected] as const),
    ...[115, 116, 117, 118, 119].map((number) => [number, undefined, rejected] as const),
    [999, undefined, unknown],
    [-999, undefined, unknown],
  ] as const)('reads status %i (%s) in every form it may come in', (number, name, verdict) => {
    const forms = [number, String(number), ...(name === undefined ? [] : [name, name.toUpperCase()])];
    for (const form of forms) {
      expect(say({ Status: form, Data: [] })).toMatchObject(verdict);
      expect(say(form)).toMatchObject(verdict);
    }
    if (name !== undefined) expect(JSON.stringify(say(name))).toContain(`"provider_${name.toLowerCase()}"`);
  });
});

describe('Amoot SMS, looking up', () => {
  const contact = lost({ batch });
  const read = (name: string, sentAt = LOST_AT) =>
    checkOf(wire, { ...contact, sentAt }).interpret(fixture('amoot', name));
  const say = (data: unknown) =>
    checkOf(wire, contact).interpret({
      status: 200,
      headers: {},
      body: JSON.stringify({ Status: 'Success', Data: data }),
      receivedAt: RECEIVED_AT,
    });
  const unknown = (code: string, message?: string) => ({
    kind: 'answered',
    answers: [{ status: 'unknown', code, ...(message === undefined ? {} : { message }) }],
  });

  it('asks for the number as it was sent, and for nothing else', () => {
    expect(checkOf(wire, contact).request).toEqual({
      method: 'POST',
      url: `${BASE_URL}/rest/ContactSearch`,
      headers: { Authorization: 'no-such-token-55e0', 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'Mobile=09120000001',
    });
  });

  it.each([
    [120_000, { status: 'failed', code: 'not_found', message: 'not found two minutes after the call or later' }],
    [
      119_999,
      {
        status: 'unknown',
        code: 'not_found_yet',
        message: 'not found; it counts only from two minutes after the call',
      },
    ],
    [
      -1,
      {
        status: 'unknown',
        code: 'not_found_yet',
        message: 'not found; it counts only from two minutes after the call',
      },
    ],
  ])('believes that a contact is not there %i ms after its call: %j', (ms, answer) => {
    expect(read('find-not-found', RECEIVED_AT - ms)).toEqual({ kind: 'answered', answers: [answer] });
  });

  it('finds a contact however its number is written, and however soon', () => {
    for (const mobile of [989120000001, 9120000001, '09120000001', '+98 912 000 0001']) {
      expect(say([{ ID: 7, Mobile: mobile }])).toEqual({
        kind: 'answered',
        answers: [{ status: 'ok', result: 'found', providerId: '7' }],
      });
    }
    expect(read('find-found', RECEIVED_AT)).toMatchObject({ answers: [{ status: 'ok' }] });
  });

  it('finds a contact among others, and gives no id where several could be ours', () => {
    const other = { ID: 6, Mobile: 989120000009 };
    const own = { ID: 7, Mobile: 989120000001 };
    expect(say([other, { ...own, ID: 5, Deleted: true }, own])).toMatchObject({
      answers: [{ status: 'ok', providerId: '7' }],
    });
    expect(read('find-found-twice')).toEqual({ kind: 'answered', answers: [{ status: 'ok', result: 'found' }] });
  });

  it.each([
    ['find-found-deleted', 'find_unclear', 'the contact is there, but deleted'],
    ['find-without-data', 'find_unclear', 'expected a list of contacts, found nothing'],
    ['find-null-data', 'find_unclear', 'expected a list of contacts, found null'],
    ['find-failed', 'provider_failed', 'Amoot answered Failed: it does not say why'],
    ['find-another-number', 'another_number', 'the answer is about another number, 989120000009'],
    ['accepted', 'find_unclear', 'expected a list of contacts, found an object'],
    ['unknown-status', 'unknown_status', undefined],
  ])('leaves a contact unknown, and says why (%s)', (name, code, message) => {
    expect(read(name)).toMatchObject(unknown(code, message));
  });

  it.each([true, 'True', 1, '1'])('takes Deleted %j for deleted', (deleted) => {
    expect(say([{ ID: 7, Mobile: 989120000001, Deleted: deleted }])).toMatchObject(unknown('find_unclear'));
  });

  it.each([[[null]], [['x']], [[{}]], [[{ ID: 0, Mobile: 0 }]], [[[]]]])('makes nothing of %j', (data) => {
    expect(say(data)).toEqual(unknown('find_unclear', 'the contacts of the answer have no number'));
  });

  it('stops for a token that may create and not search, and names the method', () => {
    expect(read('find-refused-method')).toEqual({
      kind: 'stop',
      stop: 'credentials',
      code: 'provider_token_notallowmethod',
      reason: 'Amoot answered Token_NotAllowMethod: the token may not call ContactSearch',
    });
    expect(wire.interpret(fixture('amoot', 'find-refused-method'), batch)).toMatchObject({
      reason: 'Amoot answered Token_NotAllowMethod: the token may not call ContactCreate',
    });
  });
});

describe('Amoot SMS, looking up in the sandbox', () => {
  const started = sandboxes();

  it('finds a contact after its create, not before it', async () => {
    const sandbox = await started();
    const bound = connected(amoot, { settings: { AMOOT_TOKEN: 'sandbox-token' } });
    const send = async ({ url, method, headers, body = '' }: HttpRequest) => {
      const { status, text } = await ask(sandbox, url.slice(BASE_URL.length), { method, headers, body });
      return { status, headers: {}, body: text, receivedAt: RECEIVED_AT };
    };
    const look = async (sentAt: number) => {
      const { request, interpret } = checkOf(bound, { ...lost({ batch }), sentAt });
      return interpret(await send(request));
    };
    expect(await look(LOST_AT)).toMatchObject({ answers: [{ status: 'failed', code: 'not_found' }] });
    expect(await look(RECEIVED_AT)).toMatchObject({ answers: [{ status: 'unknown', code: 'not_found_yet' }] });

    expect(bound.interpret(await send(bound.encode(batch)), batch)).toMatchObject({ answers: [created] });
    expect(await look(RECEIVED_AT)).toEqual({
      kind: 'answered',
      answers: [{ status: 'ok', result: 'found', providerId: '1' }],
    });
  });
});
