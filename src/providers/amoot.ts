import type { Answer, Batch, Contact, Field, HttpReply, HttpRequest, Value, Verdict } from '../model.js';
import { customText, EMAIL, FIRST_NAME, LAST_NAME, PHONE } from './aliases.js';
import { foundIn } from './amoot-find.js';
import { lookUp } from './look-up.js';
import { amountOf, probe } from './probe.js';
import type { Provider, SentContact } from './provider.js';
import {
  type Asked,
  answeredOne,
  digitsOf,
  idText,
  isObject,
  ofAnother,
  parseJson,
  saidIn,
  shown,
  unreadable,
  unsure,
  verdictByStatus,
} from './reply.js';

/** Amoot SMS: one contact a call, Iranian mobiles; HTTP 200 to everything, only `Status` tells. */
export const amoot: Provider = {
  name: 'amoot',
  title: 'Amoot SMS',
  docs: 'https://hub.amootsoft.com/Payamak/docs/contact-create',
  // In the order of the vendor's table, which is the order on the wire.
  fields: [
    {
      name: 'ContactGroupID',
      scope: 'contact',
      kind: 'integer',
      default: 0,
      aliases: [
        ...[
          'group id',
          'contact group',
          'id de groupe',
          'id du groupe',
          'identifiant de groupe',
          'identifiant du groupe',
        ],
        ...['id de grupo', 'id del grupo', 'identificador de grupo', 'کد گروه', 'شناسه گروه', 'آیدی گروه'],
      ],
      help: 'switched off by Amoot: leave it at 0 and use Labels',
      example: '0',
      caution: 'Amoot has switched ContactGroupID off and asks for 0; Labels take its place.',
    },
    {
      name: 'Active',
      scope: 'contact',
      kind: 'boolean',
      default: true,
      aliases: [
        ...['is active', 'enabled', 'actif', 'active contact', 'est actif', 'contact actif', 'activé'],
        ...['activo', 'está activo', 'contacto activo', 'habilitado', 'فعال', 'فعال است', 'فعال بودن'],
      ],
      help: 'whether the contact is active; yes unless given',
      example: 'yes',
    },
    {
      name: 'Mobile',
      scope: 'contact',
      kind: 'phone',
      required: true,
      aliases: PHONE,
      help: 'the mobile number, sent as 09 and nine digits',
      example: '09120000001',
    },
    text('FName', 'first name', 'سارا', FIRST_NAME),
    text('LName', 'last name', 'احمدی', LAST_NAME),
    {
      name: 'GenderType',
      scope: 'contact',
      kind: 'gender',
      aliases: ['gender', 'sex', 'sexe', 'genre', 'civilité', 'género', 'sexo', 'جنسیت', 'جنس', 'نوع جنسیت'],
      help: 'a word for a man (sent as true) or a woman (sent as false); empty where not known; 0 and 1 are refused, and M where the column is not named in English, French or Persian',
      example: 'female',
    },
    text('CompanyTitle', 'company', 'Example Co', [
      ...['company', 'company name', 'organization', 'organisation', 'organization name', 'organization 1 - name'],
      ...['employer', 'account name', 'société', 'entreprise', 'nom de la société', 'nom société'],
      ...["nom de l'entreprise", 'nom entreprise', 'raison sociale', 'employeur'],
      ...['empresa', 'organización', 'compañía', 'nombre de la empresa', 'nombre de empresa', 'nombre de la compañía'],
      ...['razón social', 'شرکت', 'نام شرکت', 'عنوان شرکت', 'سازمان', 'نام سازمان', 'محل کار', 'مؤسسه'],
    ]),
    // Not `profession`, `occupation`: address books have these beside the job.
    text('JobTitle', 'job title', 'Accountant', [
      ...['job', 'job role', 'position', 'organization title', 'organization 1 - title'],
      ...['fonction', 'poste', 'métier', 'intitulé du poste', 'intitulé de poste', 'titre du poste', 'emploi'],
      ...['cargo', 'puesto', 'puesto de trabajo', 'título del puesto'],
      ...['سمت', 'شغل', 'عنوان شغلی', 'عنوان سمت', 'سمت شغلی', 'پست سازمانی'],
    ]),
    text('Email', 'e-mail address', 'sara@example.org', EMAIL),
    text('CityName', 'city', 'تهران', [
      ...['city', 'town', 'home city', 'mailing city', 'address 1 - city', 'ville', 'localité', 'commune'],
      ...[
        'ville (domicile)',
        'nom de la ville',
        'ciudad',
        'localidad',
        'población',
        'municipio',
        'nombre de la ciudad',
      ],
      ...['شهر', 'نام شهر', 'شهر محل سکونت', 'شهرستان'],
    ]),
    text('AddressText', 'address', 'Valiasr Street 1', [
      ...['address', 'street address', 'postal address', 'full address', 'home address', 'home street'],
      ...[
        'mailing street',
        'address line 1',
        'address 1 - formatted',
        'adresse',
        'adresse postale',
        'adresse complète',
      ],
      ...['adresse du domicile', 'rue (domicile)', 'dirección', 'dirección postal', 'dirección completa', 'domicilio'],
      ...['dirección particular', 'calle particular'],
      ...['آدرس', 'نشانی', 'آدرس پستی', 'نشانی پستی', 'آدرس کامل', 'آدرس منزل', 'آدرس محل سکونت'],
    ]),
    date('BornDate', 'day of birth', '1985-03-21', [
      ...['birthday', 'birth date', 'date of birth', 'dob', 'born', 'born on'],
      ...['date de naissance', 'naissance', 'né le', 'née le', 'né(e) le', 'anniversaire', "date d'anniversaire"],
      ...['date anniversaire', 'jour de naissance', 'fecha de nacimiento', 'fecha nacimiento', 'nacimiento'],
      ...['cumpleaños', 'fecha de cumpleaños', 'تاریخ تولد', 'تولد', 'روز تولد', 'زادروز'],
    ]),
    date('AnniversaryDate', 'anniversary', '2010-06-15', [
      ...['anniversary', 'wedding anniversary', 'wedding date', 'wedding day'],
      ...['anniversaire de mariage', 'anniversaire de mariage ou fête', 'date de mariage', 'mariage'],
      ...['aniversario', 'fecha de aniversario', 'aniversario de boda', 'aniversario de bodas', 'fecha de boda'],
      ...['سالگرد', 'تاریخ سالگرد', 'سالگرد ازدواج', 'تاریخ ازدواج', 'تاریخ سالگرد ازدواج'],
    ]),
    ...[1, 2, 3, 4, 5, 6].map((n) =>
      text(`CustomText${n}`, `free text ${n}`, `text ${n}`, [
        ...customText(n),
        ...[`text ${n}`, `texte personnalisé ${n}`, `texte ${n}`, `texto personalizado ${n}`, `texto ${n}`],
        ...[`متن سفارشی ${n}`, `متن ${n}`],
      ]),
    ),
    ...[1, 2, 3].map((n) =>
      date(`CustomDate${n}`, `free date ${n}`, '2026-01-31', [
        ...[`date ${n}`, `free date ${n}`, `custom date field ${n}`],
        ...[`date personnalisée ${n}`, `date perso ${n}`, `date libre ${n}`],
        ...[`fecha personalizada ${n}`, `fecha libre ${n}`, `fecha ${n}`],
        ...[`تاریخ سفارشی ${n}`, `تاریخ دلخواه ${n}`, `تاریخ ${n}`],
      ]),
    ),
    {
      name: 'Labels',
      scope: 'contact',
      kind: 'texts',
      // ContactSearch documents that the server splits its labels at these.
      forbids: ',;|',
      aliases: [
        ...['label', 'tag', 'tags', 'categories', 'groups', 'group membership'],
        ...['étiquette', 'étiquettes', 'libellé', 'libellés', 'catégories', 'groupes', 'liste des étiquettes'],
        ...['etiqueta', 'etiquetas', 'categorías', 'grupos', 'lista de etiquetas'],
        ...['برچسب', 'برچسب ها', 'لیست برچسب', 'عنوان برچسب', 'تگ', 'گروه', 'گروه ها', 'نام گروه', 'دسته بندی'],
      ],
      help: 'titles of labels, separated by commas or semicolons',
      example: 'گروه 1,گروه 2',
    },
  ],
  phone: {
    country: 'IR',
    expected: 'an Iranian mobile number such as 09120000001',
    write: (digits) => (/^989\d{9}$/.test(digits) ? `0${digits.slice(2)}` : undefined),
  },
  settings: [
    {
      env: 'AMOOT_TOKEN',
      help: 'token that may call ContactCreate',
      where: 'your panel at portal.amootsms.com',
      secret: true,
      account: 'hashed',
    },
  ],
  baseUrl: { env: 'AMOOT_BASE_URL', default: 'https://portal.amootsms.com' },
  // The page says nothing of the same number again.
  limits: { batchSize: 1, maxBatchSize: 1, carefulBatchSize: 1, concurrency: 2, perSecond: 2, repeatable: false },
  repeat: 'perhaps a second record of the same person',
  textsPeople: false,
  notices(filled) {
    const notices: string[] = [];
    if (!filled.has('GenderType')) {
      notices.push('GenderType goes out empty, which Amoot does not document; --set GenderType=true|false fills it.');
    }
    if (!filled.has('FName') && !filled.has('LName')) {
      notices.push('Neither FName nor LName is filled: Amoot may refuse contacts without a name.');
    }
    return notices;
  },
  connect(read) {
    const base = read('AMOOT_BASE_URL');
    const token = read('AMOOT_TOKEN');
    return {
      probe: probe(accountRequest(base, token), readAccount),
      encode: (batch) => encode(batch, base, token),
      interpret: (reply, batch) => interpret(reply, batch, 'ContactCreate', (data) => stored(data, batch)),
      find: (contact) =>
        lookUp(contact, findRequest(contact, base, token), (reply, asked) =>
          interpret(reply, asked, 'ContactSearch', (data) => foundIn(data, contact, reply.receivedAt)),
        ),
    };
  },
};

