import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amoot } from '../../src/providers/amoot.js';
import { BASE_URL, batchOf, connected, fixture, providerContract, RECEIVED_AT } from '../support/providerContract.js';

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
