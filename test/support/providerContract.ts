import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameKey } from '../../src/contact/text.js';
import type { Batch, CallFields, Contact, Field, HttpReply, HttpRequest, Value, Verdict } from '../../src/model.js';
import type { Check, Finding, Provider, SentContact, Wire } from '../../src/providers/provider.js';

/** When every fixture arrived; their dates are a minute and a half later. */
export const RECEIVED_AT = Date.UTC(2026, 0, 14, 9, 0, 0);

export const BASE_URL = 'https://stand-in.example.org';

const MEANINGS = [
  'accepted',
  'one-missing',
  'reordered',
  'unknown-status',
  'refused-row',
  'refused-credentials',
  'throttled',
  'throttled-seconds',
  'throttled-date',
  'throttled-past-date',
  'throttled-junk',
  'unavailable-seconds',
  'unavailable-date',
  'server-error',
  'redirected',
  'too-large',
  'not-found',
  'html-with-200',
  'truncated-json',
  'empty-body',
] as const;

export type Meaning = (typeof MEANINGS)[number];

const FIND_MEANINGS = [
  'find-found',
  'find-not-found',
  'find-another-number',
  'find-refused-number',
  'refused-credentials',
  'throttled',
  'throttled-seconds',
  'throttled-date',
  'throttled-past-date',
  'throttled-junk',
  'unavailable-seconds',
  'unavailable-date',
  'server-error',
  'redirected',
  'too-large',
  'not-found',
  'html-with-200',
  'truncated-json',
  'empty-body',
] as const;

export type FindMeaning = (typeof FIND_MEANINGS)[number];

const PROBE_MEANINGS = [
  'probe-holds',
  'probe-nothing-left',
  'refused-credentials',
  'throttled',
  'throttled-seconds',
  'throttled-date',
  'throttled-past-date',
  'throttled-junk',
  'unavailable-seconds',
  'unavailable-date',
  'server-error',
  'redirected',
  'too-large',
  'not-found',
  'html-with-200',
  'truncated-json',
  'empty-body',
] as const;

export type ProbeMeaning = (typeof PROBE_MEANINGS)[number];

/** The verdict that a fixture gets, as far as it matters; `fixture` where the provider says the thing in another way. */
export interface Expected {
  readonly fixture?: string;
  readonly verdict: Readonly<Record<string, unknown>>;
}

export interface Subject {
  /** By environment name: values that occur nowhere by chance. */
  readonly settings: Readonly<Record<string, string>>;
  /** Where each setting stands in a request: `url`, `body` or `header NAME`. */
  readonly places: Readonly<Record<string, string>>;
  /** The contacts that the fixtures speak of. */
  readonly batch: Batch;
  /** What differs from the verdicts that all providers share. */
  readonly meanings: Readonly<Partial<Record<Meaning, Expected>>>;
  /** Digits of numbers that the provider takes. */
  readonly digits: fc.Arbitrary<string>;
  /** What the wire holds for a value, undefined for nothing. */
  sent(field: Field, value: Value): unknown;
  /** Reads a request back: contacts and call fields by wire name. */
  decode(body: string): {
    readonly contacts: readonly Readonly<Record<string, unknown>>[];
    readonly call: Readonly<Record<string, unknown>>;
  };
  /** What the harmless call makes of its answers. */
  readonly probe: { readonly meanings: Readonly<Partial<Record<ProbeMeaning, Expected>>> };
  /** Present when the provider has a look-up: what it makes of answers about the first contact of the batch. */
  readonly find?: { readonly meanings: Readonly<Partial<Record<FindMeaning, Expected>>> };
}

/** When the call left whose answer was lost: ten minutes before the look-up. */
export const LOST_AT = RECEIVED_AT - 600_000;

