import type { CallFacts, SessionFacts } from '../format.js';
import { Quantiles } from './quantiles.js';
import { type Heard, type Span, secondsAt, secondsOf, stretchAt, type Timeline, timelineOf } from './timeline.js';

/** What happened in one stretch of the time of a run. */
export interface Stretch {
  /** When it begins, on an axis where all sessions stand end to end, in seconds. */
  readonly at: number;
  /** The number of its session. */
  readonly session: number;
  readonly callsPerSecond: number;
  readonly rowsPerSecond: number;
  /** Calls that the provider answered with "too many". */
  readonly throttled: number;
  /** Calls that repeat one before. */
  readonly retries: number;
  /** Latency in milliseconds; null where no call that began then was answered. */
  readonly median: number | null;
  readonly p95: number | null;
  readonly slowest: number | null;
}

/** A time in which nothing was under way, for longer than is usual in the run. In seconds on the same axis. */
export interface Wait {
  readonly from: number;
  readonly to: number;
  /** What the call before it came to, where that was not well; else empty. */
  readonly after: string;
}

/** The calls of a run over time. */
export interface Activity {
  /** How long a stretch is, in seconds. */
  readonly width: number;
  readonly stretches: readonly Stretch[];
  /** In order; where there are more than 200, the longest of them. */
  readonly waits: readonly Wait[];
  /** Where sessions begin: all but those without a call. */
  readonly marks: readonly { readonly at: number; readonly session: number; readonly kind: string }[];
  readonly calls: number;
  readonly retries: number;
  readonly throttled: number;
  readonly median: number | null;
  readonly p95: number | null;
  readonly slowest: number | null;
}

/**
 * Reads the calls of a run, twice, and tells how they went over time. What it holds does not grow with their number: at
 * most 240 stretches (or one a session), each with the places of its quantiles.
 */
export async function readActivity(
  sessions: readonly SessionFacts[],
  calls: () => AsyncIterable<readonly CallFacts[]>,
): Promise<Activity> {
  const timeline = timelineOf(sessions, await hear(calls()));
  const tally = new Tally(timeline);
  for await (const page of calls()) for (const call of page) tally.add(call);
  return tally.end();
}

/** How many calls each session made, and when it was last heard of. */
async function hear(calls: AsyncIterable<readonly CallFacts[]>): Promise<Heard> {
  const heard = new Map<number, { calls: number; lastAt: number }>();
  for await (const page of calls) {
    for (const call of page) {
      const known = heard.get(call.session) ?? { calls: 0, lastAt: 0 };
      heard.set(call.session, { calls: known.calls + 1, lastAt: Math.max(known.lastAt, endOf(call)) });
    }
  }
  return heard;
}

/** A call that never left, as the ledger words it, is none. */
function isMade({ code, verdict }: CallFacts): boolean {
  return !(verdict === 'no_reply' && code === 'not_sent');
}

function endOf({ startedAt, durationMs }: CallFacts): number {
  return startedAt + (durationMs ?? 0);
}

const MOST_WAITS = 200;
const LEAST_WAIT_MS = 1000;
const USUAL = 3; // times the usual rest between calls: a slow pace is no wait
const MOST_OPEN = 4096;

interface Counts {
  calls: number;
  rows: number;
  throttled: number;
  retries: number;
  readonly latency: Quantiles;
}

interface Gap {
  readonly span: Span;
  readonly from: number;
  readonly to: number;
  readonly after: string;
}

