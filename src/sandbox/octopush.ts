import type { Credentials } from './credentials.js';
import { type Call, mediaType, type Reply, type Service } from './exchange.js';
import { html } from './html.js';
import { readJson } from './json.js';
import { MAGIC, tricks } from './magic.js';
import { type OctopushContact, type OctopushPayload, readPayload } from './octopush-payload.js';
import type { Books } from './store.js';

const TRICKS = tricks(MAGIC.octopush);

/** https://dev.octopush.com/en/sms-gateway-api-documentation/add-a-contact/ */
export function octopush(credentials: Credentials['octopush']): Service {
  return {
    prefix: '/v1/public/',
    answer(call, store) {
      switch (`${call.method} ${call.path}`) {
        case 'POST /v1/public/contact/create':
          return isKnown(call, credentials) ? create(call, store) : WRONG_LOGIN;
        case 'GET /v1/public/wallet/check-balance':
          return isKnown(call, credentials) ? json(200, { amount: 100, unit: 'euros' }) : WRONG_LOGIN;
        default:
          return fault(404, 404, 'Not found');
      }
    },
    throttle() {
      const reply = fault(429, 429, 'Too many requests');
      return { ...reply, headers: { ...reply.headers, 'retry-after': '1' } };
    },
    digits: (number) => number.replace(/^\+/, ''),
  };
}

const WRONG_LOGIN = fault(401, 101, 'Wrong login details');

function isKnown({ headers }: Call, { login, key }: Credentials['octopush']): boolean {
  return headers['api-login'] === login && headers['api-key'] === key;
}

function create(call: Call, store: Books): Reply {
  if (mediaType(call.headers) !== 'application/json') return fault(415, 415, 'Expected application/json');
  const payload = readPayload(readJson(call.body));
  if (typeof payload === 'string') return fault(400, 400, `Payload validation failed: ${payload}`);

  const played = payload.contacts.map((contact) => TRICKS.get(contact.phone_number));
  if (played.includes('refused')) return fault(400, 117, 'No correct number: is the international prefix missing?');
  if (played.includes('broken')) return html(500, 'Internal Server Error', 'The server could not answer.');

  store.unknownKeys += payload.unknownKeys;
  const items: Item[] = [];
  for (const contact of payload.contacts) {
    const trick = TRICKS.get(contact.phone_number);
    const status = trick === 'queued' ? 'queued' : keep(contact, payload, call.now, store);
    if (trick !== 'left_out') items.push({ phone_number: contact.phone_number, email: contact.email ?? null, status });
  }
  return json(201, { items });
}

interface Item {
  readonly phone_number: string;
  readonly email: string | null;
  readonly status: 'added' | 'updated' | 'skipped' | 'queued';
}

/** An upsert by number. What a later call leaves out stays; lists and tags add up. */
function keep(contact: OctopushContact, payload: OctopushPayload, now: number, store: Books): Item['status'] {
  const number = contact.phone_number.slice(1);
  const old = store.get(number);
  if (old && payload.doNotOverwrite) {
    store.skip(number);
    return 'skipped';
  }
  store.put(
    number,
    {
      ...old?.fields,
      ...contact,
      list_names: union(old?.fields['list_names'], payload.listName),
      tag_names: union(old?.fields['tag_names'], payload.tagName),
    },
    now,
  );
  return old ? 'updated' : 'added';
}

function union(names: unknown, name: string | undefined): readonly unknown[] {
  const old: readonly unknown[] = Array.isArray(names) ? names : [];
  return name === undefined || old.includes(name) ? old : [...old, name];
}

function fault(status: number, code: number, message: string): Reply {
  return json(status, { code, message });
}

function json(status: number, value: unknown): Reply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
