import type { ChalkInstance } from 'chalk';
import type { Field, Kind, Provider } from '../../providers/provider.js';
import { labelled } from '../terminal/labelled.js';
import { wrapped } from '../terminal/wrap.js';

/** What lines are written on. */
export interface Paper {
  readonly columns: number;
  readonly paint: ChalkInstance;
}

/** The providers in short, some lines each. */
export function providerList(providers: readonly Provider[], paper: Paper): readonly string[] {
  const example = providers[0]?.name ?? '';
  return [
    ...providers.flatMap((provider) => [
      `${paper.paint.bold(provider.title)} (--provider ${provider.name})`,
      ...table(
        [
          ['contacts a call', contactsText(provider)],
          ['pace', paceText(provider)],
          ['a repeat is', provider.repeat],
          ['settings', provider.settings.map(({ env }) => env).join(', ')],
        ],
        paper,
      ),
      '',
    ]),
    ...wrapped(`Fields, their names and their limits: contact-push providers ${example}`, paper.columns),
  ];
}

/** All facts of a provider. */
export function providerText(provider: Provider, paper: Paper): readonly string[] {
  const { title, name, docs, settings, baseUrl, fields, phone } = provider;
  const { bold } = paper.paint;
  const country = phone.country === undefined ? '' : `; those without a prefix are read as of ${phone.country}`;
  const section = (heading: string, scope: Field['scope']): readonly string[] => {
    const own = fields.filter((field) => field.scope === scope);
    if (own.length === 0) return [];
    return [
      '',
      bold(heading),
      ...own.flatMap((field, index) => [...(index === 0 ? [] : ['']), ...fieldText(field, paper)]),
    ];
  };
  return [
    `${bold(title)} (--provider ${name})`,
    docs,
    '',
    bold('Settings, from the environment or .env'),
    ...table(
      [
        ...settings.map(
          ({ env, help, where, secret }): Line => [env, `${help}${secret ? ' (secret)' : ''}, from ${where}`],
        ),
        [baseUrl.env, `for a proxy or a stand-in; else ${baseUrl.default}`],
      ],
      paper,
    ),
    '',
    bold('Limits'),
    ...table(
      [
        ['contacts a call', contactsText(provider)],
        ['pace', `${paceText(provider)} (--rate, --concurrency)`],
        ['a repeat is', provider.repeat],
        ['texts people', provider.textsPeople ? 'yes, with each contact that is sent' : 'no'],
        ['numbers', `${phone.expected}${country}`],
      ],
      paper,
    ),
    ...section('Contact fields, from columns', 'contact'),
    ...section('Call fields, from --set or from columns', 'call'),
    '',
    ...wrapped(
      'Case, accents, spaces, _ and - of a column do not count. Another column fills a field with --map FIELD=COLUMN.',
      paper.columns,
    ),
  ];
}

function fieldText(field: Field, { columns, paint }: Paper): readonly string[] {
  const { name, help, caution, example, aliases } = field;
  const entry = (label: string, text: string): readonly string[] =>
    labelled(label, text, { columns, width: 7, indent: 4 });
  const [plain, persian] = [
    aliases.filter((alias) => !PERSIAN.test(alias)),
    aliases.filter((alias) => PERSIAN.test(alias)),
  ];
  const sentences = [help, ...(caution === undefined ? [] : [caution])];
  return [
    ...wrapped([name, ...traits(field)].join(', '), columns - 2).map((line, index) => {
      const [, first = '', rest = ''] = /^([^,]*)(.*)$/.exec(line) ?? [];
      return index === 0 ? `  ${paint.cyan(first)}${rest}` : `    ${line}`;
    }),
    ...sentences.flatMap((sentence) => wrapped(sentence, columns - 4).map((line) => `    ${line}`)),
    ...entry('example', example),
    // Apart: a terminal turns the order of words round that are written from the right.
    ...entry('columns', plain.join(', ')),
    ...(persian.length === 0 ? [] : wrapped(persian.join('، '), columns - 13)).map((line) => `             ${line}`),
  ];
}

const PERSIAN = /\p{Script=Arabic}/u;

/** What a value is and must be, in few words. */
function traits({ kind, required, onPurpose, maxLength, forbids, default: otherwise }: Field): readonly string[] {
  return [
    KINDS[kind],
    ...(required ? ['required'] : []),
    ...(onPurpose ? ['only by --map or --set'] : []),
    ...(maxLength === undefined ? [] : [`at most ${maxLength} characters`]),
    ...(forbids === undefined ? [] : [`none of ${[...forbids].join(' ')} in one`]),
    ...(otherwise === undefined ? [] : [`${shownDefault(otherwise)} unless given`]),
  ];
}

const KINDS: Readonly<Record<Kind, string>> = {
  phone: 'a phone number',
  text: 'text',
  boolean: 'yes or no',
  gender: 'a man or a woman',
  date: 'a date',
  integer: 'a whole number',
  integers: 'whole numbers',
  texts: 'a list of texts',
};

function shownDefault(value: NonNullable<Field['default']>): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'object' ? value.join(', ') : String(value);
}

function contactsText({ limits }: Provider): string {
  const { batchSize, carefulBatchSize, maxBatchSize } = limits;
  if (maxBatchSize === 1) return '1';
  const careful = carefulBatchSize < maxBatchSize ? `, with a notice above ${carefulBatchSize}` : '';
  return `${batchSize} (--batch-size, at most ${maxBatchSize}${careful})`;
}

function paceText({ limits: { perSecond, concurrency } }: Provider): string {
  return `${perSecond} ${perSecond === 1 ? 'call' : 'calls'} a second, ${concurrency} at once`;
}

type Line = readonly [label: string, text: string];

function table(lines: readonly Line[], { columns }: Paper): readonly string[] {
  const width = Math.max(...lines.map(([label]) => label.length));
  return lines.flatMap(([label, text]) => labelled(label, text, { columns, width }));
}
