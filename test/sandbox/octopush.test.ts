import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/index.js';
import { type Answer, ask, sandboxes } from './ask.js';

const started = sandboxes();
const CREATE = '/v1/public/contact/create';
const LOGIN = { 'api-login': 'sandbox@example.org', 'api-key': 'sandbox-key' };
const HEADERS = { ...LOGIN, 'content-type': 'application/json' };
const ANN = { phone_number: '+33639980001', first_name: 'Ann', email: 'ann@example.org' };
const BOB = { phone_number: '+33639980002', first_name: 'Bob' };

function create(sandbox: Sandbox, payload: unknown, headers: Record<string, string> = HEADERS): Promise<Answer> {
  return ask(sandbox, CREATE, { method: 'POST', headers, body: JSON.stringify(payload) });
}

function held(sandbox: Sandbox): unknown[] {
  return [...sandbox.contacts('octopush')].map(({ fields }) => fields);
}

describe('octopush stand-in', () => {
  it('adds contacts and answers with one item each', async () => {
    const sandbox = await started();
    const answer = await create(sandbox, { contacts: [ANN, BOB], list_name: 'spring', tag_name: 'vip' });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(answer.json).toEqual({
      items: [
        { phone_number: '+33639980001', email: 'ann@example.org', status: 'added' },
        { phone_number: '+33639980002', email: null, status: 'added' },
      ],
    });
    expect(held(sandbox)).toEqual([
      { ...ANN, list_names: ['spring'], tag_names: ['vip'] },
      { ...BOB, list_names: ['spring'], tag_names: ['vip'] },
    ]);
  });

  it('updates a number it holds, keeps what the second call leaves out, and adds its list', async () => {
    const sandbox = await started();
    await create(sandbox, { contacts: [ANN], list_name: 'spring' });
    const answer = await create(sandbox, {
      contacts: [{ phone_number: ANN.phone_number, first_name: 'Anna', param1: null }],
      list_name: 'summer',
      do_not_overwrite: false,
    });
    expect(answer.json).toMatchObject({ items: [{ status: 'updated' }] });
    expect(held(sandbox)).toEqual([
      { ...ANN, first_name: 'Anna', param1: null, list_names: ['spring', 'summer'], tag_names: [] },
    ]);
    expect(sandbox.times('octopush', ANN.phone_number)).toBe(2);
    expect(sandbox.stats().octopush).toMatchObject({ contacts: 1, calls: 2, repeated: 1 });
  });

  it('names a list once, however often it comes', async () => {
    const sandbox = await started();
    await create(sandbox, { contacts: [ANN], list_name: 'spring' });
    await create(sandbox, { contacts: [ANN], list_name: 'spring' });
    expect(held(sandbox)).toMatchObject([{ list_names: ['spring'] }]);
  });

  it('skips a number it holds when told not to overwrite', async () => {
    const sandbox = await started();
    await create(sandbox, { contacts: [ANN] });
    const answer = await create(sandbox, {
      contacts: [{ ...ANN, first_name: 'Zoe' }, BOB],
      list_name: 'spring',
      do_not_overwrite: true,
    });
    expect(answer.json).toMatchObject({ items: [{ status: 'skipped' }, { status: 'added' }] });
    expect(held(sandbox)).toMatchObject([{ first_name: 'Ann', list_names: [] }, { first_name: 'Bob' }]);
    expect(sandbox.times('octopush', ANN.phone_number)).toBe(2);
    expect(sandbox.times('octopush', BOB.phone_number)).toBe(1);
  });

  it('counts a number that stands twice in one call as come twice', async () => {
    const sandbox = await started();
    const answer = await create(sandbox, { contacts: [ANN, ANN] });
    expect(answer.json).toMatchObject({ items: [{ status: 'added' }, { status: 'updated' }] });
    expect(sandbox.stats().octopush).toMatchObject({ contacts: 1, repeated: 1 });
  });

  it.each([
    ['no login', { 'content-type': 'application/json' }],
    ['a wrong login', { ...HEADERS, 'api-login': 'other@example.org' }],
    ['a wrong key', { ...HEADERS, 'api-key': 'other' }],
  ])('refuses %s', async (_, headers) => {
    const sandbox = await started();
    const answer = await create(sandbox, { contacts: [ANN] }, headers);
    expect(answer.status).toBe(401);
    expect(answer.json).toEqual({ code: 101, message: expect.any(String) });
    expect(sandbox.stats().octopush).toMatchObject({ contacts: 0, calls: 1 });
  });

  it('accepts the credentials it was started with, and those alone', async () => {
    const sandbox = await started({ credentials: { octopush: { login: 'me@example.org', key: 'mine' } } });
    expect((await create(sandbox, { contacts: [ANN] })).status).toBe(401);
    const headers = { ...HEADERS, 'api-login': 'me@example.org', 'api-key': 'mine' };
    expect((await create(sandbox, { contacts: [ANN] }, headers)).status).toBe(201);
  });

  it('takes JSON alone, whatever its charset', async () => {
    const sandbox = await started();
    const text = await create(sandbox, { contacts: [ANN] }, { ...LOGIN, 'content-type': 'text/plain' });
    expect(text.status).toBe(415);
    expect(text.json).toMatchObject({ code: 415 });
    const headers = { ...LOGIN, 'content-type': 'Application/JSON; charset=utf-8' };
    expect((await create(sandbox, { contacts: [ANN] }, headers)).status).toBe(201);
  });

  const many = Array.from({ length: 501 }, (_, index) => ({ phone_number: `+336399${index}` }));
  it.each([
    ['no object', []],
    ['no contacts', {}],
    ['contacts that are no array', { contacts: {} }],
    ['an empty array', { contacts: [] }],
    ['more than 500 contacts', { contacts: many }],
    ['a contact that is no object', { contacts: [ANN, null] }],
    ['a contact without a number', { contacts: [{ first_name: 'Ann' }] }],
    ['a number without a plus', { contacts: [{ phone_number: '33639980001' }] }],
    ['a number with a space', { contacts: [{ phone_number: '+33 639980001' }] }],
    ['a number with a line break at its end', { contacts: [{ phone_number: '+33639980001\n' }] }],
    ['a number that is no text', { contacts: [{ phone_number: 33639980001 }] }],
    ['a name that is no text', { contacts: [{ ...ANN, first_name: 7 }] }],
    ['a list name of 31 characters', { contacts: [ANN], list_name: 'x'.repeat(31) }],
    ['a list name that is no text', { contacts: [ANN], list_name: null }],
    ['a tag name of 21 characters', { contacts: [ANN], tag_name: 'x'.repeat(21) }],
    ['a flag that is no boolean', { contacts: [ANN], do_not_overwrite: 1 }],
    ['the other flag that is no boolean', { contacts: [ANN], auto_remove_blacklisted_numbers: 'true' }],
  ])('refuses %s, and stores nothing of the call', async (_, payload) => {
    const sandbox = await started();
    const answer = await create(sandbox, payload);
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({ code: 400, message: expect.stringContaining('Payload validation') });
    expect(sandbox.stats().octopush).toMatchObject({ contacts: 0, unknownKeys: 0 });
  });

  it('refuses what is no JSON', async () => {
    const sandbox = await started();
    for (const body of ['', '{', '{"contacts":[{"phone_number":Mme}]}', '\u0000']) {
      const answer = await ask(sandbox, CREATE, { method: 'POST', headers: HEADERS, body });
      expect(answer.status).toBe(400);
    }
  });

  it('takes names of full length, counted in characters, and 500 contacts', async () => {
    const sandbox = await started();
    const payload = { contacts: many.slice(1), list_name: '🙂'.repeat(30), tag_name: 'é'.repeat(20) };
    expect((await create(sandbox, payload)).status).toBe(201);
    expect(sandbox.stats().octopush.contacts).toBe(500);
  });

  it('ignores keys that no page documents, and counts them', async () => {
    const sandbox = await started();
    const answer = await create(sandbox, { contacts: [{ ...ANN, city: 'Lyon', zip: 1 }, BOB], list_nam: 'spring' });
    expect(answer.status).toBe(201);
    expect(sandbox.stats().octopush.unknownKeys).toBe(3);
    expect(held(sandbox)).toMatchObject([{ ...ANN, list_names: [] }, BOB]);
    expect(held(sandbox)[0]).not.toHaveProperty('city');
  });

  it('tells the balance to those it knows', async () => {
    const sandbox = await started();
    const path = '/v1/public/wallet/check-balance';
    const answer = await ask(sandbox, path, { headers: LOGIN });
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({ amount: expect.any(Number), unit: 'euros' });
    expect((await ask(sandbox, path)).status).toBe(401);
  });

  it('answers 404 in its own shape elsewhere', async () => {
    const sandbox = await started();
    for (const answer of [await ask(sandbox, '/v1/public/contact/delete'), await ask(sandbox, CREATE)]) {
      expect(answer.status).toBe(404);
      expect(answer.json).toEqual({ code: 404, message: expect.any(String) });
    }
  });
});

