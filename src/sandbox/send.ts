import type { ServerResponse } from 'node:http';
import type { Manner } from './chaos-faults.js';
import type { Reply } from './exchange.js';

const LATE_MS = 300;
const DRIP_MS = 100;

/** Sends an answer, or does to its connection what a client may have to bear. */
export function send(response: ServerResponse, reply: Reply, manner: Exclude<Manner, 'down'>): void {
  MANNERS[manner](response, reply);
}

const MANNERS: Readonly<Record<Exclude<Manner, 'down'>, (response: ServerResponse, reply: Reply) => void>> = {
  whole,
  // An answer held back keeps no process alive: the connection that waits for it does.
  late: (response, reply) => void setTimeout(whole, LATE_MS, response, reply).unref(),
  drip,
  half,
  silent: () => undefined,
  cut: (response) => void response.socket?.resetAndDestroy(),
};

function whole(response: ServerResponse, reply: Reply): void {
  writeHead(response, reply);
  response.end(reply.body);
}

function half(response: ServerResponse, reply: Reply): void {
  const bytes = Buffer.from(reply.body);
  writeHead(response, reply);
  response.write(bytes.subarray(0, bytes.length >> 1), () => response.socket?.destroy());
}

function drip(response: ServerResponse, reply: Reply): void {
  const bytes = Buffer.from(reply.body);
  let sent = 0;
  writeHead(response, reply);
  response.flushHeaders();
  const timer = setInterval(() => {
    response.write(bytes.subarray(sent, sent + 1));
    sent += 1;
    if (sent < bytes.length) return;
    clearInterval(timer);
    response.end();
  }, DRIP_MS).unref();
  // Also when the client leaves.
  response.once('close', () => clearInterval(timer));
}

function writeHead(response: ServerResponse, { status, headers, body }: Reply): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
}
