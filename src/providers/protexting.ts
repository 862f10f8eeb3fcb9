import type { Answer, Batch, HttpReply, HttpRequest, Verdict } from '../model.js';
import { PHONE } from './aliases.js';
import { lookUp } from './look-up.js';
import { pauseMsOf, quotaResetMs } from './pause.js';
import { amountOf, probe } from './probe.js';
import { foundIn, notFoundYet } from './protexting-find.js';
import type { Provider, SentContact } from './provider.js';
import {
  type Asked,
  answeredOne,
  asList,
  digitsOf,
  idText,
  isObject,
  ofAnother,
  parseJson,
  quote,
  saidIn,
  unreadable,
  verdictByStatus,
} from './reply.js';

/** ProTexting: one contact a call, and the person gets an SMS that asks for consent. */
export const protexting: Provider = {
  name: 'protexting',
  title: 'ProTexting',
  docs: 'https://www.protexting.com/developers/docs/opt-in-contact',
  fields: [
    {
      name: 'PhoneNumber',
      scope: 'contact',
      kind: 'phone',
      required: true,
      aliases: PHONE,
      help: 'the phone number, sent with its country code and without +',
      example: '16465550123',
    },
    {
      name: 'GroupIds',
      scope: 'call',
      kind: 'integers',
      required: true,
      aliases: [
        ...['group id', 'groups ids', 'id de groupe', 'ids de groupe', 'ids de groupes', 'id du groupe'],
        ...['identifiant de groupe', 'identifiant du groupe', 'id de grupo', 'id del grupo', 'ids de grupo'],
        ...['ids de grupos', 'ids de los grupos', 'identificador de grupo', 'identificador del grupo'],
        ...['شناسه گروه', 'شناسه گروه ها', 'کد گروه', 'کد گروه ها', 'آیدی گروه'],
      ],
      help: 'ids of the groups the contact joins, whole numbers; the groups must exist',
      example: '1,2',
    },
    {
      name: 'CTAMessage',
      scope: 'call',
      kind: 'text',
      aliases: [
        ...['call to action', 'call to action message', 'opt-in message', 'invitation message', 'invitation text'],
        ...["message d'invitation", "texte d'invitation", "message d'inscription", "sms d'invitation"],
        ...['mensaje de invitación', 'texto de invitación', 'mensaje de suscripción', 'sms de invitación'],
        ...['متن دعوت', 'پیام دعوت', 'پیامک دعوت', 'متن پیام دعوت'],
      ],
      help: 'the SMS that asks for consent',
      example: 'Reply YES to get our offers',
      caution: unlisted('CTAMessage'),
    },
    {
      name: 'ConfirmMessage',
      scope: 'call',
      kind: 'text',
      aliases: [
        ...['confirmation message', 'confirmation text', 'confirmation sms', 'message de confirmation'],
        ...['texte de confirmation', 'sms de confirmation', 'mensaje de confirmación', 'texto de confirmación'],
        ...['متن تأیید', 'پیام تأیید', 'پیامک تأیید', 'متن پیام تأیید'],
      ],
      help: 'the SMS sent after consent',
      example: 'Welcome, and thank you',
      caution: unlisted('ConfirmMessage'),
    },
    {
      name: 'SendCTAMessage',
      scope: 'call',
      kind: 'boolean',
      aliases: [
        ...['always send call to action', 'send call to action', 'send opt-in message', 'send invitation'],
        ...["envoyer l'invitation", "toujours envoyer l'invitation", "envoyer le message d'invitation"],
        ...['enviar invitación', 'enviar siempre la invitación', 'enviar mensaje de invitación'],
        ...['ارسال دعوت', 'ارسال پیام دعوت', 'ارسال پیامک دعوت'],
      ],
      help: 'yes asks for consent even who gave it already; left out unless given',
      example: 'no',
      caution:
        'SendCTAMessage is not on the current page of ProTexting: it may be ignored. With yes, people who agreed already are texted again.',
    },
  ],
  phone: {
    expected: 'an international number of at most 15 digits such as +16465550123',
    write: (digits) => (/^[1-9]\d{0,14}$/.test(digits) ? digits : undefined),
  },
  settings: [
    {
      env: 'PROTEXTING_ACCESS_TOKEN',
      help: 'access token',
      where: 'your ProTexting account, where the API app is activated',
      secret: true,
      account: 'hashed',
    },
  ],
  baseUrl: { env: 'PROTEXTING_BASE_URL', default: 'https://api2.protexting.com' },
  limits: { batchSize: 1, maxBatchSize: 1, carefulBatchSize: 1, concurrency: 1, perSecond: 1, repeatable: false },
  repeat: 'a second SMS to a person, and its credit',
  textsPeople: true,
  notices: () => [],
  connect(read) {
    const base = read('PROTEXTING_BASE_URL');
    const token = encodeURIComponent(read('PROTEXTING_ACCESS_TOKEN'));
    return {
      // https://www.protexting.com/developers/docs/available-credits-balance
      probe: probe(
        {
          method: 'GET',
          url: `${base}/v1/credits/balance?access_token=${token}`,
          headers: { Accept: 'application/json' },
        },
        readBalance,
      ),
      encode: (batch) => encode(batch, base, token),
      interpret,
      find: (contact) =>
        lookUp(contact, findRequest(contact, base, token), (reply, asked) => readFind(reply, asked, contact)),
    };
  },
};