// The samples disagree on the encoding. This one is in three of them and in the service's own machine description,
// whose form operations want every key: an absent one may fail the call.
function encode({ contacts }: Batch, base: string, token: string): HttpRequest {
  const [contact] = contacts;
  const form = new URLSearchParams();
  for (const field of amoot.fields) form.append(field.name, formText(sentValue(field, contact)));
  return request('ContactCreate', form, base, token);
}

function findRequest({ phone }: SentContact, base: string, token: string): HttpRequest {
  return request('ContactSearch', new URLSearchParams({ Mobile: phone }), base, token);
}

// docs/Account/account_status.md of github.com/EliasZare/Amoot.AmootSMS.Doc: the header alone, and an empty body.
function accountRequest(base: string, token: string): HttpRequest {
  return request('AccountStatus', new URLSearchParams(), base, token);
}

/** `RemaindCredit` is spelled so, and in rials. A contact is not said to cost any. */
function readAccount(reply: HttpReply, asked: Asked) {
  const verdict = interpret(reply, asked, 'AccountStatus', () => ({ status: 'ok' }));
  if (verdict.kind !== 'answered' || verdict.answers[0]?.status !== 'ok') return verdict;
  const body = parseJson(reply.body);
  const amount = isObject(body) ? amountOf(body['RemaindCredit']) : undefined;
  const credit = amount === undefined ? {} : { credit: { text: `${amount} rials` } };
  return { kind: 'holds', ...credit, unproven: UNPROVEN } as const;
}

