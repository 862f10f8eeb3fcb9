import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Call, Quota, Reply, Service } from './exchange.js';
import { html } from './html.js';
import type { Store } from './store.js';
import type { Window } from './window.js';

/** A service, what it holds, and how much it answers. */
export interface Desk {
  readonly service: Service;
  readonly store: Store;
  /** Absent when any number of calls is answered. */
  readonly window: Window | undefined;
}

const MAX_BODY_BYTES = 8 * 1024 * 1024;

/** An HTTP server that gives each call to the first desk whose prefix fits. Not yet listening. */
export function serve(desks: readonly Desk[], latencyMs: number, now: () => number): Server {
  return createServer((request, response) => {
    const url = request.url ?? '/';
    const path = url.split('?', 1)[0] ?? '/';
    const desk = desks.find(({ service }) => path.startsWith(service.prefix));
    readBody(request, (body) => {
      const reply = desk ? attend(desk, request, path, url.slice(path.length + 1), body, now()) : NO_SERVICE;
      if (latencyMs === 0) send(response, reply);
      // An answer held back keeps no process alive: the connection that waits for it does.
      else setTimeout(send, latencyMs, response, reply).unref();
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
  { service, store, window }: Desk,
  { method = '', headers }: IncomingMessage,
  path: string,
  query: string,
  body: string | undefined,
  now: number,
): Reply {
  store.calls += 1;
  let quota: Quota | undefined;
  if (window) {
    const admitted = window.admit(now);
    quota = { limit: window.limit, remaining: window.remaining(now) };
    if (!admitted) {
      store.throttled += 1;
      return service.throttle(quota);
    }
  }
  if (body === undefined) return TOO_LARGE;
  const call: Call = { method, path, query, headers, body, now, ...(quota && { quota }) };
  return service.answer(call, store);
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

function send(response: ServerResponse, { status, headers, body }: Reply): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
