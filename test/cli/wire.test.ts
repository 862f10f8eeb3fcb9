import { expect, it } from 'vitest';
import { desk } from '../support/program.js';
import { type Arrived, recorder } from '../support/recorder.js';

const ROWS = 257;

/** Header names and values that the program chose, in order; what HTTP itself adds is left out. */
function chosenHeaders({ rawHeaders }: Arrived): string[] {
  const ofHttp = new Set(['host', 'connection', 'content-length']);
  const lines: string[] = [];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (!ofHttp.has(rawHeaders[i]?.toLowerCase() ?? '')) lines.push(`${rawHeaders[i]}: ${rawHeaders[i + 1]}`);
  }
  return lines;
}

it('sends 257 contacts to Octopush in 3 calls with the documented headers and JSON', async () => {
  const { url, arrived } = await recorder(({ body }) => {
    const { contacts }: { contacts: { phone_number: string }[] } = JSON.parse(body);
    const items = contacts.map(({ phone_number }) => ({ phone_number, email: null, status: 'added' }));
    return { status: 201, body: JSON.stringify({ items }) };
  });
  const { run, write } = await desk();
  const numbers = Array.from({ length: ROWS }, (_, i) => `+336399${String(80_000 + i)}`);
  const lines = numbers.map((number, i) => `${number},Zoé ${i},"Le ""Petit"", ${i}",p1,,p3,,p5`);
  await write('c.csv', `phone_number,first_name,last_name,param1,param2,param3,param4,param5\n${lines.join('\n')}\n`);
  const sets = ['list_name=spring', 'tag_name=vip', 'auto_remove_blacklisted_numbers=yes', 'do_not_overwrite=yes'];
  const ran = await run(
    ['import', 'c.csv', '--provider', 'octopush', '--rate', 'off', '--json', ...sets.flatMap((set) => ['--set', set])],
    { env: { OCTOPUSH_BASE_URL: url, OCTOPUSH_API_LOGIN: 'me@example.org', OCTOPUSH_API_KEY: 'key-of-no-account' } },
  );

  expect(JSON.parse(ran.stdout)).toMatchObject({
    exit: 0,
    rows: ROWS,
    calls: 3,
    counts: { ok: ROWS },
    results: { added: ROWS },
  });
  expect(arrived).toHaveLength(3);
  for (const call of arrived) {
    expect(`${call.method} ${call.url}`).toBe('POST /v1/public/contact/create');
    expect(chosenHeaders(call)).toEqual([
      'Content-Type: application/json',
      'api-login: me@example.org',
      'api-key: key-of-no-account',
      'cache-control: no-cache',
    ]);
  }
  const bodies: { contacts: object[] }[] = arrived.map(({ body }) => JSON.parse(body));
  expect(bodies.map(({ contacts }) => contacts.length).sort()).toEqual([100, 100, 57]);
  for (const body of bodies) {
    expect({ ...body, contacts: [] }).toEqual({
      contacts: [],
      list_name: 'spring',
      tag_name: 'vip',
      auto_remove_blacklisted_numbers: true,
      do_not_overwrite: true,
    });
  }
  const sent = bodies.flatMap(({ contacts }) => contacts);
  const expected = numbers.map((phone_number, i) => ({
    phone_number,
    first_name: `Zoé ${i}`,
    last_name: `Le "Petit", ${i}`,
    param1: 'p1',
    param3: 'p3',
    param5: 'p5',
  }));
  expect(new Set(sent.map((contact) => JSON.stringify(contact)))).toEqual(
    new Set(expected.map((contact) => JSON.stringify(contact))),
  );
  expect(sent).toHaveLength(ROWS);
});

