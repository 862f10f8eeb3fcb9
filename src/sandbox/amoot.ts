import { BLANK, contactOf, KEYS } from './amoot-contact.js';
import { bindingFault, fieldsOf } from './amoot-form.js';
import type { Credentials } from './credentials.js';
import { type Call, mediaType, type Reply, type Service } from './exchange.js';
import { readForm } from './form.js';
import { html } from './html.js';
import { MAGIC, tricks } from './magic.js';
import type { Books } from './store.js';

const TRICKS = tricks(MAGIC.amoot);

/** https://hub.amootsoft.com/Payamak/docs/contact-create — HTTP 200 to everything but a broken form; only `Status` tells. */
export function amoot(credentials: Credentials['amoot']): Service {
  return {
    prefix: '/rest',
    answer(call, store) {
      const method = METHODS.get(`${call.method} ${call.path}`);
      if (!method)
        return html(404, '404 - File or directory not found.', 'The resource you are looking for is not here.');
      const token = call.headers.authorization ?? '';
      if (token === '') return json('Token_NotExists');
      return token === credentials.token ? method.answer(call, store) : json(method.stranger);
    },
    throttle: () => html(429, 'Too Many Requests', 'Try again in a second.', { 'retry-after': '1' }),
    digits: digitsOf,
  };
}

interface Method {
  answer(call: Call, store: Books): Reply;
  /** What a wrong token is told. */
  readonly stranger: unknown;
}

const ACCOUNT: Method = {
  answer: () => json({ Status: 'Success', AccountName: 'sandbox', RemaindCredit: 25000, ListLineNumbers: [] }),
  stranger: { Status: 'User_NotExists', AccountName: null, RemaindCredit: 0, ListLineNumbers: [] },
};

const METHODS = new Map<string, Method>([
  ['POST /rest/ContactCreate', { answer: create, stranger: { Status: 'Token_Invalid', Data: BLANK } }],
  ['POST /rest/ContactSearch', { answer: search, stranger: { Status: 'Token_Invalid', Data: [] } }],
  ['POST /rest/AccountStatus', ACCOUNT],
  ['GET /rest/AccountStatus', ACCOUNT],
]);

function create(call: Call, store: Books): Reply {
  if (!isForm(call)) return refusal('Failed');
  const form = readForm(call.body);
  const fault = bindingFault(form);
  if (fault !== undefined) return html(500, 'Server Error in Application.', fault);

  const mobile = form.get('Mobile') ?? '';
  if (form.get('ContactGroupID') !== '0') return refusal('ContactGroupID_Invalid');
  if (mobile === '') return refusal('Mobile_Empty');
  if (!/^09[0-9]{9}$/.test(mobile)) return refusal('Mobile_Invalid');
  const trick = TRICKS.get(mobile);
  if (trick === 'invalid') return refusal('Mobile_Invalid');
  if (trick === 'server_error') return refusal(500);
  if (trick === 'no_credit') return refusal(4);

  for (const key of form.keys()) if (!KEYS.has(key)) store.unknownKeys += 1;
  // Nothing says that a repeat overwrites: a second record, the dearer case.
  const held = store.add(digitsOf(mobile), fieldsOf(form), call.now);
  if (trick === 'html') return html(200, 'Amoot', 'The page could not be shown.');
  return json({ Status: 'Success', Data: contactOf(held) });
}

/** Looks for the number alone: a search by anything else finds nothing. */
function search(call: Call, store: Books): Reply {
  if (!isForm(call)) return json({ Status: 'Failed', Data: [] });
  const mobile = readForm(call.body).get('Mobile') ?? '';
  return json({ Status: 'Success', Data: store.all(digitsOf(mobile)).map(contactOf) });
}

/** `09…`, `98…` and `+98…` → `98…`. */
function digitsOf(mobile: string): string {
  return mobile.replace(/[^0-9]/g, '').replace(/^0/, '98');
}

function isForm(call: Call): boolean {
  return mediaType(call.headers) === 'application/x-www-form-urlencoded';
}

function refusal(status: string | number): Reply {
  return json({ Status: status, Data: BLANK });
}

function json(value: unknown): Reply {
  return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(value) };
}
