import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { octopush } from '../../src/providers/octopush.js';
import { BASE_URL, batchOf, connected, fixture, providerContract, RECEIVED_AT } from '../support/providerContract.js';

const settings = { OCTOPUSH_API_LOGIN: 'ops@example.org', OCTOPUSH_API_KEY: 'no-such-key-7f3a' };
const batch = batchOf(octopush, ['33639980001', '33639980002', '33639980003'], {}, { list_name: 'spring' });
const wire = connected(octopush, { settings });

providerContract(octopush, {
  settings,
  places: { OCTOPUSH_API_LOGIN: 'header api-login', OCTOPUSH_API_KEY: 'header api-key' },
  batch,
  meanings: {
    accepted: { verdict: { kind: 'answered', answers: [ok('added'), ok('updated'), ok('skipped')] } },
    reordered: { verdict: { kind: 'answered', answers: [ok('added'), ok('updated'), ok('skipped')] } },
    'one-missing': { verdict: { kind: 'answered', answers: [ok('added'), undefined, ok('added')] } },
    'unknown-status': {
      verdict: {
        kind: 'answered',
        answers: [
          ok('added'),
          {
            status: 'unknown',
            code: 'unknown_status',
            message: 'expected added, updated or skipped, found "postponed"',
          },
          ok('added'),
        ],
      },
    },
    'refused-row': {
      verdict: {
        kind: 'refused',
        code: 'provider_117',
        reason: 'HTTP 400: Your recipient list contains no correct numbers.',
      },
    },
    'refused-credentials': { verdict: { kind: 'stop', stop: 'credentials', code: 'provider_101' } },
  },
  probe: {
    meanings: {
      'probe-holds': { verdict: { kind: 'holds', credit: { text: '12.5 euros' } } },
      'probe-nothing-left': { verdict: { kind: 'holds', credit: { text: '0 euros' } } },
      'refused-credentials': { verdict: { kind: 'stop', stop: 'credentials', code: 'provider_101' } },
    },
  },
  digits: fc.integer({ min: 33639980000, max: 33639989999 }).map(String),
  sent: (_, value) => (value === false ? undefined : value),
  decode(body) {
    const read: { contacts: Record<string, unknown>[] } = JSON.parse(body);
    const { contacts, ...call } = read;
    return { contacts, call };
  },
});

describe('Octopush, writing', () => {
  it('sends the bytes of the documented sample, keys in the documented order', () => {
    const [contact] = batchOf(octopush, ['33639980001']).contacts;
    const values = { email: 'a@example.org', param5: 'e', param3: 'Mme', last_name: 'Durand', first_name: 'Axelle' };
    const call = {
      key: '',
      values: { do_not_overwrite: true, auto_remove_blacklisted_numbers: true, tag_name: 'vip', list_name: 'my_list' },
      fixed: [],
    };
    if (contact === undefined) throw new Error('no contact');
    expect(wire.encode({ contacts: [{ ...contact, values }], call })).toEqual({
      method: 'POST',
      url: `${BASE_URL}/v1/public/contact/create`,
      headers: {
        'Content-Type': 'application/json',
        'api-login': 'ops@example.org',
        'api-key': 'no-such-key-7f3a',
        'cache-control': 'no-cache',
      },
      body:
        '{"contacts":[{"phone_number":"+33639980001","first_name":"Axelle","last_name":"Durand","param3":"Mme",' +
        '"param5":"e","email":"a@example.org"}],"list_name":"my_list","tag_name":"vip",' +
        '"auto_remove_blacklisted_numbers":true,"do_not_overwrite":true}',
    });
  });

  it('leaves out every key without a value, and a boolean that is false', () => {
    const call = { auto_remove_blacklisted_numbers: false, do_not_overwrite: false };
    expect(wire.encode(batchOf(octopush, ['33639980001'], {}, call)).body).toBe(
      '{"contacts":[{"phone_number":"+33639980001"}]}',
    );
  });

  it('takes numbers of at most fifteen digits, none beginning with zero', () => {
    expect(octopush.phone.write('123456789012345')).toBe('+123456789012345');
    expect(octopush.phone.write('1234567890123456')).toBeUndefined();
    expect(octopush.phone.write('0639980001')).toBeUndefined();
    expect(octopush.phone.write('')).toBeUndefined();
  });

  it('keeps to the documented lengths of list and tag', () => {
    const limits = octopush.fields.flatMap(({ name, maxLength }) =>
      maxLength === undefined ? [] : [[name, maxLength]],
    );
    expect(limits).toEqual([
      ['list_name', 30],
      ['tag_name', 20],
    ]);
  });

  it('takes email on purpose only, and warns of it and of a possible charge', () => {
    expect(octopush.fields.filter((field) => field.onPurpose).map(({ name }) => name)).toEqual(['email']);
    expect(octopush.fields.filter((field) => field.caution).map(({ name }) => name)).toEqual([
      'email',
      'auto_remove_blacklisted_numbers',
    ]);
    expect(octopush.notices(new Set())).toEqual([]);
  });
});