/** Headers of address books, as they are exported. */
const EXPORTS = {
  'Google Contacts':
    'First Name,Middle Name,Last Name,Phonetic First Name,Name Prefix,Name Suffix,Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value,Address 1 - Label,Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - Region,Address 1 - Postal Code,Address 1 - Country,Event 1 - Label,Event 1 - Value',
  'Google Contacts of some years ago':
    'Name,Given Name,Additional Name,Family Name,Yomi Name,Initials,Nickname,Short Name,Maiden Name,Birthday,Gender,Location,Billing Information,Directory Server,Mileage,Occupation,Hobby,Sensitivity,Priority,Subject,Notes,Language,Photo,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Address 1 - Type,Address 1 - Formatted,Address 1 - City,Organization 1 - Name,Organization 1 - Title',
  Outlook:
    "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Street,Business City,Business Postal Code,Home Street,Home City,Home State,Home Postal Code,Other Street,Other City,Assistant's Phone,Business Fax,Business Phone,Business Phone 2,Callback,Car Phone,Company Main Phone,Home Fax,Home Phone,Home Phone 2,ISDN,Mobile Phone,Other Phone,Pager,Primary Phone,Account,Anniversary,Birthday,Categories,Children,E-mail Address,E-mail Type,Gender,Government ID Number,Hobby,Initials,Keywords,Language,Location,Manager's Name,Notes,Organizational ID Number,Profession,Referred By,Spouse,Web Page",
  'Outlook in French':
    "Titre,Prénom,Deuxième prénom,Nom,Suffixe,Société,Service,Titre,Rue (bureau),Ville (bureau),Code postal (bureau),Pays/Région (bureau),Rue (domicile),Ville (domicile),Code postal (domicile),Rue (autre),Ville (autre),Téléphone de l'assistant(e),Télécopie (bureau),Téléphone (bureau),Téléphone 2 (bureau),Rappel,Téléphone (voiture),Téléphone société,Télécopie (domicile),Téléphone (domicile),Téléphone 2 (domicile),RNIS,Tél. mobile,Téléphone (autre),Récepteur de radiomessagerie,Téléphone principal,Radiotéléphone,Téléphone TDD/TTY,Télex,Compte,Anniversaire de mariage ou fête,Anniversaire,Catégories,Adresse de messagerie,Type de messagerie,Nom complet de l'adresse de messagerie,Adresse de messagerie 2,Sexe,Profession,Passe-temps,Page Web,Notes",
  'Outlook in Spanish':
    'Título,Nombre,Segundo nombre,Apellidos,Sufijo,Organización,Departamento,Puesto,Calle del trabajo,Ciudad de trabajo,Código postal del trabajo,Calle particular,Ciudad particular,Teléfono del ayudante,Fax del trabajo,Teléfono del trabajo,Teléfono del trabajo 2,Devolución de llamada,Teléfono del automóvil,Fax particular,Particular,Teléfono particular 2,Móvil,Otro teléfono,Teléfono principal,Cuenta,Aniversario,Cumpleaños,Categorías,Dirección de correo electrónico,Tipo de correo electrónico,Nombre de pantalla de correo electrónico,Género,Profesión,Notas,Página web',
};

/** What every provider does alike unless its answers say more. */
const SHARED: Readonly<Partial<Record<Meaning, Expected>>> = {
  throttled: { verdict: { kind: 'throttled', code: 'too_many_requests' } },
  'throttled-seconds': { verdict: { kind: 'throttled', pauseMs: 7_000 } },
  'throttled-date': { verdict: { kind: 'throttled', pauseMs: 90_000 } },
  'throttled-past-date': { verdict: { kind: 'throttled', pauseMs: 0 } },
  'throttled-junk': { verdict: { kind: 'throttled', code: 'too_many_requests' } },
  'unavailable-seconds': { verdict: { kind: 'unsure', code: 'server_error', pauseMs: 12_000 } },
  'unavailable-date': { verdict: { kind: 'unsure', code: 'server_error', pauseMs: 90_000 } },
  'server-error': { verdict: { kind: 'unsure', code: 'server_error' } },
  redirected: { verdict: { kind: 'unsure', code: 'redirected' } },
  'too-large': { verdict: { kind: 'refused', code: 'provider_413' } },
  'not-found': { verdict: { kind: 'stop', stop: 'settings', code: 'provider_404' } },
  'html-with-200': { verdict: { kind: 'unsure', code: 'unreadable_answer' } },
  'truncated-json': { verdict: { kind: 'unsure', code: 'unreadable_answer' } },
  'empty-body': { verdict: { kind: 'unsure', code: 'unreadable_answer' } },
};

/** What every look-up makes of an answer unless it says more. A refusal of the look-up decides nothing. */
const FIND_SHARED: Readonly<Partial<Record<FindMeaning, Expected>>> = {
  ...SHARED,
  'find-found': { verdict: { kind: 'answered', answers: [{ status: 'ok', result: 'found' }] } },
  'find-another-number': { verdict: { kind: 'answered', answers: [{ status: 'unknown', code: 'another_number' }] } },
  'too-large': { verdict: { kind: 'answered', answers: [{ status: 'unknown', code: 'provider_413' }] } },
};

/** What every harmless call makes of an answer unless it says more. A refusal of the call itself proves nothing. */
const PROBE_SHARED: Readonly<Partial<Record<ProbeMeaning, Expected>>> = {
  ...SHARED,
  'too-large': { verdict: { kind: 'unsure', code: 'provider_413' } },
};

/** Proves that a provider keeps the promises of `Provider` and `Wire`, with its own fixtures and with noise. */
export function providerContract(provider: Provider, subject: Subject): void {
  describe(`${provider.title} as every provider`, () => {
    describe('says what it takes', () => facts(provider, subject));
    describe('writes a request', () => requests(provider, subject));
    describe('reads an answer', () => answers(provider, subject));
    describe('looks a contact up', () => lookUps(provider, subject));
    describe('proves the credentials', () => probes(provider, subject));
  });
}

