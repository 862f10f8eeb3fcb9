import type { Answer, Batch, Contact, Field, HttpReply, HttpRequest, Value, Verdict } from '../model.js';
import { customText, EMAIL, FIRST_NAME, LAST_NAME, PHONE } from './aliases.js';
import { amountOf, probe } from './probe.js';
import type { Provider } from './provider.js';
import {
  type Asked,
  answered,
  asList,
  digitsOf,
  isObject,
  parseJson,
  quote,
  saidIn,
  shown,
  unreadable,
  unsure,
  verdictByStatus,
} from './reply.js';

/** Octopush: many contacts a call, an upsert by number; the answer lists what became of each number. */
export const octopush: Provider = {
  name: 'octopush',
  title: 'Octopush',
  docs: 'https://dev.octopush.com/en/sms-gateway-api-documentation/add-a-contact/',
  fields: [
    {
      name: 'phone_number',
      scope: 'contact',
      kind: 'phone',
      required: true,
      aliases: PHONE,
      help: 'the phone number, sent with its country code',
      example: '+33639980012',
    },
    {
      name: 'first_name',
      scope: 'contact',
      kind: 'text',
      aliases: FIRST_NAME,
      help: 'first name',
      example: 'Axelle',
    },
    {
      name: 'last_name',
      scope: 'contact',
      kind: 'text',
      aliases: LAST_NAME,
      help: 'last name',
      example: 'Durand',
    },
    param(1, 'Lyon'),
    param(2, 'Gold'),
    param(3, 'Mme'),
    param(4, '2026'),
    param(5, 'A12'),
    {
      name: 'email',
      scope: 'contact',
      kind: 'text',
      onPurpose: true,
      aliases: EMAIL,
      help: 'e-mail address; only sent when mapped on purpose',
      example: 'axelle@example.org',
      caution: 'Octopush shows email in its answers but does not document it as something to send: it may be ignored.',
    },
    {
      name: 'list_name',
      scope: 'call',
      kind: 'text',
      maxLength: 30,
      aliases: [
        ...['list', 'contact list', 'mailing list', 'liste', 'nom de liste', 'nom de la liste', 'liste de contacts'],
        ...['liste de diffusion', 'lista', 'nombre de lista', 'nombre de la lista', 'lista de contactos'],
        ...['lista de distribución', 'لیست', 'نام لیست', 'فهرست', 'نام فهرست', 'لیست مخاطبین'],
      ],
      help: 'the list the contacts go into; one that does not exist is probably created',
      example: 'my_list',
    },
    {
      name: 'tag_name',
      scope: 'call',
      kind: 'text',
      maxLength: 20,
      aliases: [
        ...['tag', 'label', 'étiquette', "nom de l'étiquette", 'libellé', 'nom du tag'],
        ...['etiqueta', 'nombre de etiqueta', 'nombre de la etiqueta', 'برچسب', 'نام برچسب', 'تگ', 'نام تگ'],
      ],
      help: 'the tag put on each contact',
      example: 'vip',
    },
    {
      name: 'auto_remove_blacklisted_numbers',
      scope: 'call',
      kind: 'boolean',
      aliases: [
        ...[
          'auto remove blacklisted',
          'remove blacklisted numbers',
          'remove blacklisted',
          'remove blocklisted numbers',
        ],
        ...['supprimer les numéros blacklistés', 'supprimer les numéros en liste noire', 'exclure la liste noire'],
        ...['eliminar números en lista negra', 'quitar números en lista negra', 'excluir lista negra'],
        ...['حذف شماره های لیست سیاه', 'حذف لیست سیاه'],
      ],
      help: 'yes drops numbers that stand on your blacklist; sent only when yes',
      example: 'yes',
      // https://dev.octopush.com/en/sms-api/send-sms-to-list/
      caution:
        'auto_remove_blacklisted_numbers may cost money: Octopush charges 0.01 EUR a request for it on campaigns, and does not say whether it does here.',
    },
    {
      name: 'do_not_overwrite',
      scope: 'call',
      kind: 'boolean',
      aliases: [
        ...[
          'keep existing',
          'skip existing',
          'do not update',
          'ne pas écraser',
          'ne pas remplacer',
          'garder les existants',
        ],
        ...['no sobrescribir', 'no reemplazar', 'conservar existentes', 'بازنویسی نشود', 'رونویسی نشود'],
      ],
      // The readme.io copy of the page says the opposite; both editions of this one, and the status `skipped`, say this.
      help: 'yes leaves contacts that exist already as they are; sent only when yes',
      example: 'yes',
    },
  ],
  phone: {
    expected: 'an international number of at most 15 digits such as +33639980012',
    write: (digits) => (/^[1-9]\d{0,14}$/.test(digits) ? `+${digits}` : undefined),
  },
  settings: [
    {
      env: 'OCTOPUSH_API_LOGIN',
      help: 'API login, an e-mail address',
      where: 'your Octopush account',
      secret: false,
      account: 'plain',
    },
    { env: 'OCTOPUSH_API_KEY', help: 'API key', where: 'your Octopush account', secret: true },
  ],
  baseUrl: { env: 'OCTOPUSH_BASE_URL', default: 'https://api.octopush.com' },
  // The page states no size. Its neighbours take 200 (contact/delete) and 500 (campaigns); nor does it state a rate.
  limits: {
    batchSize: 100,
    maxBatchSize: 500,
    carefulBatchSize: 200,
    concurrency: 2,
    perSecond: 2,
    repeatable: true,
  },
  repeat: 'harmless: the contact is updated with the same values',
  textsPeople: false,
  notices: () => [],
  connect(read) {
    const base = read('OCTOPUSH_BASE_URL');
    const login = read('OCTOPUSH_API_LOGIN');
    const key = read('OCTOPUSH_API_KEY');
    return {
      // https://dev.octopush.com/en/sms-gateway-api-documentation/check-sms-balance/
      probe: probe(
        {
          method: 'GET',
          url: `${base}/v1/public/wallet/check-balance`,
          headers: { 'api-login': login, 'api-key': key },
        },
        readBalance,
      ),
      encode: (batch) => encode(batch, base, login, key),
      interpret,
    };
  },
};