// A token is allowed method by method.
const UNPROVEN = 'that the token may call ContactCreate, only the first contact shows';

type Method = 'ContactCreate' | 'ContactSearch' | 'AccountStatus';

function request(method: Method, form: URLSearchParams, base: string, token: string): HttpRequest {
  return {
    method: 'POST',
    url: `${base}/rest/${method}`,
    // Raw, without a scheme.
    headers: { Authorization: token, 'Content-Type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
  };
}

function sentValue(field: Field, contact: Contact | undefined): Value | undefined {
  return field.kind === 'phone' ? contact?.phone : (contact?.values[field.name] ?? field.default);
}

function formText(value: Value | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'object' ? value.join(',') : String(value);
}

/** `succeeded` says what the `Data` of a success means to this method. */
function interpret(reply: HttpReply, asked: Asked, method: Method, succeeded: (data: unknown) => Answer): Verdict {
  const body = parseJson(reply.body);
  const word = statusIn(body, reply.body);
  const known = word === undefined ? undefined : findStatus(word);
  if (reply.status < 200 || reply.status >= 300) {
    const verdict = verdictByStatus(reply, saidIn(body));
    // An HTTP error confirms nothing, but it may carry the word that ends the run.
    return verdict.kind === 'refused' && known !== undefined ? failure(known, reply, asked, method) : verdict;
  }
  if (word === undefined) return unreadable(reply);
  if (known !== undefined) return failure(known, reply, asked, method);
  // Success is an object; the same word alone is none of the documented answers.
  if (isObject(body) && isSuccess(word)) return answeredOne(reply, asked, succeeded(body['Data']));
  const message = `expected a Status of the vendor's list, found ${shown(word)}`;
  return answeredOne(reply, asked, { status: 'unknown', code: 'unknown_status', message });
}

/**
 * `Status` as it came, a name or a number. Some errors are a bare JSON string, or plain text without quotes: that is
 * taken for one only if it is on the vendor's list.
 */
function statusIn(body: unknown, text: string): string | undefined {
  const raw = isObject(body) ? body['Status'] : body;
  if (typeof raw === 'number') return String(raw);
  if (typeof raw === 'string') return raw.trim() === '' ? undefined : raw;
  const plain = text.trim();
  return body === undefined && findStatus(plain) !== undefined ? plain : undefined;
}

/** Failures come with a blank contact: `Data` says whom a success is about, never whether it is one. */
function stored(data: unknown, batch: Batch): Answer {
  const answer = { status: 'ok', result: 'created' } as const;
  if (!isObject(data)) return answer;
  const returned = digitsOf(data['Mobile']);
  const isBlank = /^0*$/.test(returned);
  // It comes back with or without the country code.
  if (!isBlank && returned.slice(-10) !== batch.contacts[0]?.digits.slice(-10)) {
    return ofAnother(returned);
  }
  const providerId = idText(data['ID']);
  return providerId === undefined ? answer : { ...answer, providerId };
}

function failure({ name, means, words, field }: Failure, reply: HttpReply, asked: Asked, method: Method): Verdict {
  const code = `provider_${name.toLowerCase()}`;
  const reason = `Amoot answered ${name}${words === undefined ? '' : `: ${words.replace('METHOD', method)}`}`;
  switch (means) {
    case 'credentials':
    case 'account':
      return { kind: 'stop', stop: means, code, reason };
    case 'unsure':
      return unsure(reply, code, reason);
    case 'unknown':
      return answeredOne(reply, asked, { status: means, code, message: reason });
    case 'rejected': {
      const where = field === undefined ? {} : { field };
      return answeredOne(reply, asked, { status: means, code, message: reason, ...where });
    }
  }
}

function isSuccess(word: string): boolean {
  return ['success', '1'].includes(word.trim().toLowerCase());
}

function findStatus(word: string): Failure | undefined {
  return BY_WORD.get(word.trim().toLowerCase());
}

function text(name: string, help: string, example: string, aliases: readonly string[]): Field {
  return { name, scope: 'contact', kind: 'text', aliases, help, example };
}

function date(name: string, help: string, example: string, aliases: readonly string[]): Field {
  return { name, scope: 'contact', kind: 'date', aliases, help: `${help}, a Gregorian date`, example };
}

interface Failure {
  readonly number: number;
  readonly name: string;
  readonly means: 'credentials' | 'account' | 'unsure' | 'unknown' | 'rejected';
  /** `METHOD` in it stands for the method that was called. */
  readonly words?: string;
  readonly field?: string;
}

// Every status but Success: docs/Utils/status_codes.md of github.com/EliasZare/Amoot.AmootSMS.Doc, and the same list in
// the description of https://portal.amootsms.com/webservice2.asmx. An answer may hold the number or the name.
const FAILURES: readonly Failure[] = [
  // Nothing tells whether the contact was stored.
  { number: 0, name: 'Failed', means: 'unknown', words: 'it does not say why' },
  { number: 500, name: 'ServerError', means: 'unsure' },
  { number: 2, name: 'AccountIsDemo', means: 'account', words: 'the account is a trial one' },
  { number: 4, name: 'CreditNotEnough', means: 'account', words: 'there is not enough credit' },
  { number: -102, name: 'User_MobileNotVerified', means: 'account', words: 'the user is not verified' },
  { number: -103, name: 'User_Disabled', means: 'account', words: 'the user is disabled' },
  { number: -104, name: 'User_Expired', means: 'account', words: 'the user has expired' },
  { number: -105, name: 'User_WebServiceBanned', means: 'account', words: 'the web service is barred for the user' },
  { number: -106, name: 'User_NotAllowWebService', means: 'account', words: 'the user may not use the web service' },
  { number: -107, name: 'User_NotAllowIP', means: 'account', words: 'this IP address is not allowed' },
  { number: -108, name: 'User_NotAllowMethod', means: 'account', words: 'the user may not call METHOD' },
  { number: -109, name: 'User_NotAllowHttp', means: 'account', words: 'the user may not use plain HTTP' },
  { number: -300, name: 'System_Disabled', means: 'account', words: 'the service is switched off; try again later' },
  { number: -1, name: 'User_NotExists', means: 'credentials', words: 'the token belongs to no user' },
  { number: 10, name: 'UserName_Empty', means: 'credentials', words: 'it found no credentials' },
  { number: 11, name: 'Password_Empty', means: 'credentials', words: 'it found no credentials' },
  { number: 100, name: 'UserNameOrPassword_Invalid', means: 'credentials', words: 'the credentials are wrong' },
  { number: -201, name: 'Token_NotExists', means: 'credentials', words: 'there is no such token' },
  { number: -202, name: 'Token_Invalid', means: 'credentials', words: 'the token is wrong' },
  { number: -203, name: 'Token_Disabled', means: 'credentials', words: 'the token is disabled' },
  { number: -204, name: 'Token_Expired', means: 'credentials', words: 'the token has expired' },
  {
    number: -207,
    name: 'Token_NotAllowIP',
    means: 'credentials',
    words: 'the token may not be used from this address',
  },
  { number: -208, name: 'Token_NotAllowMethod', means: 'credentials', words: 'the token may not call METHOD' },
  { number: 16, name: 'Mobile_Empty', means: 'rejected', field: 'Mobile', words: 'the number is empty' },
  {
    number: 101,
    name: 'Mobile_Invalid',
    means: 'rejected',
    field: 'Mobile',
    words: 'the number is wrong or blacklisted',
  },
  { number: 19, name: 'FirstNameOrLastName_Empty', means: 'rejected', words: 'first or last name is empty' },
  { number: 113, name: 'ContactID_Invalid', means: 'rejected' },
  { number: 114, name: 'ContactGroupID_Invalid', means: 'rejected', field: 'ContactGroupID' },
  { number: 120, name: 'Length_Invalid', means: 'rejected', words: 'a text has a wrong length' },
  { number: 121, name: 'Length_Exceeded', means: 'rejected', words: 'a text is too long' },
  // Of other methods: not expected here.
  { number: 5, name: 'LineNumber_NotExist', means: 'rejected' },
  { number: 6, name: 'BackupLineNumber_NotExist', means: 'rejected' },
  { number: 7, name: 'Avanak_NotAvailable', means: 'rejected' },
  { number: 12, name: 'LineNumber_Empty', means: 'rejected' },
  { number: 13, name: 'BackupLineNumber_Empty', means: 'rejected' },
  { number: 14, name: 'SMSMessageText_Empty', means: 'rejected' },
  { number: 15, name: 'AvanakMessageText_Empty', means: 'rejected' },
  { number: 17, name: 'Mobiles_Empty', means: 'rejected' },
  { number: 18, name: 'Title_Empty', means: 'rejected' },
  { number: 20, name: 'URLAddress_Empty', means: 'rejected' },
  { number: 102, name: 'Mobiles_Invalid', means: 'rejected' },
  { number: 103, name: 'Count_Invalid', means: 'rejected' },
  { number: 104, name: 'FromRow_Invalid', means: 'rejected' },
  { number: 105, name: 'FromDate_Invalid', means: 'rejected' },
  { number: 106, name: 'FromDateTime_Invalid', means: 'rejected' },
  { number: 107, name: 'ToDate_Invalid', means: 'rejected' },
  { number: 108, name: 'ToDateTime_Invalid', means: 'rejected' },
  { number: 109, name: 'FromDateIsAfterThanToDate', means: 'rejected' },
  { number: 110, name: 'FromDateTimeIsAfterThanToDateTime', means: 'rejected' },
  { number: 111, name: 'MessageID_Invalid', means: 'rejected' },
  { number: 112, name: 'BulkID_Invalid', means: 'rejected' },
  { number: 115, name: 'CourseID_Invalid', means: 'rejected' },
  { number: 116, name: 'CourseGroupID_Invalid', means: 'rejected' },
  { number: 117, name: 'URLAddress_Duplicate', means: 'rejected' },
  { number: 118, name: 'RelayMessageDeliveryID_Invalid', means: 'rejected' },
  { number: 119, name: 'RelayRecieveMessageID_Invalid', means: 'rejected' },
];

const BY_WORD = new Map(
  FAILURES.flatMap((failure) => [
    [String(failure.number), failure] as const,
    [failure.name.toLowerCase(), failure] as const,
  ]),
);
