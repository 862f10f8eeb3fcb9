import type { SessionFacts } from '../format.js';

/** A session on the axis of time, where all sessions stand end to end. */
export interface Span {
  readonly session: SessionFacts;
  /** How long it worked, in milliseconds. */
  readonly ms: number;
  /** Its first stretch, and how many it has; none where it made no call. */
  readonly first: number;
  readonly count: number;
}

/** The time of a run, cut into stretches of one length; what lies between sessions is left out. */
export interface Timeline {
  readonly widthMs: number;
  readonly spans: readonly Span[];
  /** Stretches of all sessions. */
  readonly count: number;
}

const MOST = 240;
const LEAST = 24;
const CALLS_IN_A_STRETCH = 6; // with fewer, a rate jumps up and down for no reason
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const WIDTHS = [
  ...[0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 6, 12, 24, 48, 168, 672].map((count) => count * HOUR),
];

/** What is known of the calls of a session, by its number. */
export type Heard = ReadonlyMap<number, { readonly calls: number; readonly lastAt: number }>;

/**
 * Cuts the time of the sessions that made calls into at most 240 stretches, or one for each session where those are
 * more. A session without an end is taken to have ended with its last call.
 */
export function timelineOf(sessions: readonly SessionFacts[], heard: Heard): Timeline {
  const times = sessions.map((session) => {
    const { calls = 0, lastAt = 0 } = heard.get(session.number) ?? {};
    const ms = Math.max(0, (session.end?.endedAt ?? lastAt) - session.startedAt, lastAt - session.startedAt);
    return { session, calls, ms };
  });
  const calls = times.reduce((sum, each) => sum + each.calls, 0);
  const most = Math.min(MOST, Math.max(LEAST, Math.floor(calls / CALLS_IN_A_STRETCH)));
  const countIn = (width: number): number =>
    times.reduce((sum, each) => sum + (each.calls > 0 ? stretches(each.ms, width) : 0), 0);
  const widthMs = WIDTHS.find((width) => countIn(width) <= most) ?? WIDTHS.at(-1) ?? HOUR;
  let first = 0;
  const spans = times.map(({ session, ms, calls: made }) => {
    const count = made > 0 ? stretches(ms, widthMs) : 0;
    const span = { session, ms, first, count };
    first += count;
    return span;
  });
  return { widthMs, spans, count: first };
}

/** A rest of less than half a stretch belongs to the one before. */
function stretches(ms: number, widthMs: number): number {
  return Math.max(1, Math.round(ms / widthMs));
}

/** The stretch of a moment of a session. */
export function stretchAt({ widthMs }: Timeline, { session, first, count }: Span, time: number): number {
  const at = Math.floor((time - session.startedAt) / widthMs);
  return first + Math.min(count - 1, Math.max(0, at));
}

/** Where a moment of a session stands on the axis, in seconds. */
export function secondsAt({ widthMs }: Timeline, { session, first, count }: Span, time: number): number {
  const at = Math.min(count * widthMs, Math.max(0, time - session.startedAt));
  return (first * widthMs + at) / 1000;
}

/** How much of a stretch its session worked, in seconds: the last one may be shorter or longer. */
export function secondsOf({ widthMs }: Timeline, { ms, first, count }: Span, stretch: number): number {
  const isLast = stretch === first + count - 1;
  return Math.max(1, isLast ? ms - (count - 1) * widthMs : widthMs) / 1000;
}