function encode({ contacts, call }: Batch, base: string, login: string, key: string): HttpRequest {
  const contactNames = namesOf('contact');
  return {
    method: 'POST',
    url: `${base}/v1/public/contact/create`,
    headers: { 'Content-Type': 'application/json', 'api-login': login, 'api-key': key, 'cache-control': 'no-cache' },
    body: JSON.stringify({
      contacts: contacts.map(({ phone, values }) => ({ phone_number: phone, ...given(values, contactNames) })),
      ...given(call.values, namesOf('call')),
    }),
  };
}

// "Success: 201 CREATED": another 2xx is not trusted, not even with items. What is sent again does no harm here.
function interpret(reply: HttpReply, batch: Batch): Verdict {
  const body = parseJson(reply.body);
  if (reply.status === 201) {
    const items = isObject(body) ? asList(body['items']) : undefined;
    return items === undefined ? unreadable(reply) : answered(reply, answersIn(items, batch.contacts));
  }
  if (reply.status >= 200 && reply.status < 300) return unreadable(reply, 'a status that is not the documented 201');
  return readRefusal(reply, body, batch);
}

/** An answer that is no success. */
function readRefusal(reply: HttpReply, body: unknown, asked: Asked): Verdict {
  const verdict = verdictByStatus(reply, saidIn(body));
  return verdict.kind === 'refused' ? closer(verdict, reply, asked) : verdict;
}

