import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Arrivals } from './arrivals.js';
import type { Trouble } from './chaos-choose.js';
import { type Answer, meet } from './chaos-meet.js';
import type { Call, Quota, Reply, Service } from './exchange.js';
import { html } from './html.js';
import { send } from './send.js';
import type { Store } from './store.js';
import type { Window } from './window.js';

/** A service, what it holds, and how much it answers. */
export interface Desk {
  readonly service: Service;
  readonly store: Store;
  readonly arrivals: Arrivals;
  /** Absent when any number of calls is answered. */
  readonly window: Window | undefined;
}

export interface Conditions {
  /** How long each answer is held back. */
  readonly latencyMs: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** What the next call meets; undefined for nothing. */
  readonly choose: () => Trouble | undefined;
  /** Called instead of an answer when the sandbox goes away under a call. */
  readonly goDown: () => void;
}

const MAX_BODY_BYTES = 8 * 1024 * 1024;

/** An HTTP server that gives each call to the first desk whose prefix fits. Not yet listening. */
export function serve(desks: readonly Desk[], conditions: Conditions): Server {
  const { latencyMs, goDown } = conditions;
  return createServer((request, response) => {
    const url = request.url ?? '/';
    const path = url.split('?', 1)[0] ?? '/';
    const desk = desks.find(({ service }) => path.startsWith(service.prefix));
    readBody(request, (body) => {
      const { reply, manner } = desk
        ? attend(desk, request, path, url.slice(path.length + 1), body, conditions)
        : whole(NO_SERVICE);
      if (manner === 'down') goDown();
      else if (latencyMs === 0) send(response, reply, manner);
      // An answer held back keeps no process alive: the connection that waits for it does.
      else setTimeout(send, latencyMs, response, reply, manner).unref();
    });
  });
}

const NO_SERVICE: Reply = {
  status: 404,
  headers: { 'content-type': 'application/json' },
  body: '{"message":"No service of the sandbox has this path"}',
};

const TOO_LARGE = html(413, '413 Request Entity Too Large', `A body holds at most ${MAX_BODY_BYTES} bytes.`);

function attend(
  { service, store, arrivals, window }: Desk,
  { method = '', headers }: IncomingMessage,
  path: string,
  query: string,
  body: string | undefined,
  conditions: Conditions,
): Answer {
  const now = conditions.now();
  store.calls += 1;
  arrivals.add(performance.now());
  let quota: Quota | undefined;
  if (window) {
    const admitted = window.admit(now);
    quota = { limit: window.limit, remaining: window.remaining(now) };
    if (!admitted) {
      store.throttled += 1;
      return whole(service.throttle(quota));
    }
  }
  if (body === undefined) return whole(TOO_LARGE);
  const call: Call = { method, path, query, headers, body, now, ...(quota && { quota }) };
  const trouble = conditions.choose();
  if (!trouble) return whole(service.answer(call, store));
  store.countFault(trouble.fault.name);
  return meet(trouble, service, call, store);
}

function whole(reply: Reply): Answer {
  return { reply, manner: 'whole' };
}

/** Calls `done` with the text, or with undefined when it was too large. Never, when the client went away. */
function readBody(request: IncomingMessage, done: (body: string | undefined) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    // Read on and drop the rest: a client that is cut off while sending sees a reset and no answer.
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
  });
  request.on('end', () => done(bytes <= MAX_BODY_BYTES ? Buffer.concat(chunks).toString() : undefined));
}
