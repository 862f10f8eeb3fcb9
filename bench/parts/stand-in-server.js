// Answers the calls of the three providers with their success, as fast as a single process can: no library reads the
// requests, nothing is stored. What it hears and how it answers goes over the channel to the process that started it.
import { createServer } from 'node:net';
import { now } from './clock.js';

const json = (status, body) =>
  `HTTP/1.1 ${status}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
  `Connection: keep-alive\r\n\r\n${body}`;

const ANSWERS = new Map([
  ['/v1/contacts-opt-in/create', () => CONFIRMED],
  ['/rest/ContactCreate', (body) => stored(body)],
  ['/v1/public/contact/create', (body) => added(body)],
]);
const CONFIRMED = json('201 Created', '{"message":"Confirmation message successfully sent"}');
const TOO_MANY = json('429 Too Many Requests', '{"name":"Too Many Requests","code":0,"status":429}');
const NOT_FOUND = json('404 Not Found', '{}');

function stored(body) {
  const mobile = /(?:^|&)Mobile=0(\d+)/.exec(body)?.[1] ?? '0';
  return json(
    '200 OK',
    `{"Status":"Success","Data":{"ID":880001,"Active":true,"ContactGroupID":0,"Mobile":${mobile},"FName":null,"LName":null,"GenderType":false,"Email":null,"CityName":null,"Deleted":false,"UpdateDateTime":"2026-01-14T12:30:00.35"}}`,
  );
}

function added(body) {
  const items = [];
  for (const [, number] of body.matchAll(/"phone_number":"([^"]*)"/g)) {
    items.push(`{"phone_number":"${number}","email":null,"status":"added"}`);
  }
  return json('201 Created', `{"items":[${items.join()}]}`);
}

const WATCHED = new Set();
let answering;
let heard;
let accepted; // the moments of the calls that were let in during the last second
let cpuAtFirst;

function reset(how) {
  answering = { latencyMs: 0, allowed: Number.POSITIVE_INFINITY, moments: false, ...how };
  heard = {
    calls: 0,
    throttled: 0,
    bodyBytes: 0,
    firstAt: 0,
    lastAt: 0,
    busy: 0,
    moments: [],
    refused: [],
    sample: null,
  };
  accepted = [];
  WATCHED.clear();
}

/** The answer to a call that has arrived whole. */
function meet(head, body) {
  const at = now();
  heard.calls += 1;
  heard.bodyBytes += body.length;
  heard.lastAt = at;
  if (heard.calls === 1) {
    heard.firstAt = at;
    heard.sample = { head, body };
    cpuAtFirst = process.cpuUsage();
  }
  if (WATCHED.delete(heard.calls)) process.send({ kind: 'reached', call: heard.calls, at });
  const isRefused = !letIn(at);
  if (isRefused) heard.throttled += 1;
  if (answering.moments) (isRefused ? heard.refused : heard.moments).push(at);
  if (isRefused) return TOO_MANY;
  const path = head.slice(head.indexOf(' ') + 1, head.indexOf(' HTTP/')).replace(/\?.*/, '');
  return ANSWERS.get(path)?.(body) ?? NOT_FOUND;
}

function letIn(at) {
  if (answering.allowed === Number.POSITIVE_INFINITY) return true;
  while (accepted.length > 0 && accepted[0] <= at - 1000) accepted.shift();
  if (accepted.length >= answering.allowed) return false;
  accepted.push(at);
  return true;
}

function tell() {
  const { user, system } = heard.calls === 0 ? { user: 0, system: 0 } : process.cpuUsage(cpuAtFirst);
  const busy = (user + system) / 1000 / Math.max(1, heard.lastAt - heard.firstAt);
  process.send({ kind: 'heard', ...heard, busy });
}

function serve(socket) {
  socket.setNoDelay(true);
  socket.on('error', () => {}); // a program that was killed
  let pending = '';
  socket.on('data', (chunk) => {
    // One character a byte, so that lengths are those of the wire.
    pending += chunk.latin1Slice();
    for (;;) {
      const end = pending.indexOf('\r\n\r\n');
      if (end === -1) return;
      const head = pending.slice(0, end);
      const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
      if (pending.length < end + 4 + length) return;
      const reply = meet(head, pending.slice(end + 4, end + 4 + length));
      pending = pending.slice(end + 4 + length);
      if (answering.latencyMs === 0) socket.write(reply, 'latin1');
      else setTimeout(() => socket.write(reply, 'latin1'), answering.latencyMs);
    }
  });
}

reset();
process.on('message', ({ kind, ...message }) => {
  if (kind === 'tell') tell();
  else if (kind === 'watch') WATCHED.add(message.call);
  else {
    reset(message.answering);
    process.send({ kind: 'ready' });
  }
});
process.on('disconnect', () => process.exit());
const server = createServer(serve).listen(0, '127.0.0.1', () =>
  process.send({ kind: 'open', port: server.address().port }),
);
