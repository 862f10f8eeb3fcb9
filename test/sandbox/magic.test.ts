import { describe, expect, it } from 'vitest';
import { MAGIC, SERVICES, type ServiceName } from '../../src/sandbox/index.js';
import { ask, sandboxes } from './ask.js';

const started = sandboxes();
const AMOOT_KEYS =
  'ContactGroupID=0&Active=true&GenderType=&FName=&LName=&CompanyTitle=&JobTitle=&Email=&CityName=&AddressText=&BornDate=&AnniversaryDate=&CustomText1=&CustomText2=&CustomText3=&CustomText4=&CustomText5=&CustomText6=&CustomDate1=&CustomDate2=&CustomDate3=&Labels=';

const CREATES: Record<ServiceName, (number: string) => { path: string; init: RequestInit }> = {
  octopush: (number) => ({
    path: '/v1/public/contact/create',
    init: {
      headers: { 'api-login': 'sandbox@example.org', 'api-key': 'sandbox-key', 'content-type': 'application/json' },
      body: JSON.stringify({ contacts: [{ phone_number: number }] }),
    },
  }),
  protexting: (number) => ({
    path: '/v1/contacts-opt-in/create?access_token=sandbox-token',
    init: {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ PhoneNumber: number, GroupIds: [1] }),
    },
  }),
  amoot: (number) => ({
    path: '/rest/ContactCreate',
    init: {
      headers: { authorization: 'sandbox-token', 'content-type': 'application/x-www-form-urlencoded' },
      body: `Mobile=${number}&${AMOOT_KEYS}`,
    },
  }),
};

const entries = SERVICES.flatMap((service) => MAGIC[service].map((magic) => ({ service, ...magic })));

describe('MAGIC', () => {
  it.each(entries)('is right about $service $number: $answer', async ({ service, number, answer, held }) => {
    const sandbox = await started();
    const { path, init } = CREATES[service](number);
    const { status, text } = await ask(sandbox, path, { method: 'POST', ...init });
    expect(answer.startsWith(String(status))).toBe(true);
    expect(sandbox.stats()[service].contacts).toBe(held ? 1 : 0);
    const word = /"(\w+)"|code (\d+)|Status (\d+)|(HTML)/.exec(answer)?.slice(1).find(Boolean);
    expect(text.toUpperCase()).toContain((word ?? '').toUpperCase());
  });

  it('has a number once', () => {
    expect(new Set(entries.map(({ number }) => number)).size).toBe(entries.length);
  });
});