it('sends 257 contacts to ProTexting in one call each, with the token in the query and nowhere else', async () => {
  const { url, arrived } = await recorder(() => ({
    status: 201,
    body: '{"message":"Confirmation message successfully sent"}',
  }));
  const { run, write, folder } = await desk();
  const numbers = Array.from({ length: ROWS }, (_, i) => `1646555${String(1000 + i)}`);
  await write('c.csv', `PhoneNumber\n${numbers.map((number) => `+${number}`).join('\n')}\n`);
  const token = 'to/ken+of=no&account';
  const ran = await run(
    [
      'import',
      'c.csv',
      '--provider',
      'protexting',
      '--rate',
      'off',
      '--concurrency',
      '8',
      '--json',
      '--set',
      'GroupIds=3;7',
    ],
    { env: { PROTEXTING_BASE_URL: url, PROTEXTING_ACCESS_TOKEN: token } },
  );

  expect(JSON.parse(ran.stdout)).toMatchObject({ exit: 0, calls: ROWS, results: { confirmation_requested: ROWS } });
  expect(arrived).toHaveLength(ROWS);
  for (const call of arrived) {
    expect(`${call.method} ${call.url}`).toBe(
      `POST /v1/contacts-opt-in/create?access_token=${encodeURIComponent(token)}`,
    );
    expect(chosenHeaders(call)).toEqual(['Accept: application/json', 'Content-Type: application/json']);
    expect(call.body).not.toContain('ken');
  }
  const expected = numbers.map((PhoneNumber) => JSON.stringify({ PhoneNumber, GroupIds: [3, 7] }));
  expect(arrived.map(({ body }) => body).sort()).toEqual(expected.sort());
  expect(ran.stdout + ran.stderr).not.toContain('ken+of');
  expect(folder).toBeTruthy();
});

it('sends ProTexting the texts of the call when they are given', async () => {
  const { url, arrived } = await recorder(() => ({ status: 201, body: '{"Id":7,"Number":"16465551000"}' }));
  const { run, write } = await desk();
  await write('c.csv', 'PhoneNumber\n+16465551000\n');
  const sets = ['GroupIds=1', 'CTAMessage=Reply YES', 'ConfirmMessage=Thanks', 'SendCTAMessage=no'];
  const ran = await run(['import', 'c.csv', '--provider', 'protexting', ...sets.flatMap((set) => ['--set', set])], {
    env: { PROTEXTING_BASE_URL: url, PROTEXTING_ACCESS_TOKEN: 'token-of-no-account' },
  });
  expect(ran.exit).toBe(0);
  expect(arrived[0]?.body).toBe(
    '{"PhoneNumber":"16465551000","GroupIds":[1],"CTAMessage":"Reply YES","ConfirmMessage":"Thanks","SendCTAMessage":0}',
  );
});

const AMOOT_KEYS = [
  ...['ContactGroupID', 'Active', 'Mobile', 'FName', 'LName', 'GenderType', 'CompanyTitle', 'JobTitle', 'Email'],
  ...['CityName', 'AddressText', 'BornDate', 'AnniversaryDate'],
  ...['CustomText1', 'CustomText2', 'CustomText3', 'CustomText4', 'CustomText5', 'CustomText6'],
  ...['CustomDate1', 'CustomDate2', 'CustomDate3', 'Labels'],
];

it('sends 257 contacts to Amoot in one form each, with every key', async () => {
  const { url, arrived } = await recorder(() => ({ status: 200, body: '{"Status":"Success","Data":{"ID":5}}' }));
  const { run, write } = await desk();
  const lines = Array.from(
    { length: ROWS },
    (_, i) => `0912000${String(1000 + i)},زهرا ${i},رضایی,"گروه ۱، گروه ۲",1990/05/12`,
  );
  await write('c.csv', `موبایل,نام,نام خانوادگی,Labels,BornDate\n${lines.join('\n')}\n`);
  const ran = await run(['import', 'c.csv', '--provider', 'amoot', '--rate', 'off', '--concurrency', '8', '--json'], {
    env: { AMOOT_BASE_URL: url, AMOOT_TOKEN: 'token-of-no-account' },
  });

  expect(JSON.parse(ran.stdout)).toMatchObject({ exit: 0, calls: ROWS, results: { created: ROWS } });
  expect(arrived).toHaveLength(ROWS);
  for (const call of arrived) {
    expect(`${call.method} ${call.url}`).toBe('POST /rest/ContactCreate');
    expect(chosenHeaders(call)).toEqual([
      'Authorization: token-of-no-account',
      'Content-Type: application/x-www-form-urlencoded',
    ]);
    expect([...new URLSearchParams(call.body).keys()]).toEqual(AMOOT_KEYS);
  }
  const first = arrived
    .map(({ body }) => new URLSearchParams(body))
    .find((form) => form.get('Mobile') === '09120001000');
  const filled = Object.fromEntries([...(first ?? [])].filter(([, value]) => value !== ''));
  expect(filled).toEqual({
    ContactGroupID: '0',
    Active: 'true',
    Mobile: '09120001000',
    FName: 'زهرا 0',
    LName: 'رضایی',
    BornDate: '1990-05-12',
    Labels: 'گروه ۱,گروه ۲',
  });
  expect(new Set(arrived.map(({ body }) => new URLSearchParams(body).get('Mobile'))).size).toBe(ROWS);
});
