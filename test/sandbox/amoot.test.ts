import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/index.js';
import { type Answer, ask, sandboxes } from './ask.js';

const started = sandboxes();
const CREATE = '/rest/ContactCreate';
const SEARCH = '/rest/ContactSearch';
const TOKEN = { authorization: 'sandbox-token' };
const EMPTY = {
  ContactGroupID: '0',
  Active: 'true',
  Mobile: '09120000001',
  FName: '',
  LName: '',
  GenderType: '',
  CompanyTitle: '',
  JobTitle: '',
  Email: '',
  CityName: '',
  AddressText: '',
  BornDate: '',
  AnniversaryDate: '',
  CustomText1: '',
  CustomText2: '',
  CustomText3: '',
  CustomText4: '',
  CustomText5: '',
  CustomText6: '',
  CustomDate1: '',
  CustomDate2: '',
  CustomDate3: '',
  Labels: '',
};

function post(
  sandbox: Sandbox,
  path: string,
  form: Record<string, string>,
  headers: Record<string, string> = TOKEN,
): Promise<Answer> {
  return ask(sandbox, path, { method: 'POST', headers, body: new URLSearchParams(form) });
}

const BLANK = expect.objectContaining({ ID: 0, Mobile: 0, FName: null });

describe('amoot stand-in', () => {
  it('creates a contact and answers with it, without its labels', async () => {
    const sandbox = await started({ now: () => Date.UTC(2025, 9, 20, 9, 41, 3, 350) });
    const form = {
      ...EMPTY,
      FName: 'مریم',
      GenderType: 'False',
      BornDate: '1990-02-28',
      CustomText6: 'x&y=z',
      Labels: 'گروه 1,گروه 2',
    };
    const answer = await post(sandbox, CREATE, form);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.json).toEqual({
      Status: 'Success',
      Data: {
        ID: 1,
        Active: true,
        ContactGroupID: 0,
        Mobile: 989120000001,
        FName: 'مریم',
        LName: null,
        GenderType: false,
        GenderTypeStr: 'خانم',
        CompanyTitle: null,
        JobTitle: null,
        Email: null,
        CityName: null,
        AddressText: null,
        BornDate: '1990-02-28T00:00:00',
        BornDatePer: '',
        AnniversaryDate: null,
        AnniversaryDatePer: '',
        CustomText1: null,
        CustomText2: null,
        CustomText3: null,
        CustomText4: null,
        CustomText5: null,
        CustomText6: 'x&y=z',
        CustomDate1: null,
        CustomDate1Per: '',
        CustomDate2: null,
        CustomDate2Per: '',
        CustomDate3: null,
        CustomDate3Per: '',
        Deleted: false,
        UpdateDateTime: '2025-10-20T13:11:03.350',
      },
    });
    expect([...sandbox.contacts('amoot')]).toMatchObject([
      {
        id: 1,
        number: '989120000001',
        fields: {
          ContactGroupID: '0',
          Active: 'true',
          Mobile: '09120000001',
          FName: 'مریم',
          GenderType: 'false',
          BornDate: '1990-02-28',
          CustomText6: 'x&y=z',
          Labels: 'گروه 1,گروه 2',
        },
      },
    ]);
  });

  it('keeps a second record when a number comes again', async () => {
    const sandbox = await started();
    await post(sandbox, CREATE, EMPTY);
    const again = await post(sandbox, CREATE, { ...EMPTY, Active: 'false' });
    expect(again.json).toMatchObject({ Status: 'Success', Data: { ID: 2, Active: false } });
    expect(sandbox.stats().amoot).toMatchObject({ contacts: 2, repeated: 1 });
    for (const number of ['09120000001', '989120000001', '+989120000001']) {
      expect(sandbox.times('amoot', number)).toBe(2);
    }
  });

  it('says whether the gender is male, female or not known', async () => {
    const sandbox = await started();
    for (const [GenderType, told, text] of [
      ['true', true, 'آقا'],
      ['false', false, 'خانم'],
      ['', null, ''],
    ] as const) {
      const answer = await post(sandbox, CREATE, { ...EMPTY, GenderType });
      expect(answer.json).toMatchObject({ Data: { GenderType: told, GenderTypeStr: text } });
    }
  });

  it('joins the values of a repeated key', async () => {
    const sandbox = await started();
    const body = new URLSearchParams(EMPTY);
    body.set('Labels', 'a');
    body.append('Labels', 'b');
    await ask(sandbox, CREATE, { method: 'POST', headers: TOKEN, body });
    expect([...sandbox.contacts('amoot')]).toMatchObject([{ fields: { Labels: 'a,b' } }]);
  });

  it('ignores keys that no page documents, and counts them', async () => {
    const sandbox = await started();
    expect((await post(sandbox, CREATE, { ...EMPTY, City: 'Shiraz' })).json).toMatchObject({ Status: 'Success' });
    expect(sandbox.stats().amoot.unknownKeys).toBe(1);
  });

  it.each([
    [CREATE, { Status: 'Token_Invalid', Data: BLANK }],
    [SEARCH, { Status: 'Token_Invalid', Data: [] }],
    ['/rest/AccountStatus', expect.objectContaining({ Status: 'User_NotExists', AccountName: null })],
  ])('refuses a wrong token for %s, and names one that is missing in a bare string', async (path, wrong) => {
    const sandbox = await started();
    const refused = await post(sandbox, path, EMPTY, { authorization: 'Bearer sandbox' });
    expect(refused.status).toBe(200);
    expect(refused.json).toEqual(wrong);
    const nameless = await post(sandbox, path, EMPTY, {});
    expect(nameless.status).toBe(200);
    expect(nameless.text).toBe('"Token_NotExists"');
    expect(sandbox.stats().amoot.contacts).toBe(0);
  });

  it('takes an urlencoded form alone', async () => {
    const sandbox = await started();
    const form = new FormData();
    for (const [key, value] of Object.entries(EMPTY)) form.append(key, value);
    const json = { method: 'POST', headers: { ...TOKEN, 'content-type': 'application/json' }, body: '{}' };
    expect((await ask(sandbox, CREATE, { method: 'POST', headers: TOKEN, body: form })).json).toEqual({
      Status: 'Failed',
      Data: BLANK,
    });
    expect((await ask(sandbox, CREATE, json)).json).toEqual({ Status: 'Failed', Data: BLANK });
    expect((await ask(sandbox, SEARCH, json)).json).toEqual({ Status: 'Failed', Data: [] });
    expect(sandbox.stats().amoot.contacts).toBe(0);
  });

  it.each(Object.keys(EMPTY))('breaks down over a form without %s', async (key) => {
    const sandbox = await started();
    const form = Object.fromEntries(Object.entries(EMPTY).filter(([name]) => name !== key));
    const answer = await post(sandbox, CREATE, form);
    expect(answer.status).toBe(500);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(answer.text).toContain(`Missing parameter: ${key}.`);
  });

  it.each([
    ['BornDate', '1990-02-30'],
    ['BornDate', '0000-01-01'],
    ['AnniversaryDate', '1990/02/28'],
    ['CustomDate1', '28-02-1990'],
    ['CustomDate2', '1990-13-01'],
    ['CustomDate3', '1990-02-28T00:00:00'],
    ['Active', ''],
    ['Active', '1'],
    ['GenderType', 'male'],
    ['GenderType', '<b>'],
  ])('breaks down over %s %j', async (key, value) => {
    const sandbox = await started();
    const answer = await post(sandbox, CREATE, { ...EMPTY, [key]: value });
    expect(answer.status).toBe(500);
    expect(answer.text).toContain(key);
    expect(answer.text).not.toContain('<b>');
    expect(sandbox.stats().amoot.contacts).toBe(0);
  });

  it('takes the last day of a leap February', async () => {
    const sandbox = await started();
    const answer = await post(sandbox, CREATE, { ...EMPTY, CustomDate3: '2024-02-29' });
    expect(answer.json).toMatchObject({ Data: { CustomDate3: '2024-02-29T00:00:00' } });
  });

  it.each([
    ['Mobile', '', 'Mobile_Empty'],
    ['Mobile', '9120000001', 'Mobile_Invalid'],
    ['Mobile', '+989120000001', 'Mobile_Invalid'],
    ['Mobile', '091200000011', 'Mobile_Invalid'],
    ['Mobile', '۰۹۱۲۰۰۰۰۰۰۱', 'Mobile_Invalid'],
    ['ContactGroupID', '1', 'ContactGroupID_Invalid'],
    ['ContactGroupID', '', 'ContactGroupID_Invalid'],
  ])('refuses %s %j with HTTP 200, %s and a blank contact', async (key, value, Status) => {
    const sandbox = await started();
    const answer = await post(sandbox, CREATE, { ...EMPTY, [key]: value });
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({ Status, Data: BLANK });
    expect(sandbox.stats().amoot.contacts).toBe(0);
  });

  it.each(['09120000001', '989120000001', '+989120000001'])('finds what it holds of %s', async (Mobile) => {
    const sandbox = await started();
    await post(sandbox, CREATE, { ...EMPTY, FName: 'A' });
    await post(sandbox, CREATE, { ...EMPTY, FName: 'B' });
    await post(sandbox, CREATE, { ...EMPTY, Mobile: '09120000002' });
    const answer = await post(sandbox, SEARCH, { Mobile });
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({
      Status: 'Success',
      Data: [
        { ID: 2, Mobile: 989120000001, FName: 'B' },
        { ID: 1, Mobile: 989120000001, FName: 'A' },
      ],
    });
  });

  it('finds nothing where there is nothing', async () => {
    const sandbox = await started();
    for (const form of [{ Mobile: '09120000001' }, { Mobile: '' }, { FName: 'A' }]) {
      expect((await post(sandbox, SEARCH, form)).json).toEqual({ Status: 'Success', Data: [] });
    }
  });

  it.each(['POST', 'GET'])('tells the state of the account by %s', async (method) => {
    const sandbox = await started();
    const answer = await ask(sandbox, '/rest/AccountStatus', { method, headers: TOKEN });
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ Status: 'Success', RemaindCredit: 25000, ListLineNumbers: [] });
  });

  it.each(['/rest', '/rest/ContactEdit', CREATE])('answers GET %s with an HTML page, 404', async (path) => {
    const sandbox = await started();
    const answer = await ask(sandbox, path, { headers: TOKEN });
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toContain('text/html');
  });
});

describe('amoot magic numbers', () => {
  it.each([
    ['09120000091', 'Mobile_Invalid'],
    ['09120000092', 500],
    ['09120000094', 4],
  ])('refuses %s with the status %j, and stores nothing', async (Mobile, Status) => {
    const sandbox = await started();
    const answer = await post(sandbox, CREATE, { ...EMPTY, Mobile });
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({ Status, Data: BLANK });
    expect(sandbox.stats().amoot.contacts).toBe(0);
  });

  it('stores a contact and answers with a page that no program can read', async () => {
    const sandbox = await started();
    const answer = await post(sandbox, CREATE, { ...EMPTY, Mobile: '09120000093' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(answer.json).toBeUndefined();
    const found = await post(sandbox, SEARCH, { Mobile: '09120000093' });
    expect(found.json).toMatchObject({ Status: 'Success', Data: [{ ID: 1 }] });
  });
});
