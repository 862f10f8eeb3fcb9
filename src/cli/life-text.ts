import type { ChalkInstance } from 'chalk';
import { elapsed, grouped } from './figures.js';
import type { CallInLife, Fate, FieldInLife, Life } from './life.js';
import { cutRight } from './terminal/cut.js';
import { onOneLine } from './terminal/printable.js';
import { padded, widthOf } from './terminal/width.js';
import { wrapped } from './terminal/wrap.js';

const MAX_LINES = 40; // columns and fields shown
const MAX_VALUE = 200; // characters of a cell
const MAX_EXCERPT = 400;
const MAX_NAME = 24;
const LEAST_GAP_SECONDS = 1;

/**
 * The life of a row for people, in the order of time. At most `width` columns wide, which may be Infinity; what
 * is longer than a person reads is cut, and its length named.
 */
export function lifeText(life: Life, width: number, paint: ChalkInstance): string {
  const heading = (text: string): readonly string[] => ['', ...broken(text, width).map((line) => paint.bold(line))];
  const { fate, read, became, calls, going_on } = life;
  const status = fate === null ? (calls.length > 0 ? 'in doubt' : 'not read yet') : fate.status;
  const where = onOneLine(life.input === '-' ? 'standard input' : life.input);
  const place = life.line === null || life.line === 0 ? where : `${where}:${life.line}`;
  return [
    ...heading(`row ${life.row} of run ${life.run}: ${status}`).slice(1),
    ...broken(`${life.provider}, ${place}${life.dry_run ? ', a dry run: nothing was sent' : ''}`, width),
    ...(going_on ? broken('the run is going on: this is how things stand now', width) : []),
    ...heading(readBy(life)),
    ...(read.from === null
      ? pointed(`its record is not shown: ${onOneLine(read.why_not)}`, width)
      : table(
          read.record.map(({ column, value }) => [column, shown(value)]),
          'column',
          width,
        )),
    ...heading('became'),
    ...(became.why_not === '' ? becameLines(life, width) : pointed(onOneLine(became.why_not), width)),
    ...heading(calls.length === 0 ? 'in no call' : `in ${calls.length} ${calls.length === 1 ? 'call' : 'calls'}`),
    ...calls.flatMap((call, index) => callLines(call, index, calls[index - 1]?.excerpt, width)),
    ...heading('now'),
    ...(fate === null ? pointed(NO_FATE[calls.length > 0 ? 'sent' : 'unread'], width) : fateLines(fate, width)),
    ...nextLines(life, width),
  ].join('\n');
}

const NO_FATE = {
  sent: 'it was in a call, and the run ended before an answer came',
  unread: 'the run has not come to it: it has no fate yet',
};

function readBy({ read, calls, fate }: Life): string {
  const sessions = read.sessions.map(
    ({ session, kind, started }) => `session ${session} (${kind}, ${moment(started)})`,
  );
  if (fate === null && calls.length === 0) return 'to be read';
  return `read by ${sessions.join(' or ')}${read.from === 'input' ? ', and now again' : ''}`;
}

function becameLines({ became, duplicate_of: other, run }: Life, width: number): readonly string[] {
  const { fields, problems } = became;
  const same =
    other === null
      ? []
      : pointed(
          `not sent: the number of row ${other.row}${other.run === run ? '' : ` of run ${other.run}`}${
            other.status === null
              ? ', of which nothing is known by now'
              : ` (line ${other.line}), which is ${other.status}`
          }`,
          width,
        );
  const wrong = problems.flatMap(({ field, code, message }) =>
    pointed(`${[field, code].filter((part) => part !== '').join(': ')}: ${shown(message)}`, width),
  );
  return [
    ...same,
    ...wrong,
    ...table(
      fields.map((field) => [field.field, fieldText(field)]),
      'field',
      width,
    ),
  ];
}

function fieldText({ field, value, scope, column }: FieldInLife): string {
  const text = typeof value === 'object' ? value.join(', ') : String(value);
  const from = [
    ...(column === field
      ? []
      : [column === null ? 'the same for all rows' : `from ${onOneLine(cutRight(column, MAX_NAME))}`]),
    ...(scope === 'call' ? ['of the call'] : []),
  ].join(', ');
  return `${shown(text)}${from === '' ? '' : `  (${from})`}`;
}

