import { batches } from '../../src/delivery/batches.js';
import { Course, type Ending } from '../../src/delivery/course.js';
import { deliver } from '../../src/delivery/deliver.js';
import type { MaxErrors } from '../../src/delivery/errors-limit.js';
import type { Heard } from '../../src/delivery/heard.js';
import type { Means, Tally } from '../../src/delivery/means.js';
import type { Tempo } from '../../src/delivery/tempo.js';
import type {
  Answer,
  Batch,
  CallEnd,
  Contact,
  HttpReply,
  HttpRequest,
  Intent,
  NoReply,
  Outcome,
  Verdict,
} from '../../src/model.js';
import type { Wire } from '../../src/providers/provider.js';
import { type FakeClock, fakeClock } from '../support/fakeClock.js';
import { type Scripted, scripted } from '../support/scripted.js';

export const START = Date.UTC(2026, 0, 31, 9, 45);

/** Calls a second: what a throttling leaves of them is no matter. */
export const FAST = 1000;

/**
 * What the provider of these tests says: a verdict, with a pause in milliseconds after it, such as `throttled 5000`;
 * or `each` with a word a contact: `ok`, `rejected`, `unknown`, or `-` for none.
 */
export function says(words: string, status = 200): Scripted {
  return { status, body: words };
}

/** Refuses every call with one of these rows in it, and takes the others. */
export function refuses(...bad: readonly number[]): Scripted {
  return (request) => says(rowsOf(request).some((row) => bad.includes(row)) ? 'refused' : 'answered');
}

/** A provider that takes numbers of rows and answers in a few words. */
export const wire: Wire = {
  probe: {
    request: { method: 'GET', url: 'https://provider.example/account', headers: {} },
    interpret: () => ({ kind: 'holds' }),
  },
  encode: ({ contacts }) => ({
    method: 'POST',
    url: 'https://provider.example/contacts',
    headers: {},
    body: contacts.map(({ row }) => row).join(' '),
  }),
  interpret: ({ body }, { contacts }) => {
    const [kind = '', ...rest] = body.split(' ');
    const code = `provider_${kind}`;
    const reason = `the provider says: ${body}`;
    const pause = /^\d+$/.test(rest[0] ?? '') ? { pauseMs: Number(rest[0]) } : {};
    switch (kind) {
      case 'answered':
        return { kind, answers: contacts.map(() => ANSWERS['ok']), ...pause };
      case 'each':
        return { kind: 'answered', answers: contacts.map((_, index) => ANSWERS[rest[index] ?? '-']) };
      case 'refused':
      case 'throttled':
      case 'unsure':
        return { kind, code, reason, ...pause };
      case 'refused_otherwise':
        return { kind: 'refused', code, reason };
      case 'stop':
        return { kind, stop: 'credentials', code, reason } satisfies Verdict;
      default:
        throw new Error(`no such word: ${kind}`);
    }
  },
};

const ANSWERS: Readonly<Record<string, Answer>> = {
  ok: { status: 'ok', result: 'added', providerId: 'id-1' },
  rejected: { status: 'rejected', code: 'provider_117', field: 'phone_number', message: 'not a number' },
  unknown: { status: 'unknown', code: 'provider_word', message: 'a word that is not documented' },
};

export interface Trial {
  readonly script: readonly Scripted[];
  readonly rows?: number;
  readonly batchSize?: number;
  readonly concurrency?: number;
  readonly perSecond?: number;
  readonly maxRetries?: number;
  readonly maxWaitMs?: number;
  readonly maxErrors?: MaxErrors;
  readonly settlesLeftOut?: boolean;
  readonly repeatable?: boolean;
  /** Whether the provider took a contact of the run before. */
  readonly confirmed?: boolean;
  /** How long it takes to keep the intent of a call, which its number from 0 may decide. */
  readonly intendMs?: (call: number) => number;
  readonly latencyMs?: number | ((call: number) => number);
  readonly random?: () => number;
  readonly redact?: (text: string) => string;
  readonly settle?: Means['settle'];
  /** When to look at the tempo, in milliseconds from the start. */
  readonly looksAt?: readonly number[];
  /** Stands in for the batches of the rows. */
  readonly source?: (clock: FakeClock) => AsyncIterable<Batch>;
}

/** The beginning or the end of a call, in the order in which they happened. */
export interface Event {
  readonly at: number;
  readonly rows: readonly number[];
  /** What came back, or undefined at the beginning: the words, or the code of a call without an answer. */
  readonly end: string | undefined;
}

/** A write, and what it leaves of rows. */
export interface Kept {
  readonly write: 'intend' | 'settle' | 'suspend';
  readonly rows: readonly number[];
  readonly outcomes: readonly Outcome[];
}

/** A call as its intent and its end tell of it. */
export type KeptCall = Intent & CallEnd;

export interface Told {
  /** The last fate of each row, in the order of rows. */
  readonly fates: readonly Outcome[];
  /** All fates, in the order in which they were settled. */
  readonly settled: readonly Outcome[];
  /** Calls whose end was kept, in that order, with their intents. */
  readonly calls: readonly KeptCall[];
  /** All that was written, in that order. */
  readonly kept: readonly Kept[];
  readonly events: readonly Event[];
  /** When calls began, and with which rows. */
  readonly starts: readonly { readonly at: number; readonly rows: readonly number[] }[];
  readonly said: readonly string[];
  readonly heard: readonly Heard[];
  /** At the times of `looksAt`. */
  readonly tempos: readonly Tempo[];
  readonly tally: Tally;
  readonly ending: Ending | undefined;
  readonly mostInFlight: number;
  readonly clock: FakeClock;
  /** What delivery rejected with. */
  readonly fault: unknown;
}