function facts(provider: Provider, subject: Subject): void {
  it('has one phone field, which each contact must fill', () => {
    const phones = provider.fields.filter((field) => field.kind === 'phone');
    expect(phones).toHaveLength(1);
    expect(phones[0]).toMatchObject({ scope: 'contact', required: true });
  });

  it('gives each name of a column to one field alone', () => {
    const owners = new Map<string, string>();
    const shared: string[] = [];
    for (const { name, aliases } of provider.fields) {
      for (const word of [name, ...aliases]) {
        const owner = owners.get(nameKey(word)) ?? name;
        if (owner !== name) shared.push(`${word}: ${owner} and ${name}`);
        owners.set(nameKey(word), owner);
      }
    }
    expect(shared).toEqual([]);
  });

  it('leaves a column that is just called name to the user', () => {
    const words = provider.fields.flatMap(({ name, aliases }) => [name, ...aliases]).map(nameKey);
    expect(words).not.toContain('name');
  });

  it('knows the phone column in English, French, Spanish and Persian', () => {
    const phone = provider.fields.find((field) => field.kind === 'phone');
    const words = [phone?.name ?? '', ...(phone?.aliases ?? [])].map(nameKey);
    const usual = ['Phone', 'Mobile Phone', 'TÉLÉPHONE', 'Numéro de téléphone', 'Móvil', 'celular', 'شماره موبايل'];
    expect(words).toEqual(expect.arrayContaining(usual.map(nameKey)));
  });

  it('knows each field in Persian', () => {
    const unknown = provider.fields.filter(({ aliases }) => !aliases.some((alias) => /\p{Script=Arabic}/u.test(alias)));
    expect(unknown.map(({ name }) => name)).toEqual([]);
  });

  it.each(Object.entries(EXPORTS))('finds at most one column for each field in an export of %s', (_, header) => {
    const columns = header.split(',').map(nameKey);
    for (const { name, aliases, onPurpose } of provider.fields) {
      const names = new Set([name, ...aliases].map(nameKey));
      const found = columns.filter((column) => names.has(column) && !onPurpose);
      expect(found.length, `${name}: ${found.join(', ')}`).toBeLessThanOrEqual(1);
    }
  });

  it.each(provider.fields.map((field) => [field.name, field] as const))('explains %s and shows a value', (_, field) => {
    expect(field.help).not.toBe('');
    expect(field.example).not.toBe('');
    expect(field.aliases.length).toBeGreaterThan(0);
    expect([...field.example].length).toBeLessThanOrEqual(field.maxLength ?? Number.POSITIVE_INFINITY);
  });

  it('shows a phone number that it would send just so', () => {
    const example = provider.fields.find((field) => field.kind === 'phone')?.example ?? '';
    const digits = example.replace(/\D/g, '');
    expect([digits, digits.replace(/^0/, '98')].map((each) => provider.phone.write(each))).toContain(example);
  });

  it('names what it needs from the environment, says where to find it, and reads nothing else', () => {
    const asked: string[] = [];
    provider.connect((env) => {
      asked.push(env);
      return 'x';
    });
    const known = [provider.baseUrl.env, ...provider.settings.map(({ env }) => env)];
    expect(asked.sort()).toEqual(known.sort());
    for (const { help, where } of provider.settings) expect([help, where]).not.toContain('');
    expect(provider.settings.filter(({ account }) => account !== undefined)).toHaveLength(1);
    expect(provider.baseUrl.default).toMatch(/^https:\/\/[^/]+$/);
    expect(Object.keys(subject.settings).sort()).toEqual(provider.settings.map(({ env }) => env).sort());
  });

  it('keeps every limit above zero and the careful batch between the usual and the largest', () => {
    const { batchSize, carefulBatchSize, maxBatchSize, concurrency, perSecond } = provider.limits;
    for (const limit of [batchSize, concurrency]) expect(Number.isInteger(limit)).toBe(true);
    for (const limit of [batchSize, concurrency, perSecond]) expect(limit).toBeGreaterThan(0);
    expect(batchSize).toBeLessThanOrEqual(carefulBatchSize);
    expect(carefulBatchSize).toBeLessThanOrEqual(maxBatchSize);
    expect(provider.repeat).not.toBe('');
  });

  it('calls no repeat harmless that texts people', () => {
    expect(provider.textsPeople && provider.limits.repeatable).toBe(false);
  });
}

