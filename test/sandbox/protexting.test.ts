import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/index.js';
import { type Answer, ask, sandboxes } from './ask.js';

const started = sandboxes();
const TOKEN = 'access_token=sandbox-token';
const CREATE = `/v1/contacts-opt-in/create?${TOKEN}`;
const HEADERS = { accept: 'application/json', 'content-type': 'application/json' };
const ANN = { PhoneNumber: '16465550101', GroupIds: [1, 7] };

function create(sandbox: Sandbox, payload: unknown, path = CREATE): Promise<Answer> {
  return ask(sandbox, path, { method: 'POST', headers: HEADERS, body: JSON.stringify(payload) });
}

function yii(status: number): unknown {
  return expect.objectContaining({ name: expect.any(String), message: expect.any(String), code: 0, status });
}

describe('protexting stand-in', () => {
  it('answers a create with the contact, its dates in the time of New York without summer time', async () => {
    const sandbox = await started({ now: () => Date.UTC(2025, 6, 1, 3, 4, 5) });
    const answer = await create(sandbox, ANN);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=UTF-8');
    expect(answer.json).toEqual({
      Id: 1,
      Number: '16465550101',
      OptedOut: 0,
      FirstName: '',
      LastName: '',
      BirthDay: '0000-00-00',
      Email: '',
      Zip: '',
      City: '',
      DateCreated: '2025-06-30 22:04:05',
      DateUpdated: '2025-06-30 22:04:05',
      GroupIds: [1, 7],
      CustomFieldIds: [],
    });
  });

  it('texts the person again when a contact comes again, and adds its groups', async () => {
    let time = Date.UTC(2025, 0, 1, 12);
    const sandbox = await started({ now: () => time });
    await create(sandbox, ANN);
    time += 60_000;
    const answer = await create(sandbox, { ...ANN, GroupIds: [7, 9], CTAMessage: 'Hello' });
    expect(answer.json).toMatchObject({
      Id: 1,
      GroupIds: [1, 7, 9],
      DateCreated: '2025-01-01 07:00:00',
      DateUpdated: '2025-01-01 07:01:00',
    });
    expect(sandbox.times('protexting', ANN.PhoneNumber)).toBe(2);
    expect(sandbox.stats().protexting).toMatchObject({ contacts: 1, textMessages: 2, repeated: 1 });
    expect([...sandbox.contacts('protexting')]).toMatchObject([
      { number: ANN.PhoneNumber, fields: { PhoneNumber: ANN.PhoneNumber, GroupIds: [1, 7, 9], CTAMessage: 'Hello' } },
    ]);
  });

  it('answers with a message alone where the current page is followed', async () => {
    const sandbox = await started({ protextingGeneration: 'B' });
    const answer = await create(sandbox, { ...ANN, CTAMessage: 'Hello', SendCTAMessage: 1 });
    expect(answer.status).toBe(201);
    expect(answer.json).toEqual({ message: 'Confirmation message successfully sent' });
    expect(sandbox.stats().protexting).toMatchObject({ contacts: 1, textMessages: 1, unknownKeys: 2 });
  });

  it('ignores keys that no page documents, and counts them', async () => {
    const sandbox = await started();
    expect((await create(sandbox, { ...ANN, SendCTAMessage: 0, FirstName: 'Ann' })).status).toBe(201);
    expect(sandbox.stats().protexting.unknownKeys).toBe(1);
  });

  it.each(['/v1/contacts-opt-in/create', '/v1/contacts-opt-in/create?access_token=other'])(
    'refuses %s without the right token',
    async (path) => {
      const sandbox = await started();
      const answer = await create(sandbox, ANN, path);
      expect(answer.status).toBe(401);
      expect(answer.json).toEqual(yii(401));
      expect(sandbox.stats().protexting).toMatchObject({ contacts: 0, textMessages: 0, calls: 1 });
    },
  );

  it('takes JSON alone', async () => {
    const sandbox = await started();
    const answer = await ask(sandbox, CREATE, { method: 'POST', body: new URLSearchParams({ PhoneNumber: '1' }) });
    expect(answer.status).toBe(415);
    expect(answer.json).toEqual(yii(415));
  });

  it('refuses what is no JSON', async () => {
    const sandbox = await started();
    const answer = await ask(sandbox, CREATE, { method: 'POST', headers: HEADERS, body: '{"PhoneNumber":' });
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual(yii(400));
  });

  it.each([
    ['nothing', {}, ['PhoneNumber', 'GroupIds']],
    ['no object', [], ['PhoneNumber', 'GroupIds']],
    ['null', null, ['PhoneNumber', 'GroupIds']],
    ['no number', { GroupIds: [1] }, ['PhoneNumber']],
    ['a number with a plus', { ...ANN, PhoneNumber: '+16465550101' }, ['PhoneNumber']],
    ['a number of 7 digits', { ...ANN, PhoneNumber: '1646555' }, ['PhoneNumber']],
    ['a number of 16 digits', { ...ANN, PhoneNumber: '1646555010112345' }, ['PhoneNumber']],
    ['a number that is no text', { ...ANN, PhoneNumber: 16465550101 }, ['PhoneNumber']],
    ['no groups', { PhoneNumber: ANN.PhoneNumber }, ['GroupIds']],
    ['an empty list of groups', { ...ANN, GroupIds: [] }, ['GroupIds']],
    ['a group that is no array', { ...ANN, GroupIds: 1 }, ['GroupIds']],
    ['a group that is text', { ...ANN, GroupIds: ['1'] }, ['GroupIds']],
    ['a group that is no whole number', { ...ANN, GroupIds: [1.5] }, ['GroupIds']],
    ['the group 0', { ...ANN, GroupIds: [1, 0] }, ['GroupIds']],
    ['a group that the account does not have', { ...ANN, GroupIds: [101] }, ['GroupIds']],
    ['a message that is no text', { ...ANN, CTAMessage: 1 }, ['CTAMessage']],
    ['another message that is no text', { ...ANN, ConfirmMessage: null }, ['ConfirmMessage']],
    ['a switch that is neither 0 nor 1', { ...ANN, SendCTAMessage: true }, ['SendCTAMessage']],
  ])('names the fields that fail, given %s', async (_, payload, fields) => {
    const sandbox = await started();
    const answer = await create(sandbox, payload);
    expect(answer.status).toBe(422);
    expect(answer.json).toEqual(fields.map((field) => ({ field, message: expect.any(String) })));
    expect(sandbox.stats().protexting).toMatchObject({ contacts: 0, textMessages: 0 });
  });

  it('finds a contact by its number', async () => {
    const sandbox = await started();
    await create(sandbox, ANN);
    const found = await ask(sandbox, `/v1/contacts/find?number=16465550101&${TOKEN}`);
    expect(found.status).toBe(200);
    expect(found.json).toMatchObject({ Id: 1, Number: '16465550101', GroupIds: [1, 7] });
    const missing = await ask(sandbox, `/v1/contacts/find?number=16465550102&${TOKEN}`);
    expect(missing.status).toBe(404);
    expect(missing.json).toEqual(yii(404));
    expect((await ask(sandbox, `/v1/contacts/find?${TOKEN}`)).status).toBe(400);
    expect((await ask(sandbox, '/v1/contacts/find?number=16465550101')).status).toBe(401);
  });

  it('tells the balance', async () => {
    const sandbox = await started();
    const answer = await ask(sandbox, `/v1/credits/balance?${TOKEN}`);
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({ AvailableCredits: 1000 });
    expect((await ask(sandbox, '/v1/credits/balance')).status).toBe(401);
  });

  it('lists a hundred groups on one page', async () => {
    const sandbox = await started();
    const answer = await ask(sandbox, `/v1/groups/index?${TOKEN}`);
    expect(answer.json).toHaveLength(100);
    expect(answer.json).toMatchObject({ 0: { Id: 1, Name: 'Group 1' }, 99: { Id: 100 } });
    expect(answer.headers.get('x-pagination-total-count')).toBe('100');
    expect(answer.headers.get('x-pagination-page-count')).toBe('1');
  });

  it('answers 404 in its own shape elsewhere', async () => {
    const sandbox = await started();
    for (const path of ['/v1/contacts/create', CREATE]) {
      const answer = await ask(sandbox, path);
      expect(answer.status).toBe(404);
      expect(answer.json).toEqual(yii(404));
    }
  });

  it.each([CREATE, '/v1/credits/balance', '/v1/nothing'])(
    'states the rate on every answer, also of %s',
    async (path) => {
      const sandbox = await started();
      const { headers } = await ask(sandbox, path);
      expect(headers.get('x-rate-limit-limit')).toBe('1000');
      expect(headers.get('x-rate-limit-remaining')).toBe('999');
      expect(headers.get('x-rate-limit-reset')).toBe('0');
    },
  );
});

describe('protexting magic numbers', () => {
  it.each([
    ['16465550191', 1],
    ['16465550192', 1001],
    ['16465550193', 10001],
    ['16465550195', 5],
    ['16465550196', 8],
    ['16465550197', 6],
  ])('refuses %s with code %i, and texts nobody', async (PhoneNumber, code) => {
    const sandbox = await started();
    const answer = await create(sandbox, { ...ANN, PhoneNumber });
    expect(answer.status).toBe(422);
    expect(answer.json).toEqual({ name: 'Unprocessable entity', message: expect.any(String), code, status: 422 });
    expect(sandbox.stats().protexting).toMatchObject({ contacts: 0, textMessages: 0 });
    expect(sandbox.times('protexting', PhoneNumber)).toBe(0);
  });

  it('breaks down after the person was texted', async () => {
    const sandbox = await started();
    const answer = await create(sandbox, { ...ANN, PhoneNumber: '16465550194' });
    expect(answer.status).toBe(500);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(sandbox.stats().protexting).toMatchObject({ contacts: 1, textMessages: 1 });
    expect((await ask(sandbox, `/v1/contacts/find?number=16465550194&${TOKEN}`)).status).toBe(200);
  });
});
