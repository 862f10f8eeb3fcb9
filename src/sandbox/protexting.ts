import type { Credentials } from './credentials.js';
import { type Call, mediaType, type Reply, type Service } from './exchange.js';
import { html } from './html.js';
import { countUnknown, isObject, readJson } from './json.js';
import { MAGIC, tricks } from './magic.js';
import { checkOptIn, GROUPS, KNOWN_KEYS } from './protexting-opt-in.js';
import { withoutQuota, withQuota } from './protexting-rate.js';
import type { Books, Held } from './store.js';

/**
 * Which of the vendor's two pages the answers follow: on A, a create answers with the contact; on B, the current one, with a message.
 */
export type Generation = 'A' | 'B';

/** https://www.protexting.com/developers/docs/opt-in-contact */
export function protexting(credentials: Credentials['protexting'], generation: Generation): Service {
  return {
    prefix: '/v1/',
    answer: (call, store) => withQuota(route(call, store, credentials.token, generation), call.quota),
    throttle: (quota) => withoutQuota(fault(429, 'Too Many Requests', 'Rate limit exceeded.'), quota),
    digits: (number) => number,
  };
}

function route(call: Call, store: Books, token: string, generation: Generation): Reply {
  const query = new URLSearchParams(call.query);
  const answer = ROUTES.get(`${call.method} ${call.path}`);
  if (!answer) return NOT_FOUND;
  if (query.get('access_token') !== token) {
    return fault(401, 'Unauthorized', 'Your request was made with invalid credentials.');
  }
  return answer(call, store, query, generation);
}

type Route = (call: Call, store: Books, query: URLSearchParams, generation: Generation) => Reply;

const ROUTES = new Map<string, Route>([
  ['POST /v1/contacts-opt-in/create', (call, store, _query, generation) => create(call, store, generation)],
  ['GET /v1/contacts/find', (_call, store, query) => find(query.get('number'), store)],
  ['GET /v1/credits/balance', () => json(200, { AvailableCredits: 1000 })],
  ['GET /v1/groups/index', () => GROUP_LIST],
]);

const NOT_FOUND = fault(404, 'Not Found', 'Page not found.');

const GROUP_LIST: Reply = (() => {
  const reply = json(
    200,
    Array.from({ length: GROUPS }, (_, index) => ({ Id: index + 1, Name: `Group ${index + 1}` })),
  );
  const pages = {
    'x-pagination-total-count': String(GROUPS),
    'x-pagination-page-count': '1',
    'x-pagination-current-page': '1',
    'x-pagination-per-page': '100',
  };
  return { ...reply, headers: { ...reply.headers, ...pages } };
})();

function find(number: string | null, store: Books): Reply {
  if (number === null) return fault(400, 'Bad Request', 'Missing required parameters: number');
  const held = store.get(number);
  return held ? json(200, contactOf(held)) : fault(404, 'Not Found', 'Object not found.');
}

const TRICKS = tricks(MAGIC.protexting);

// https://www.protexting.com/developers/docs/error-codes
const REFUSALS = {
  opted_out: refusal(1, 'Phone number is opted out.'),
  no_credit: refusal(5, 'Not enough credits.'),
  not_active: refusal(6, 'API app is not activated.'),
  too_soon: refusal(8, 'The same content can be sent only once per 10 seconds.'),
  blocked: refusal(1001, 'Phone number is blocked.'),
  carrier: refusal(10001, 'Refused by the carrier.'),
} as const;

function create(call: Call, store: Books, generation: Generation): Reply {
  if (mediaType(call.headers) !== 'application/json') {
    return fault(415, 'Unsupported Media Type', 'The requested content type is not supported.');
  }
  const body = readJson(call.body);
  if (body === undefined) return fault(400, 'Bad Request', 'Invalid JSON data in request body: Syntax error.');
  // Yii2 finds no attribute in a body that is no object.
  const attributes = isObject(body) ? body : {};
  const optIn = checkOptIn(attributes);
  if ('problems' in optIn) return json(422, optIn.problems);
  const trick = TRICKS.get(optIn.number);
  if (trick !== undefined && trick !== 'broken') return REFUSALS[trick];

  store.unknownKeys += countUnknown(attributes, KNOWN_KEYS[generation]);
  store.textMessages += 1;
  const old = store.get(optIn.number)?.fields['GroupIds'];
  const groups = new Set<unknown>([...(Array.isArray(old) ? old : []), ...optIn.fields.GroupIds]);
  const held = store.put(optIn.number, { ...optIn.fields, GroupIds: [...groups] }, call.now);

  if (trick === 'broken') return html(500, 'Internal Server Error', 'The server could not answer.');
  return json(201, generation === 'A' ? contactOf(held) : { message: 'Confirmation message successfully sent' });
}

function contactOf({ id, number, fields, createdAt, updatedAt }: Held): unknown {
  return {
    Id: id,
    Number: number,
    OptedOut: 0,
    FirstName: '',
    LastName: '',
    BirthDay: '0000-00-00',
    Email: '',
    Zip: '',
    City: '',
    DateCreated: eastern(createdAt),
    DateUpdated: eastern(updatedAt),
    GroupIds: fields['GroupIds'],
    CustomFieldIds: [],
  };
}

const HOUR = 3_600_000;

/** The vendor says US Eastern and writes GMT-5: no summer time. */
function eastern(time: number): string {
  return new Date(time - 5 * HOUR).toISOString().slice(0, 19).replace('T', ' ');
}

/** The sample of the codes page, which has no `type`. */
function refusal(code: number, message: string): Reply {
  return json(422, { name: 'Unprocessable entity', message, code, status: 422 });
}

function fault(status: number, name: string, message: string): Reply {
  return json(status, { name, message, code: 0, status, type: `yii\\web\\${name.replaceAll(' ', '')}HttpException` });
}

function json(status: number, value: unknown): Reply {
  return { status, headers: { 'content-type': 'application/json; charset=UTF-8' }, body: JSON.stringify(value) };
}