function callLines(call: CallInLife, index: number, before: string | undefined, width: number): readonly string[] {
  const { after_seconds: gap, duration_ms: duration, http_status: http, rows, code, excerpt } = call;
  const facts = [
    ...(duration === null ? [] : [`${grouped(duration)} ms`]),
    ...(http === null ? [] : [`HTTP ${http}`]),
  ].join(', ');
  const others = rows === 1 ? 'alone' : `with ${grouped(rows - 1)} other ${rows === 2 ? 'row' : 'rows'}`;
  const meaning = `${call.meaning}${code === '' ? '' : ` (${onOneLine(code)})`}`;
  const inside = (text: string) => broken(text, width - 5).map((line) => `     ${line}`);
  return [
    ...(gap !== null && gap >= LEAST_GAP_SECONDS ? inside(`… ${elapsed(gap)} later`) : []),
    ...hanging(
      `${String(index + 1).padStart(3)}. `,
      `${moment(call.started)}, session ${call.session} (${call.kind}), ${others}`,
      width,
    ),
    ...inside(`${facts === '' ? '' : `${facts}: `}${meaning}`),
    ...(excerpt === ''
      ? []
      : inside(excerpt === before ? 'the same answer again' : shown(excerpt.trim(), MAX_EXCERPT))),
  ];
}

function fateLines(fate: Fate, width: number): readonly string[] {
  const facts: readonly (readonly [string, string])[] = [
    ['status', `${fate.status} (${fate.meaning})`],
    ['result', fate.result],
    ['provider id', fate.provider_id],
    ['phone', fate.phone],
    ['code', fate.code],
    ['field', fate.field],
    ['message', fate.message],
    ['last HTTP', fate.http_status === null ? '' : String(fate.http_status)],
    ['last sent', fate.sent_at === null ? '' : moment(fate.sent_at)],
  ];
  return table(
    facts.filter(([, value]) => value !== '').map(([name, value]) => [name, shown(value, MAX_EXCERPT)]),
    'line',
    width,
  );
}

/** A line to type is never broken: it is to be copied. */
function nextLines({ next, hint }: Life, width: number): readonly string[] {
  if (next === null) return hint === '' ? [] : ['', ...broken(`next: ${hint}`, width)];
  const beside = `next: ${next}`;
  if (width === Number.POSITIVE_INFINITY) return ['', beside, ...(hint === '' ? [] : [`      ${hint}`])];
  if (hint === '' && widthOf(beside) <= width) return ['', beside];
  return ['', ...broken(hint === '' ? 'next:' : `next, ${hint}:`, width), `  ${next}`];
}

/** Names beside their values. */
function table(
  rows: readonly (readonly [name: string, value: string])[],
  what: string,
  width: number,
): readonly string[] {
  // Of very many, the empty ones tell least.
  const told = rows.length > MAX_LINES ? rows.filter(([, value]) => value !== EMPTY) : rows;
  const lines = told
    .slice(0, MAX_LINES)
    .map(([name, value]) => [cutRight(onOneLine(name), nameWidth(width)), value] as const);
  const widest = Math.max(...lines.map(([name]) => widthOf(name)), 0);
  const left = rows.length - lines.length;
  return [
    ...lines.flatMap(([name, value]) => hanging(`  ${padded(name, widest)}${widest === 0 ? '' : '  '}`, value, width)),
    ...(left > 0
      ? pointed(`… and ${grouped(left)} more ${left === 1 ? what : `${what}s`} (all with --json)`, width)
      : []),
  ];
}

function nameWidth(width: number): number {
  return Math.min(MAX_NAME, Math.max(8, Math.floor(width / 3)));
}

/** In lines of at most so many columns, whatever there is in a row. */
function broken(text: string, width: number): readonly string[] {
  return wrapped(text, width, { breaksWords: true });
}

/** `label` before the first line, the others below its end. */
function hanging(label: string, text: string, width: number): readonly string[] {
  const indent = widthOf(label);
  const lines = broken(text, Math.max(10, width - indent));
  return lines.map((line, index) => `${index === 0 ? label : ' '.repeat(indent)}${line}`.trimEnd());
}

function pointed(text: string, width: number): readonly string[] {
  return hanging('  ', text, width);
}

const EMPTY = '(empty)';

/** Text from outside: on one line, not longer than a person reads. */
function shown(text: string, most = MAX_VALUE): string {
  if (text === '') return EMPTY;
  const characters = [...text.slice(0, 2 * most)];
  if (characters.length <= most && text.length <= 2 * most) return onOneLine(text);
  return `${onOneLine(characters.slice(0, most).join(''))}… (${grouped(text.length)} characters; all with --json)`;
}

/** `2026-01-31 09:45:00.123 UTC`, without milliseconds where there are none. */
function moment(iso: string): string {
  return `${iso.replace('T', ' ').replace(/(?:\.000)?Z$/, '')} UTC`;
}
