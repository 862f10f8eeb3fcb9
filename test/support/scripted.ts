import type { Clock, HttpReply, HttpRequest, NoReply } from '../../src/model.js';

/** An answer to come: a status with a body and headers, a call without an answer, or what the request decides. */
export type Scripted =
  | { readonly status: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>> }
  | NoReply
  | ((request: HttpRequest) => Scripted);

export interface ScriptedHttp {
  readonly send: (request: HttpRequest, onLeave?: () => void) => Promise<HttpReply | NoReply>;
  /** What was sent and when, in milliseconds of the clock's ticks. */
  readonly log: { readonly request: HttpRequest; readonly at: number }[];
  /** Calls without an answer so far, and the most there were at once. */
  readonly inFlight: { now: number; most: number };
}

/** Answers in order, the last answer for ever. A call takes `latencyMs` of the clock, which its number from 0 may decide. */
export function scripted(
  clock: Clock,
  script: readonly Scripted[],
  latencyMs: number | ((call: number) => number) = 0,
): ScriptedHttp {
  const log: ScriptedHttp['log'] = [];
  const inFlight = { now: 0, most: 0 };
  return {
    log,
    inFlight,
    async send(request, onLeave) {
      const step = script[Math.min(log.length, script.length - 1)];
      if (step === undefined) throw new Error('an empty script');
      const takesMs = typeof latencyMs === 'number' ? latencyMs : latencyMs(log.length);
      log.push({ request, at: clock.ticks() });
      inFlight.now += 1;
      inFlight.most = Math.max(inFlight.most, inFlight.now);
      if (!(typeof step === 'object' && 'left' in step && !step.left)) onLeave?.();
      if (takesMs > 0) await clock.sleep(takesMs);
      inFlight.now -= 1;
      return played(step, request, clock);
    },
  };
}

function played(step: Scripted, request: HttpRequest, clock: Clock): HttpReply | NoReply {
  if (typeof step === 'function') return played(step(request), request, clock);
  if ('left' in step) return step;
  return { status: step.status, headers: step.headers ?? {}, body: step.body ?? '', receivedAt: clock.now() };
}

/** A call that certainly never left this machine. */
export const refusedConnection: NoReply = {
  left: false,
  untrusted: false,
  code: 'connection_refused',
  reason: 'nothing answers at this address (ECONNREFUSED)',
};

/** A call that was sent and brought nothing back. */
export const silence: NoReply = {
  left: true,
  untrusted: false,
  code: 'timeout_after_send',
  reason: 'sent, but no whole answer within 30 s',
};