describe('Octopush, reading', () => {
  const read = (name: string, of = batch) => wire.interpret(fixture('octopush', name), of);

  it('finds each contact by its digits, however the number is written', () => {
    expect(read('other-writing')).toMatchObject({ answers: [ok('added'), ok('added'), ok('added')] });
  });

  it('takes an item that comes twice with one status for one answer', () => {
    expect(read('repeated-item')).toMatchObject({ answers: [ok('added'), ok('updated'), ok('added')] });
  });

  it('leaves a contact unknown that is reported in two ways', () => {
    expect(read('conflicting-items')).toMatchObject({
      answers: [
        {
          status: 'unknown',
          code: 'conflicting_answers',
          message: 'the number is reported twice: added, then skipped',
        },
        ok('updated'),
        ok('added'),
      ],
    });
  });

  it('ignores items about numbers that were not sent', () => {
    expect(read('foreign-item')).toMatchObject({ answers: [ok('added'), ok('added'), ok('added')] });
  });

  it('answers nobody from an empty list', () => {
    expect(read('no-items')).toEqual({ kind: 'answered', answers: [undefined, undefined, undefined] });
  });

  it('leaves a dropped number open even when blacklisted numbers were to be dropped', () => {
    const of = batchOf(
      octopush,
      ['33639980001', '33639980002', '33639980003'],
      {},
      {
        auto_remove_blacklisted_numbers: true,
      },
    );
    expect(read('one-missing', of)).toMatchObject({ answers: [ok('added'), undefined, ok('added')] });
  });

  it('trusts only 201: neither 201 without items nor 200 with items confirms anything', () => {
    expect(read('without-items')).toMatchObject({ kind: 'unsure', code: 'unreadable_answer' });
    expect(read('items-with-200')).toEqual({
      kind: 'unsure',
      code: 'unreadable_answer',
      reason: 'HTTP 200 with a status that is not the documented 201, which confirms nothing',
    });
  });

  it('obeys Retry-After on an answer, too', () => {
    const reply = { ...fixture('octopush', 'accepted'), headers: { 'retry-after': '3' }, receivedAt: RECEIVED_AT };
    expect(wire.interpret(reply, batch)).toMatchObject({ kind: 'answered', pauseMs: 3000 });
  });

  it('stops for an account that is not validated, for one without credit, and for a key refused with 400', () => {
    expect(read('refused-account')).toMatchObject({ kind: 'stop', stop: 'account', code: 'provider_113' });
    expect(read('no-credit')).toMatchObject({ kind: 'stop', stop: 'account', code: 'provider_104' });
    expect(read('refused-credentials-with-400')).toMatchObject({ stop: 'credentials', code: 'provider_101' });
  });

  it('lays a refused payload on the batch', () => {
    expect(read('refused-payload')).toEqual({
      kind: 'refused',
      code: 'provider_400',
      reason: 'HTTP 400: Payload validation failed: contacts.1.param2 is not a string.',
    });
  });

  it('stops when the list of the whole run is refused, and refuses the batch when its rows chose the list', () => {
    expect(read('refused-list')).toMatchObject({ kind: 'stop', stop: 'settings', code: 'provider_400' });
    const ofColumn = batchOf(octopush, ['33639980001'], {}, { list_name: 'spring' }, []);
    expect(read('refused-list', ofColumn)).toMatchObject({ kind: 'refused', field: 'list_name' });
  });

  it.each([
    [101, { kind: 'stop', stop: 'credentials' }],
    [108, { kind: 'stop', stop: 'credentials' }],
    [109, { kind: 'stop', stop: 'credentials' }],
    [113, { kind: 'stop', stop: 'account' }],
    [114, { kind: 'stop', stop: 'account' }],
    [103, { kind: 'refused' }],
    [110, { kind: 'refused' }],
    [111, { kind: 'refused' }],
    [115, { kind: 'refused' }],
    [117, { kind: 'refused' }],
    [120, { kind: 'refused' }],
    [125, { kind: 'unsure' }],
    [128, { kind: 'throttled' }],
    [150, { kind: 'refused' }],
    [151, { kind: 'refused' }],
    [999, { kind: 'refused' }],
  ])('reads code %i of a refusal', (code, expected) => {
    for (const status of [400, 422]) {
      const reply = { status, headers: {}, body: JSON.stringify({ code, message: 'No.' }), receivedAt: RECEIVED_AT };
      const verdict = { ...expected, code: `provider_${code}`, reason: `HTTP ${status}: No.` };
      expect(wire.interpret(reply, batch)).toEqual(verdict);
    }
  });

  it('believes no code of a server error', () => {
    const reply = { status: 500, headers: {}, body: '{"code":101,"message":"?"}', receivedAt: RECEIVED_AT };
    expect(wire.interpret(reply, batch)).toMatchObject({ kind: 'unsure', code: 'server_error' });
  });
});

describe('Octopush, proving the credentials', () => {
  const read = (name: string) => wire.probe.interpret(fixture('octopush', name));

  it('asks for the balance with the two headers alone', () => {
    expect(wire.probe.request).toEqual({
      method: 'GET',
      url: `${BASE_URL}/v1/public/wallet/check-balance`,
      headers: { 'api-login': 'ops@example.org', 'api-key': 'no-such-key-7f3a' },
    });
  });

  it('takes the balance from either edition of the page, and finds any of it enough', () => {
    const holds = { kind: 'holds', credit: { text: '12.5 euros' } };
    expect(read('probe-holds')).toEqual(holds);
    expect(read('probe-holds-with-packs')).toEqual(holds);
    expect(read('probe-nothing-left')).toEqual({ kind: 'holds', credit: { text: '0 euros' } });
  });

  it('believes no answer without an amount', () => {
    expect(read('probe-without-amount')).toMatchObject({ kind: 'unsure', code: 'unreadable_answer' });
  });

  it('knows a refused key and a refused account by their codes, and nothing by the code of another fault', () => {
    expect(read('refused-credentials-with-400')).toMatchObject({ kind: 'stop', stop: 'credentials' });
    expect(read('refused-account')).toMatchObject({ kind: 'stop', stop: 'account', code: 'provider_113' });
    expect(read('refused-payload')).toMatchObject({
      kind: 'unsure',
      code: 'provider_400',
      reason: 'the check itself was refused: HTTP 400: Payload validation failed: contacts.1.param2 is not a string.',
    });
  });
});

function ok(result: string) {
  return { status: 'ok', result };
}