// One edition of the page prints 200, another 201. Storing contacts costs nothing, so that any amount is enough.
function readBalance(reply: HttpReply, asked: Asked) {
  const body = parseJson(reply.body);
  if (reply.status < 200 || reply.status >= 300) return readRefusal(reply, body, asked);
  const amount = isObject(body) ? amountOf(body['amount']) : undefined;
  if (!isObject(body) || amount === undefined) return unreadable(reply);
  const unit = typeof body['unit'] === 'string' ? quote(body['unit'].slice(0, 40)) : '';
  return { kind: 'holds', credit: { text: `${amount} ${unit}`.trim() } } as const;
}

/** Order and completeness of `items` are not documented: only the number tells whom an item is about. */
function answersIn(items: readonly unknown[], contacts: readonly Contact[]): (Answer | undefined)[] {
  const byDigits = new Map<string, Answer>();
  for (const item of items) {
    if (!isObject(item)) continue;
    const digits = digitsOf(item['phone_number']);
    const answer = answerOf(item['status']);
    const before = byDigits.get(digits);
    byDigits.set(digits, before === undefined ? answer : agreed(before, answer));
  }
  return contacts.map((contact) => byDigits.get(contact.digits));
}

function answerOf(status: unknown): Answer {
  if (status === 'added' || status === 'updated' || status === 'skipped') return { status: 'ok', result: status };
  return {
    status: 'unknown',
    code: 'unknown_status',
    message: `expected added, updated or skipped, found ${shown(status)}`,
  };
}

function agreed(before: Answer, answer: Answer): Answer {
  if (before.status === answer.status && before.result === answer.result && before.message === answer.message) {
    return before;
  }
  const words = [before, answer].map(({ result, message }) => result ?? message ?? '').join(', then ');
  return { status: 'unknown', code: 'conflicting_answers', message: `the number is reported twice: ${words}` };
}

type Refused = Extract<Verdict, { kind: 'refused' }>;

/** What the code of a refusal says more than its status. */
function closer(refused: Refused, reply: HttpReply, { call }: Asked): Verdict {
  const { code, reason } = refused;
  const pause = refused.pauseMs === undefined ? {} : { pauseMs: refused.pauseMs };
  // https://octopush.com/en/sms-gateway-api-documentation/return-codes/
  switch (code) {
    case 'provider_101': // wrong login details
    case 'provider_108': // login missing
    case 'provider_109': // key missing
      return { kind: 'stop', stop: 'credentials', code, reason };
    case 'provider_113': // account not validated
    case 'provider_114': // account under investigation
      return { kind: 'stop', stop: 'account', code, reason };
    case 'provider_125': // undefined error
      return unsure(reply, code, reason);
    case 'provider_128': // too many attempts
      return { kind: 'throttled', code, reason, ...pause };
  }
  const field = namesOf('call').find((name) => new RegExp(`\\b${name}\\b`).test(reason));
  if (field === undefined) return refused;
  return call.fixed.includes(field)
    ? { kind: 'stop', stop: 'settings', code, reason }
    : { kind: 'refused', code, reason, field, ...pause };
}

/** The values by name, in the order of the names; what has no value, and a `false`, is left out. */
function given(values: Readonly<Record<string, Value>>, names: readonly string[]): Record<string, Value> {
  const kept: Record<string, Value> = {};
  for (const name of names) {
    const value = values[name];
    if (value !== undefined && value !== false) kept[name] = value;
  }
  return kept;
}

function namesOf(scope: Field['scope']): string[] {
  return octopush.fields.filter((field) => field.scope === scope && field.kind !== 'phone').map((field) => field.name);
}

function param(n: number, example: string): Field {
  return {
    name: `param${n}`,
    scope: 'contact',
    kind: 'text',
    aliases: [
      ...customText(n),
      ...[`parameter ${n}`, `variable ${n}`, `merge field ${n}`, `paramètre ${n}`, `champ de fusion ${n}`],
      ...[`parámetro ${n}`, `پارامتر ${n}`, `متغیر ${n}`],
    ],
    help: `free text ${n}, to be merged into messages`,
    example,
  };
}