function requests(provider: Provider, subject: Subject): void {
  const wire = connected(provider, subject);

  it('posts to the base URL it was given', () => {
    const { method, url } = wire.encode(subject.batch);
    expect(method).toBe('POST');
    expect(url.startsWith(`${BASE_URL}/`)).toBe(true);
  });

  it('writes the same request for the same batch, and changes nothing in it', () => {
    fc.assert(
      fc.property(batches(provider, subject), (batch) => {
        const before = structuredClone(batch);
        const first = wire.encode(batch);
        expect(connected(provider, subject).encode(batch)).toEqual(first);
        expect(wire.encode(batch)).toEqual(first);
        expect(batch).toEqual(before);
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  it('puts every value of a contact and of its call on the wire, and nothing else', () => {
    fc.assert(
      fc.property(batches(provider, subject), (batch) => {
        const { contacts, call } = subject.decode(wire.encode(batch).body ?? '');
        const phone = provider.fields.find((field) => field.kind === 'phone')?.name ?? '';
        const wanted = batch.contacts.map(({ phone: number, values }) => ({
          [phone]: number,
          ...onWire(provider, subject, values),
        }));
        expect(contacts).toEqual(wanted);
        expect(call).toEqual(onWire(provider, subject, batch.call.values));
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  it('shows each setting in its own place alone', () => {
    fc.assert(
      fc.property(batches(provider, subject), (batch) => {
        const request = wire.encode(batch);
        for (const [env, value] of Object.entries(subject.settings)) {
          expect(placesOf(value, request)).toEqual([subject.places[env]]);
        }
      }),
      { seed: 3, numRuns: 50 },
    );
  });

  it('writes headers that a connection can carry', () => {
    for (const [name, value] of Object.entries(wire.encode(subject.batch).headers)) {
      expect(name).toMatch(/^[A-Za-z-]+$/);
      expect(value).toMatch(/^[\x20-\x7e]+$/);
    }
  });
}

function answers(provider: Provider, subject: Subject): void {
  const wire = connected(provider, subject);
  const { batch } = subject;
  const expectations: Readonly<Partial<Record<Meaning, Expected>>> = { ...SHARED, ...subject.meanings };

  it.each(MEANINGS)('understands %s', (meaning) => {
    const expected = expectations[meaning];
    if (expected === undefined) throw new Error(`${provider.name} says nothing about ${meaning}`);
    expect(wire.interpret(fixture(provider.name, expected.fixture ?? meaning), batch)).toMatchObject(expected.verdict);
  });

  it('takes a Retry-After that cannot be read for none', () => {
    const reply = fixture(provider.name, 'throttled-junk');
    const { 'retry-after': _, ...headers } = reply.headers;
    expect(wire.interpret(reply, batch)).toEqual(wire.interpret({ ...reply, headers }, batch));
  });

  it.each(fixtureNames(provider.name))('answers every contact and tells no secret (%s)', (name) => {
    const reply = fixture(provider.name, name);
    checkVerdict(wire, reply, batch);
    const verdict = JSON.stringify(wire.interpret(reply, batch));
    for (const secret of Object.values(subject.settings)) expect(verdict).not.toContain(secret);
  });

  it('never throws, and keeps its word about every contact, whatever came back', () => {
    fc.assert(
      fc.property(replies(provider, subject), (reply) => checkVerdict(wire, reply, batch)),
      { seed: 4, numRuns: 2000 },
    );
  });

  it('survives an answer of a hundred thousand lists in each other', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const item = `{"phone_number":"${batch.contacts[0]?.phone}","status":${deep}}`;
    const body = `{"items":[${item}],"code":${deep},"message":${deep},"Id":${deep},"Status":${deep},"Data":${deep}}`;
    for (const status of [200, 201, 400, 422]) {
      for (const text of [body, deep]) {
        checkVerdict(wire, { status, headers: {}, body: text, receivedAt: RECEIVED_AT }, batch);
      }
    }
  });

  it('calls nothing stored when the status is no success, even if the body is', () => {
    const accepted = fixture(provider.name, 'accepted');
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), (status) => {
        fc.pre(status < 200 || status >= 300);
        const verdict = wire.interpret({ ...accepted, status }, batch);
        expect(JSON.stringify(verdict)).not.toContain('"status":"ok"');
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it('calls no contact stored when the answer is about others', () => {
    const strangers = { ...batch, contacts: batch.contacts.map((each) => ({ ...each, digits: `${each.digits}0` })) };
    const verdict = wire.interpret(fixture(provider.name, 'accepted'), strangers);
    expect(JSON.stringify(verdict)).not.toContain('"status":"ok"');
  });
}

function lookUps(provider: Provider, subject: Subject): void {
  const wire = connected(provider, subject);
  const { find } = subject;

  it('only where it has a look-up', () => expect(wire.find !== undefined).toBe(find !== undefined));
  if (find === undefined) return;

  const contact = lost(subject);
  const check = checkOf(wire, contact);
  const expectations: Readonly<Partial<Record<FindMeaning, Expected>>> = { ...FIND_SHARED, ...find.meanings };

  it('with one harmless request, the same for the same contact, which it leaves as it is', () => {
    const before = structuredClone(contact);
    const { method, url, headers, body } = check.request;
    expect(checkOf(connected(provider, subject), contact).request).toEqual(check.request);
    expect(contact).toEqual(before);
    expect(url.startsWith(`${BASE_URL}/`)).toBe(true);
    expect(url).not.toBe(wire.encode(subject.batch).url);
    if (method === 'GET') expect(body).toBeUndefined();
    for (const [name, value] of Object.entries(headers)) {
      expect(name).toMatch(/^[A-Za-z-]+$/);
      expect(value).toMatch(/^[\x20-\x7e]+$/);
    }
  });

  it('by its number, and shows each setting in its own place alone', () => {
    fc.assert(
      fc.property(subject.digits, (digits) => {
        const phone = provider.phone.write(digits) ?? '';
        const { request } = checkOf(wire, { digits, phone, sentAt: LOST_AT });
        expect(`${request.url} ${request.body}`).toContain(digits.slice(-10));
        for (const [env, value] of Object.entries(subject.settings)) {
          expect(placesOf(value, request)).toEqual([subject.places[env]]);
        }
      }),
      { seed: 7, numRuns: 50 },
    );
  });

  it.each(FIND_MEANINGS)('understands %s', (meaning) => {
    const expected = expectations[meaning];
    if (expected === undefined) throw new Error(`${provider.name} says nothing about ${meaning}`);
    expect(check.interpret(fixture(provider.name, expected.fixture ?? meaning))).toMatchObject(expected.verdict);
  });

  it('keeps the pause that comes with a refusal', () => {
    const reply = { ...fixture(provider.name, 'too-large'), headers: { 'retry-after': '7' } };
    expect(check.interpret(reply)).toMatchObject({ answers: [{ status: 'unknown' }], pauseMs: 7_000 });
  });

  it.each(fixtureNames(provider.name))('decides only what is certain, and tells no secret (%s)', (name) => {
    const reply = fixture(provider.name, name);
    checkLookUp(check, reply, contact);
    const verdict = JSON.stringify(check.interpret(reply));
    for (const secret of Object.values(subject.settings)) expect(verdict).not.toContain(secret);
  });

  it('never throws, and decides only what is certain, whatever came back', () => {
    fc.assert(
      fc.property(replies(provider, subject), (reply) => checkLookUp(check, reply, contact)),
      { seed: 8, numRuns: 2000 },
    );
  });

  it('survives an answer of a hundred thousand lists in each other', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const entry = `{"Number":"${contact.digits}","Mobile":"${contact.digits}","DateCreated":${deep},"Deleted":${deep},"Id":${deep}}`;
    for (const body of [deep, entry, `[${entry}]`, `{"Status":"Success","Data":[${entry},${deep}]}`]) {
      for (const status of [200, 422]) {
        checkLookUp(check, { status, headers: {}, body, receivedAt: RECEIVED_AT }, contact);
      }
    }
  });

  it('decides nothing by an answer whose status is no success', () => {
    for (const name of ['find-found', 'find-not-found']) {
      const reply = fixture(provider.name, name);
      fc.assert(
        fc.property(fc.integer({ min: 100, max: 599 }), (status) => {
          fc.pre(status < 200 || status >= 300);
          expect(decisionOf(check.interpret({ ...reply, status }))).toBeUndefined();
        }),
        { seed: 9, numRuns: 300 },
      );
    }
  });

  it('decides nothing about a contact by an answer about another', () => {
    for (const digits of [`${contact.digits}0`, contact.digits.replace(/\d$/, '7')]) {
      const stranger = checkOf(wire, { ...contact, digits });
      expect(decisionOf(stranger.interpret(fixture(provider.name, 'find-found')))).toBeUndefined();
    }
  });
}

function probes(provider: Provider, subject: Subject): void {
  const wire = connected(provider, subject);
  const { request, interpret } = wire.probe;
  const expectations: Readonly<Partial<Record<ProbeMeaning, Expected>>> = {
    ...PROBE_SHARED,
    ...subject.probe.meanings,
  };

  it('with one request that is no create and tells of nobody, the same each time', () => {
    const { method, url, headers, body } = request;
    expect(connected(provider, subject).probe.request).toEqual(request);
    expect(url.startsWith(`${BASE_URL}/`)).toBe(true);
    expect(url).not.toBe(wire.encode(subject.batch).url);
    expect(body ?? '').toBe('');
    if (method === 'GET') expect(body).toBeUndefined();
    for (const [name, value] of Object.entries(headers)) {
      expect(name).toMatch(/^[A-Za-z-]+$/);
      expect(value).toMatch(/^[\x20-\x7e]+$/);
    }
  });

  it('and shows each setting in its own place alone', () => {
    for (const [env, value] of Object.entries(subject.settings)) {
      expect(placesOf(value, request)).toEqual([subject.places[env]]);
    }
  });

  it.each(PROBE_MEANINGS)('understands %s', (meaning) => {
    const expected = expectations[meaning];
    if (expected === undefined) throw new Error(`${provider.name} says nothing about ${meaning}`);
    expect(interpret(fixture(provider.name, expected.fixture ?? meaning))).toMatchObject(expected.verdict);
  });

  it.each(fixtureNames(provider.name))('says what it found, and tells no secret (%s)', (name) => {
    const reply = fixture(provider.name, name);
    checkProbe(wire.probe, reply);
    const finding = JSON.stringify(interpret(reply));
    for (const secret of Object.values(subject.settings)) expect(finding).not.toContain(secret);
  });

  it('never throws, and believes only a success, whatever came back', () => {
    fc.assert(
      fc.property(replies(provider, subject), (reply) => checkProbe(wire.probe, reply)),
      { seed: 10, numRuns: 2000 },
    );
  });

  it('survives an answer of a hundred thousand lists in each other', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const keys = ['amount', 'unit', 'AvailableCredits', 'RemaindCredit', 'Status', 'code', 'message'];
    for (const body of [deep, `{${keys.map((key) => `"${key}":${deep}`).join(',')}}`]) {
      for (const status of [200, 201, 400, 422]) {
        checkProbe(wire.probe, { status, headers: {}, body, receivedAt: RECEIVED_AT });
      }
    }
  });

  it('believes no answer whose status is no success, even if the body is', () => {
    const holds = fixture(provider.name, 'probe-holds');
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), (status) => {
        fc.pre(status < 200 || status >= 300);
        expect(interpret({ ...holds, status }).kind).not.toBe('holds');
      }),
      { seed: 11, numRuns: 300 },
    );
  });
}

/** The first contact of the subject's batch, as one whose answer was lost. */
export function lost({ batch }: Pick<Subject, 'batch'>): SentContact {
  const { digits = '', phone = '' } = batch.contacts[0] ?? {};
  return { digits, phone, sentAt: LOST_AT };
}

/** The look-up of a provider that has one. */
export function checkOf(wire: Wire, contact: SentContact): Check<Verdict> {
  const check = wire.find?.(contact);
  if (check === undefined) throw new Error('the provider has no look-up');
  return check;
}

/** What a look-up settles: `ok` or `failed`; undefined when the contact stays unknown. */
function decisionOf(verdict: Verdict): string | undefined {
  const status = verdict.kind === 'answered' ? verdict.answers[0]?.status : undefined;
  return status === 'ok' || status === 'failed' ? status : undefined;
}

function checkLookUp(check: Check<Verdict>, reply: HttpReply, { digits }: SentContact): void {
  const verdict = check.interpret(reply);
  expect(check.interpret(reply)).toEqual(verdict);
  expectSound(verdict, reply, 1);
  expect(verdict.kind).not.toBe('refused');
  if (verdict.kind !== 'answered') return;
  const [answer] = verdict.answers;
  expect(['ok', 'failed', 'unknown']).toContain(answer?.status);
  if (answer?.status === 'ok') {
    expect(answer.result).toBe('found');
    expect(reply.body).toContain(digits.slice(-10));
  } else expect(answer?.message).toMatch(/\S/);
  if (answer?.status === 'failed') {
    expect(answer.code).toBe('not_found');
    expect(reply.status >= 200 && reply.status < 300).toBe(true);
  }
}

function checkProbe({ interpret }: Check<Finding>, reply: HttpReply): void {
  const finding = interpret(reply);
  expect(interpret(reply)).toEqual(finding);
  if (finding.kind !== 'holds') {
    expectSound(finding, reply, 0);
    return;
  }
  const { credit, unproven = '' } = finding;
  expect(reply.status >= 200 && reply.status < 300).toBe(true);
  if (credit !== undefined) expect(credit.text).toMatch(/^-?\d/);
  expectShown([credit?.text ?? '', unproven]);
}

function checkVerdict(wire: Wire, reply: HttpReply, batch: Batch): void {
  const verdict = wire.interpret(reply, batch);
  expect(wire.interpret(reply, batch)).toEqual(verdict);
  if (verdict.kind === 'answered') for (const answer of verdict.answers) expect(answer?.status).not.toBe('failed');
  expectSound(verdict, reply, batch.contacts.length);
}

function expectSound(verdict: Verdict, reply: HttpReply, contacts: number): void {
  const texts: string[] = [];
  if (verdict.kind === 'answered') {
    expect(verdict.answers).toHaveLength(contacts);
    for (const answer of verdict.answers) {
      if (answer === undefined) continue;
      if (answer.status === 'ok') {
        expect(reply.status >= 200 && reply.status < 300).toBe(true);
        expect(answer.result).toMatch(/^[a-z_]+$/);
      } else {
        expect(answer.code).toMatch(/^[a-z0-9_]{1,80}$/);
      }
      texts.push(answer.message ?? '', answer.field ?? '', answer.providerId ?? '');
    }
  } else {
    expect(verdict.code).toMatch(/^[a-z0-9_]{1,80}$/);
    expect(verdict.reason).not.toBe('');
    texts.push(verdict.reason);
  }
  if (verdict.kind !== 'stop' && verdict.pauseMs !== undefined) {
    expect(Number.isSafeInteger(verdict.pauseMs)).toBe(true);
    expect(verdict.pauseMs).toBeGreaterThanOrEqual(0);
  }
  expectShown(texts);
}

/** Fit to be shown: one line, not too long. */
function expectShown(texts: readonly string[]): void {
  for (const text of texts) {
    expect(text.length).toBeLessThan(800);
    expect(text).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u);
  }
}

/** A stored reply, as it came at RECEIVED_AT. */
export function fixture(provider: string, meaning: string): HttpReply {
  const read: unknown = JSON.parse(readFileSync(new URL(`${meaning}.json`, folderOf(provider)), 'utf8'));
  const { status, headers, body } = asFixture(read);
  return { status, headers, body, receivedAt: RECEIVED_AT };
}

export function fixtureNames(provider: string): string[] {
  return readdirSync(folderOf(provider)).map((file) => file.replace(/\.json$/, ''));
}

/** A wire with the subject's settings. */
export function connected(provider: Provider, { settings }: Pick<Subject, 'settings'>): Wire {
  return provider.connect((env) => {
    const value = env === provider.baseUrl.env ? BASE_URL : settings[env];
    if (value === undefined) throw new Error(`${env} is not set`);
    return value;
  });
}

/** A batch of numbers, as the provider writes them, whose contacts share `values` and `call`. */
export function batchOf(
  provider: Provider,
  numbers: readonly string[],
  values: Readonly<Record<string, Value>> = {},
  call: Readonly<Record<string, Value>> = {},
  fixed: readonly string[] = Object.keys(call),
): Batch {
  const fields: CallFields = { key: JSON.stringify(call), values: call, fixed };
  const contacts = numbers.map((digits, index): Contact => {
    const phone = provider.phone.write(digits);
    if (phone === undefined) throw new Error(`${provider.name} does not take ${digits}`);
    return { row: index + 1, line: index + 2, digits, phone, values, call: fields, notes: [], record: [phone] };
  });
  return { contacts, call: fields };
}

function folderOf(provider: string): URL {
  return new URL(`../../fixtures/${provider}/`, import.meta.url);
}

function asFixture(value: unknown): { status: number; headers: Record<string, string>; body: string } {
  if (typeof value !== 'object' || value === null) throw new TypeError('a fixture is an object');
  if (!('status' in value) || typeof value.status !== 'number') throw new TypeError('a fixture has a status');
  if (!('body' in value) || typeof value.body !== 'string') throw new TypeError('a fixture has a body of text');
  if (!('headers' in value) || typeof value.headers !== 'object' || value.headers === null) {
    throw new TypeError('a fixture has headers');
  }
  const headers: Record<string, string> = {};
  for (const [name, text] of Object.entries(value.headers)) {
    if (name !== name.toLowerCase() || typeof text !== 'string') throw new TypeError(`${name} is no header of a reply`);
    headers[name] = text;
  }
  return { status: value.status, headers, body: value.body };
}

function placesOf(value: string, { url, headers, body }: HttpRequest): string[] {
  const places: string[] = [];
  if (url.includes(value)) places.push('url');
  for (const [name, text] of Object.entries(headers)) if (text.includes(value)) places.push(`header ${name}`);
  if (body?.includes(value)) places.push('body');
  return places;
}

function onWire(
  provider: Provider,
  subject: Subject,
  values: Readonly<Record<string, Value>>,
): Record<string, unknown> {
  const sent: Record<string, unknown> = {};
  for (const field of provider.fields) {
    const value = values[field.name];
    const text = value === undefined ? undefined : subject.sent(field, value);
    if (text !== undefined) sent[field.name] = text;
  }
  return sent;
}

function batches(provider: Provider, { digits }: Subject): fc.Arbitrary<Batch> {
  return fc
    .record({
      numbers: fc.uniqueArray(digits, { minLength: 1, maxLength: Math.min(4, provider.limits.maxBatchSize) }),
      values: valuesOf(provider, 'contact'),
      call: valuesOf(provider, 'call'),
    })
    .map(({ numbers, values, call }) => batchOf(provider, numbers, values, call));
}

/** Some fields filled, as the reader of rows would; a field with a default is always filled. */
function valuesOf(provider: Provider, scope: Field['scope']): fc.Arbitrary<Record<string, Value>> {
  const fields = provider.fields.filter((field) => field.scope === scope && field.kind !== 'phone');
  return fc
    .tuple(
      ...fields.map((field) =>
        fc.option(anyValue(field), { nil: field.default ?? null }).map((value) => [field.name, value] as const),
      ),
    )
    .map((entries) => {
      const values: Record<string, Value> = {};
      for (const [name, value] of entries) if (value !== null) values[name] = value;
      return values;
    });
}

function anyValue({ kind, forbids = '', maxLength = 60 }: Field): fc.Arbitrary<Value> {
  const text = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: Math.min(maxLength, 20) })
    .map((each) => [...each].filter((character) => !forbids.includes(character)).join(''))
    .filter((each) => each !== '');
  const whole = fc.nat();
  switch (kind) {
    case 'phone':
    case 'text':
      return text;
    case 'boolean':
    case 'gender':
      return fc.boolean();
    case 'date':
      return fc
        .date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
        .map((day) => day.toISOString().slice(0, 10));
    case 'integer':
      return whole;
    case 'integers':
      return fc.uniqueArray(whole, { minLength: 1, maxLength: 4 });
    case 'texts':
      return fc.uniqueArray(text, { minLength: 1, maxLength: 4 });
  }
}

/** Fixtures cut short, joined, with another status or other headers; shapes like theirs; and plain noise. */
function replies(provider: Provider, { batch }: Subject): fc.Arbitrary<HttpReply> {
  const stored = fixtureNames(provider.name).map((name) => fixture(provider.name, name));
  const word = fc.constantFrom('added', 'Success', 'Mobile_Invalid', '__proto__', 'constructor', '', '\u202e\0\ud800');
  const noise = fc.oneof(word, fc.string({ unit: 'binary' }), fc.double(), fc.integer(), fc.jsonValue());
  const number = fc.oneof(fc.constantFrom(...batch.contacts.map(({ phone }) => phone)), noise);
  const entry = fc.record(
    { phone_number: number, status: noise, field: noise, message: noise },
    { requiredKeys: [], noNullPrototype: true },
  );
  const listed = fc.record(
    { ID: noise, Mobile: number, Deleted: fc.oneof(fc.boolean(), noise) },
    { requiredKeys: [], noNullPrototype: true },
  );
  const date = fc.oneof(
    fc.constantFrom('2026-01-14 03:50:01', '2025-11-02 01:30:00', '0000-00-00 00:00:00', '2026-02-31 00:00:00'),
    noise,
  );
  const shape = fc.record(
    {
      items: fc.oneof(fc.array(fc.oneof(entry, noise)), noise),
      code: noise,
      message: noise,
      name: noise,
      status: noise,
      Status: fc.oneof(fc.constant('Success'), noise),
      Data: fc.oneof(listed, fc.array(fc.oneof(listed, noise)), noise),
      Id: noise,
      Number: number,
      DateCreated: date,
      DateUpdated: date,
      amount: noise,
      unit: noise,
      AvailableCredits: noise,
      RemaindCredit: noise,
    },
    { requiredKeys: [], noNullPrototype: true },
  );
  const body = fc.oneof(
    fc.tuple(fc.constantFrom(...stored), fc.nat(400)).map(([reply, end]) => reply.body.slice(0, end)),
    fc.constantFrom(...stored).map((reply) => reply.body),
    fc.oneof(shape, fc.array(fc.oneof(entry, shape)), noise).map((value) => JSON.stringify(value) ?? ''),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '[',
      '['.repeat(20_000),
      '{"items":'.repeat(5_000),
      `"${'x'.repeat(5_000)}"`,
      '\ufeff{}',
      '<',
      '-0',
    ),
  );
  const headerText = fc.oneof(
    fc.constantFrom('0', '1', '60', '', ' ', '-1', '1.5', '1e9', '9'.repeat(400), '1768381245', 'NaN'),
    fc.constantFrom('Wed, 14 Jan 2026 09:01:30 GMT', 'Thu, 99 Foo 2026 99:99:99 GMT', 'Wed Jan 14 09:01:30 2026'),
    fc.string({ unit: 'binary' }),
  );
  return fc.record({
    status: fc.oneof(fc.constantFrom(200, 201, 204, 302, 400, 401, 404, 408, 413, 422, 429, 503), fc.nat(999)),
    headers: fc.dictionary(
      fc.constantFrom('retry-after', 'x-rate-limit-remaining', 'x-rate-limit-reset', 'content-type'),
      headerText,
      { noNullPrototype: true },
    ),
    body,
    receivedAt: fc.constant(RECEIVED_AT),
  });
}