class Tally {
  readonly #timeline: Timeline;
  readonly #spans: ReadonlyMap<number, Span>;
  readonly #counts: readonly Counts[];
  readonly #latency = new Quantiles();
  readonly #rests = new Quantiles();
  #gaps: Gap[] = [];
  /** Batches that may be sent again: the first row of each, and how many it has. */
  #open = new Map<string, true>();
  #session = 0;
  #busyUntil = 0;
  #trouble = '';

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
    this.#spans = new Map(timeline.spans.map((span) => [span.session.number, span]));
    this.#counts = Array.from({ length: timeline.count }, () => ({
      calls: 0,
      rows: 0,
      throttled: 0,
      retries: 0,
      latency: new Quantiles(),
    }));
  }

  add(call: CallFacts): void {
    const span = this.#spans.get(call.session);
    const here = span && this.#counts[stretchAt(this.#timeline, span, call.startedAt)];
    if (span === undefined || here === undefined || !isMade(call)) return;
    this.#rest(call, span);
    here.calls += 1;
    if (call.verdict === 'throttled') here.throttled += 1;
    if (this.#isAgain(call)) here.retries += 1;
    if (call.durationMs !== null && call.code !== 'interrupted') {
      here.latency.add(call.durationMs);
      this.#latency.add(call.durationMs);
    }
    const then = this.#counts[stretchAt(this.#timeline, span, endOf(call))];
    if (call.verdict === 'answered' && then !== undefined) then.rows += call.rows.length;
  }

  /** How long nothing was under way before this call. */
  #rest(call: CallFacts, span: Span): void {
    if (call.session !== this.#session) {
      this.#session = call.session;
      this.#open = new Map();
      this.#busyUntil = call.startedAt;
      this.#trouble = '';
    }
    const from = this.#busyUntil;
    const ms = Math.max(0, call.startedAt - from);
    this.#rests.add(ms);
    if (ms >= LEAST_WAIT_MS) this.#keep({ span, from, to: call.startedAt, after: this.#trouble });
    this.#busyUntil = Math.max(from, endOf(call));
    this.#trouble = troubleOf(call);
  }

  #keep(gap: Gap): void {
    this.#gaps.push(gap);
    if (this.#gaps.length > 2 * MOST_WAITS) this.#gaps = longest(this.#gaps);
  }

  /** Whether it repeats a batch: the same rows, in the same session, whose call before left something to do. */
  #isAgain({ rows, verdict }: CallFacts): boolean {
    const key = `${rows[0]} ${rows.length}`;
    const isAgain = this.#open.delete(key);
    if (verdict === 'throttled' || verdict === 'unsure' || verdict === 'no_reply') {
      this.#open.set(key, true);
      const [oldest] = this.#open.keys();
      if (this.#open.size > MOST_OPEN && oldest !== undefined) this.#open.delete(oldest);
    }
    return isAgain;
  }

  end(): Activity {
    const timeline = this.#timeline;
    const usual = this.#rests.at(0.5) ?? 0;
    const waits = this.#gaps.filter(({ from, to }) => to - from >= USUAL * usual);
    const sum = (what: 'calls' | 'retries' | 'throttled'): number =>
      this.#counts.reduce((all, each) => all + each[what], 0);
    return {
      width: timeline.widthMs / 1000,
      stretches: timeline.spans.flatMap((span) => this.#stretches(span)),
      waits: longest(waits)
        .sort((a, b) => a.span.first - b.span.first || a.from - b.from)
        .map(({ span, from, to, after }) => ({
          from: secondsAt(timeline, span, from),
          to: secondsAt(timeline, span, to),
          after,
        })),
      marks: timeline.spans
        .filter(({ count }) => count > 0)
        .map(({ first, session }) => ({
          at: (first * timeline.widthMs) / 1000,
          session: session.number,
          kind: session.kind,
        })),
      calls: sum('calls'),
      retries: sum('retries'),
      throttled: sum('throttled'),
      ...latencyOf(this.#latency),
    };
  }

  #stretches(span: Span): readonly Stretch[] {
    const { widthMs } = this.#timeline;
    return this.#counts.slice(span.first, span.first + span.count).map((counts, index) => {
      const at = span.first + index;
      const seconds = secondsOf(this.#timeline, span, at);
      return {
        at: (at * widthMs) / 1000,
        session: span.session.number,
        callsPerSecond: rounded(counts.calls / seconds),
        rowsPerSecond: rounded(counts.rows / seconds),
        throttled: counts.throttled,
        retries: counts.retries,
        ...latencyOf(counts.latency),
      };
    });
  }
}

function latencyOf(latency: Quantiles) {
  return {
    median: latency.at(0.5),
    p95: latency.at(0.95),
    slowest: latency.count === 0 ? null : latency.largest,
  };
}

function troubleOf({ verdict, httpStatus, code }: CallFacts): string {
  if (verdict === null || verdict === 'answered' || verdict === 'refused') return '';
  const what = verdict === 'throttled' ? 'throttled' : verdict === 'no_reply' ? 'no answer' : 'no trustworthy answer';
  return httpStatus === null ? `${what}: ${code.replaceAll('_', ' ')}` : `${what}: HTTP ${httpStatus}`;
}

function longest(gaps: readonly Gap[]): Gap[] {
  return [...gaps].sort((a, b) => b.to - b.from - (a.to - a.from)).slice(0, MOST_WAITS);
}

function rounded(rate: number): number {
  return Math.round(rate * 1000) / 1000;
}