/** Delivers rows to the script, without waiting. By default: one row a call, one call at once, calls of 100 ms. */
export async function trial({
  script,
  rows = 1,
  batchSize = 1,
  concurrency = 1,
  perSecond = Number.POSITIVE_INFINITY,
  maxRetries = 4,
  maxWaitMs = 600_000,
  maxErrors,
  settlesLeftOut = false,
  repeatable = false,
  confirmed = false,
  intendMs = () => 0,
  latencyMs = 100,
  random = () => 0.5,
  redact = (text) => text,
  settle = async () => {},
  looksAt = [],
  source,
}: Trial): Promise<Told> {
  const clock = fakeClock(START);
  const http = scripted(clock, script, latencyMs);
  const said: string[] = [];
  const heard: Heard[] = [];
  const tempos: Tempo[] = [];
  const settled: Outcome[] = [];
  const kept: Kept[] = [];
  const write = (
    write: Kept['write'],
    outcomes: readonly Outcome[],
    rows: readonly number[] = outcomes.map(({ row }) => row),
  ): void => {
    kept.push({ write, rows, outcomes });
  };
  const intents: Intent[] = [];
  const calls: KeptCall[] = [];
  const keepCalls = (made: readonly CallEnd[]): void => {
    for (const end of made) {
      const intent = intents[end.key];
      if (intent === undefined) throw new Error('the end of a call without an intent');
      calls.push({ ...intent, ...end });
    }
  };
  const events: Event[] = [];
  const tally: Tally = { calls: 0, retries: 0, throttled: 0 };
  const course = new Course({
    clock,
    concurrency,
    perSecond,
    batchSize,
    maxWaitMs,
    maxErrors,
    repeatable,
    confirmed,
    say: (sentence) => said.push(sentence),
    heard: (each) => heard.push(each),
  });
  for (const at of looksAt) void clock.sleep(at).then(() => tempos.push(course.tempo));
  const means: Means = {
    wire,
    repeatable,
    maxRetries,
    settlesLeftOut,
    keepsFates: false,
    clock,
    random,
    redact,
    tally,
    heard: (each) => heard.push(each),
    async intend(intent) {
      const key = intents.push(intent) - 1;
      const takesMs = intendMs(key);
      if (takesMs > 0) await clock.sleep(takesMs);
      write('intend', intent.outcomes, intent.rows);
      return key;
    },
    async send(request, onLeave) {
      if (kept.filter((each) => each.write === 'intend').length <= http.log.length) {
        throw new Error('a call that left without an intent');
      }
      events.push({ at: clock.ticks(), rows: rowsOf(request), end: undefined });
      const reply = await http.send(request, onLeave);
      events.push({ at: clock.ticks(), rows: rowsOf(request), end: wordsOf(reply) });
      return reply;
    },
    async settle(outcomes, made = []) {
      await settle(outcomes, made);
      settled.push(...outcomes);
      write('settle', outcomes);
      keepCalls(made);
    },
    async suspend(outcomes, call) {
      write('suspend', outcomes);
      keepCalls([call]);
    },
    async resettle(outcomes) {
      settled.push(...outcomes);
    },
  };
  const ready = source?.(clock) ?? batches(contacts(rows), () => course.batchSize);
  const fault = await deliver(ready, concurrency, course, means).then(
    () => undefined,
    (error: unknown) => error,
  );
  const last = new Map(settled.map((outcome) => [outcome.row, outcome]));
  return {
    fates: [...last.values()].sort((a, b) => a.row - b.row),
    settled,
    calls,
    kept,
    events,
    starts: events.filter(({ end }) => end === undefined).map(({ at, rows }) => ({ at, rows })),
    said,
    heard,
    tempos,
    tally,
    ending: course.ending,
    mostInFlight: http.inFlight.most,
    clock,
    fault,
  };
}

/** What would be known of each row if the program ended after each write: its status, code, attempts; `-` for nothing. */
export function standings({ kept }: Told, rows: number): readonly string[] {
  const known = new Map<number, string>();
  return kept.map(({ write, outcomes }) => {
    for (const { row, status, code, attempts } of outcomes) known.set(row, `${status} ${code} ${attempts}`.trim());
    const all = Array.from({ length: rows }, (_, index) => known.get(index + 1) ?? '-');
    return `${write}: ${all.join(', ')}`;
  });
}

/** The fates as words, in the order of rows. */
export function statuses({ fates }: Told): string {
  return fates.map(({ status }) => status).join(' ');
}

/** When calls began, in milliseconds from the start. */
export function times({ starts }: Told): readonly number[] {
  return starts.map(({ at }) => at);
}

/** Batches of one contact each: one after each rest, which is in milliseconds. */
export function afterRests(...restsMs: readonly number[]): (clock: FakeClock) => AsyncGenerator<Batch> {
  return async function* (clock) {
    for (const [index, restMs] of restsMs.entries()) {
      if (restMs > 0) await clock.sleep(restMs);
      const contact = contactIn(index + 1);
      yield { contacts: [contact], call: contact.call };
    }
  };
}

/** A contact that stands in `row`; those with the same `key` may travel together. */
export function contactIn(row: number, key = ''): Contact {
  const digits = `336000${row}`;
  const call = { key, values: {}, fixed: [] };
  return { row, line: row + 1, digits, phone: `+${digits}`, values: {}, call, notes: [], record: [`+${digits}`] };
}

async function* contacts(rows: number): AsyncGenerator<readonly Contact[]> {
  for (let row = 1; row <= rows; row += 1) yield [contactIn(row)];
}

function rowsOf({ body = '' }: HttpRequest): readonly number[] {
  return body.split(' ').map(Number);
}

function wordsOf(reply: HttpReply | NoReply): string {
  return 'status' in reply ? reply.body : reply.code;
}