function unlisted(name: string): string {
  return `${name} is not on the current page of ProTexting: it may be ignored, and the text of your dashboard sent.`;
}

function encode({ contacts, call }: Batch, base: string, token: string): HttpRequest {
  const always = call.values['SendCTAMessage'];
  return {
    method: 'POST',
    url: `${base}/v1/contacts-opt-in/create?access_token=${token}`,
    // The answer follows Accept; without it, it may be XML.
    headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
    body: JSON.stringify({
      PhoneNumber: contacts[0]?.phone,
      GroupIds: call.values['GroupIds'],
      CTAMessage: call.values['CTAMessage'],
      ConfirmMessage: call.values['ConfirmMessage'],
      // 0 and nothing at all are documented alike, yet a default is for the account to set: only what is given goes out.
      SendCTAMessage: always === undefined ? undefined : Number(always === true),
    }),
  };
}

function findRequest({ digits }: SentContact, base: string, token: string): HttpRequest {
  return {
    method: 'GET',
    url: `${base}/v1/contacts/find?number=${encodeURIComponent(digits)}&access_token=${token}`,
    headers: { Accept: 'application/json' },
  };
}

/** Each person gets an SMS, and an SMS costs about one credit: https://protexting.com/sms-api.html */
function readBalance(reply: HttpReply, asked: Asked) {
  if (reply.status < 200 || reply.status >= 300) return readRefusal(reply, asked);
  const body = parseJson(reply.body);
  const amount = isObject(body) ? amountOf(body['AvailableCredits']) : undefined;
  if (amount === undefined) return unreadable(reply);
  const text = `${amount} ${amount === 1 ? 'credit' : 'credits'}`;
  return { kind: 'holds', credit: { text, enough: amount >= 1 }, unproven: UNPROVEN } as const;
}

const UNPROVEN = 'that the token may send invitations, only the first contact shows';

function readFind(reply: HttpReply, asked: Asked, contact: SentContact): Verdict {
  const { status, body } = reply;
  const nobody = answeredOne(reply, asked, notFoundYet());
  if (status < 200 || status >= 300) {
    const verdict = readRefusal(reply, asked);
    // The address is a documented one: what is not found is the number.
    return status === 404 && verdict.kind === 'stop' && verdict.stop === 'settings' ? nobody : verdict;
  }
  if (body.trim() === '') return nobody;
  const found = parseJson(body);
  return found === undefined ? unreadable(reply) : answeredOne(reply, asked, foundIn(found, contact));
}

function interpret(reply: HttpReply, batch: Batch): Verdict {
  const { status } = reply;
  if (status === 201) return readCreated(reply, batch);
  if (status >= 200 && status < 300) return unreadable(reply, 'a status that is not the documented 201');
  return readRefusal(reply, batch);
}

/** An answer that is no success. */
function readRefusal(reply: HttpReply, asked: Asked): Verdict {
  const { status } = reply;
  const body = parseJson(reply.body);
  const verdict = verdictByStatus(reply, saidIn(body));
  // Yii sends no `Retry-After`: its window is as long as the quota says, else a minute.
  if (verdict.kind === 'throttled') return { pauseMs: quotaResetMs(reply) ?? 60_000, ...verdict };
  if (status < 400 || status >= 500 || status === 401 || status === 403) return verdict;
  const invalid = asList(body);
  if (invalid !== undefined) return verdict.kind === 'refused' ? readInvalid(invalid, verdict, reply, asked) : verdict;
  return isObject(body) ? readCode(body['code'], verdict, reply, asked) : verdict;
}

/**
 * The status decides: the page prints two bodies, one of them no valid JSON. It says that the SMS went out, not that
 * the person agreed. Only what speaks against it is not believed: an error, a page of markup, another number.
 */