describe('octopush magic numbers', () => {
  it('leaves a contact out of the answer, and stores it', async () => {
    const sandbox = await started();
    const answer = await create(sandbox, { contacts: [ANN, { phone_number: '+33639980091' }, BOB] });
    expect(answer.status).toBe(201);
    expect(answer.json).toMatchObject({
      items: [{ phone_number: ANN.phone_number }, { phone_number: BOB.phone_number }],
    });
    expect(sandbox.stats().octopush.contacts).toBe(3);
    expect(sandbox.times('octopush', '+33639980091')).toBe(1);
  });

  it('answers a status that no page documents, and stores nothing of that contact', async () => {
    const sandbox = await started();
    const answer = await create(sandbox, { contacts: [{ phone_number: '+33639980092' }, BOB] });
    expect(answer.json).toMatchObject({ items: [{ status: 'queued' }, { status: 'added' }] });
    expect(sandbox.stats().octopush.contacts).toBe(1);
    expect(sandbox.times('octopush', '+33639980092')).toBe(0);
  });

  it('refuses a whole call for one number', async () => {
    const sandbox = await started();
    const answer = await create(sandbox, { contacts: [ANN, { phone_number: '+33639980093' }] });
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ code: 117 });
    expect(sandbox.stats().octopush.contacts).toBe(0);
    expect(sandbox.times('octopush', ANN.phone_number)).toBe(0);
  });

  it('breaks down over a whole call for one number', async () => {
    const sandbox = await started();
    const answer = await create(sandbox, { contacts: [ANN, { phone_number: '+33639980094' }] });
    expect(answer.status).toBe(500);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(answer.json).toBeUndefined();
    expect(sandbox.stats().octopush.contacts).toBe(0);
  });
});