function readCreated(reply: HttpReply, batch: Batch): Verdict {
  const body = parseJson(reply.body);
  if (body === undefined && isPage(reply.body)) return unreadable(reply);
  if (!isObject(body)) {
    if (body === undefined && /\b(?:error|fail(?:ed|ure)?)\b/i.test(reply.body))
      return unreadable(reply, 'an error in its body');
    return asList(body) === undefined ? answeredOne(reply, batch, requested()) : unreadable(reply);
  }
  const { code, message } = saidIn(body);
  if (code !== undefined || saysError(body)) {
    return unreadable(reply, message === undefined ? 'an error in its body' : `an error in its body (${message})`);
  }
  const returned = digitsOf(body['Number']);
  const sent = batch.contacts[0]?.digits ?? '';
  if (returned !== '' && !isSameNumber(returned, sent)) {
    return answeredOne(reply, batch, ofAnother(returned));
  }
  return answeredOne(reply, batch, requested(idText(body['Id'])));
}

/** The words in which services say that something went wrong after all. */
function saysError(body: Readonly<Record<string, unknown>>): boolean {
  const status = body['status'];
  const isBad = typeof status === 'number' ? status >= 400 : typeof status === 'string' && /error|fail/i.test(status);
  return isBad || body['success'] === false || isGiven(body['error']) || isGiven(body['errors']);
}

function isGiven(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

/** With or without its country code. */
function isSameNumber(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.length >= 7 && long.endsWith(short);
}

function requested(providerId?: string): Answer {
  const answer = { status: 'ok', result: 'confirmation_requested' } as const;
  return providerId === undefined ? answer : { ...answer, providerId };
}

/** 422 "Data Validation Failed": a field and a message for each attribute that did not pass. */
function readInvalid(entries: readonly unknown[], verdict: Verdict, reply: HttpReply, asked: Asked): Verdict {
  const problems = entries.filter(isObject).map((entry) => ({
    field: typeof entry['field'] === 'string' ? ownName(entry['field']) : '',
    message: typeof entry['message'] === 'string' ? quote(entry['message']) : '',
  }));
  if (problems.length === 0) return verdict;
  const code = `provider_${reply.status}`;
  const ofRun = problems.find(({ field }) => asked.call.fixed.includes(field));
  if (ofRun !== undefined) {
    return { kind: 'stop', stop: 'settings', code, reason: `HTTP ${reply.status}: ${ofRun.field}: ${ofRun.message}` };
  }
  const joined = (texts: readonly string[]) => quote(texts.filter((text) => text !== '').join('; '));
  const field = joined(problems.map((problem) => problem.field));
  const message = joined(problems.map((problem) => problem.message));
  return answeredOne(reply, asked, {
    status: 'rejected',
    code,
    ...(field === '' ? {} : { field }),
    ...(message === '' ? {} : { message }),
  });
}

/** Business codes: https://www.protexting.com/developers/docs/error-codes. They come before the HTTP status. */
function readCode(raw: unknown, byStatus: Verdict, reply: HttpReply, asked: Asked): Verdict {
  const code = Number(typeof raw === 'number' || (typeof raw === 'string' && /^\d+$/.test(raw)) ? raw : 0);
  // Yii writes 0 where there is no business code.
  if (!Number.isSafeInteger(code) || code <= 0) return byStatus;
  const said = saidIn(parseJson(reply.body));
  const word = `provider_${code}`;
  const reason = `HTTP ${reply.status}, code ${code}${said.message === undefined ? '' : `: ${said.message}`}`;
  const rejected = answeredOne(reply, asked, { status: 'rejected', code: word, message: said.message ?? reason });
  switch (code) {
    case 1: // opted out
    case 4: // unprocessable entity
    case 1000: // globally opted out
    case 1001: // globally blocked
      return rejected;
    case 2: // forbidden words
      return hasOwnText(asked) ? rejected : { kind: 'stop', stop: 'settings', code: word, reason };
    case 5: // not enough credits
    case 6: // API app not activated
    case 7: // IP address not allowed
    case 301: // sender blocked for a time
    case 302: // sender blocked for good
      return { kind: 'stop', stop: 'account', code: word, reason };
    case 8: // the same content only once in 10 seconds
      return { kind: 'throttled', code: word, reason, pauseMs: Math.max(10_000, pauseMsOf(reply) ?? 0) };
  }
  // Above 10000 a carrier refuses the number. A code that is not on the page leaves an HTTP status that ends the run its say.
  return code > 10_000 || byStatus.kind === 'refused' ? rejected : byStatus;
}

/** True when the texts of this call come from its row: a forbidden word is then the row's fault, not the run's. */
function hasOwnText({ call }: Asked): boolean {
  const texts = ['CTAMessage', 'ConfirmMessage'].filter((name) => call.values[name] !== undefined);
  return texts.length > 0 && texts.every((name) => !call.fixed.includes(name));
}

function ownName(name: string): string {
  const known = protexting.fields.find((field) => field.name.toLowerCase() === name.trim().toLowerCase());
  return known?.name ?? quote(name.slice(0, 64));
}

function isPage(body: string): boolean {
  return /^[\s\ufeff]*</.test(body) && !/<response[\s>]/.test(body);
}
