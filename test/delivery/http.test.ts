import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo, type Socket } from 'node:net';
import tls from 'node:tls';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Http, openHttp } from '../../src/delivery/http.js';
import type { HttpReply, HttpRequest, NoReply } from '../../src/model.js';
import { CERTIFICATE, KEY } from '../support/certificate.js';
import { fakeClock } from '../support/fakeClock.js';
import { START } from './trial.js';

// Long enough to be no matter, and short enough where it is the matter.
const PATIENT_MS = 5000;
const HASTY_MS = 80;

const OK = 'HTTP/1.1 200 OK\r\n';
const EMPTY = `${OK}Content-Length: 0\r\n\r\n`;

const toClose: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of toClose.splice(0)) await close();
});

async function listening(server: net.Server): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  toClose.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `127.0.0.1:${portOf(server.address())}`;
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** A server that hands what it receives to `answer`. */
async function raw(answer: (socket: Socket, received: string) => void): Promise<string> {
  const server = net.createServer((socket) => {
    socket.on('data', (bytes) => answer(socket, bytes.toString('latin1')));
  });
  return `http://${await listening(server)}`;
}

function open(origin: string, timeoutMs = PATIENT_MS): Http {
  const clock = fakeClock(START);
  const opened = openHttp({ origin, concurrency: 1, timeoutMs, repeatable: false, proxied: false, clock });
  toClose.push(() => opened.close());
  return opened;
}

function post(origin: string, body = 'x=1'): HttpRequest {
  return { method: 'POST', url: `${origin}/contacts`, headers: { 'content-type': 'text/plain' }, body };
}

/** What becomes of a request to a server that does `answer` with it. */
async function told(answer: (socket: Socket) => void, timeoutMs = PATIENT_MS): Promise<HttpReply | NoReply> {
  const origin = await raw(answer);
  return open(origin, timeoutMs).send(post(origin));
}

describe('an answer', () => {
  it('comes with its status, its headers in lower case, its body decoded, and its time', async () => {
    const body = Buffer.from('café €');
    const server = http.createServer((_, response) => {
      response.writeHead(422, { 'X-Rate-Limit-Remaining': '0', 'Set-Cookie': ['a=1', 'b=2'], Date: 'now' });
      response.write(body.subarray(0, 4));
      response.end(body.subarray(4));
    });
    const origin = `http://${await listening(server)}`;
    expect(await open(origin).send(post(origin))).toEqual({
      status: 422,
      headers: expect.objectContaining({ 'x-rate-limit-remaining': '0', 'set-cookie': 'a=1, b=2', date: 'now' }),
      body: 'café €',
      receivedAt: START,
    });
  });

  it.each([301, 302, 307, 308])('that sends elsewhere (%d) is an answer, and nobody goes there', async (status) => {
    let requests = 0;
    const reply = await told((socket) => {
      requests += 1;
      socket.end(`HTTP/1.1 ${status} Moved\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n`);
    });
    expect(reply).toMatchObject({ status, headers: { location: '/elsewhere' }, body: '' });
    expect(requests).toBe(1);
  });

  it('without a length goes on to the end of the connection', async () => {
    const reply = await told((socket) => socket.end(`${OK}Connection: close\r\n\r\nall of it`));
    expect(reply).toMatchObject({ status: 200, body: 'all of it' });
  });

  it('is not mixed with the hints before it', async () => {
    const hints = 'HTTP/1.1 103 Early Hints\r\nRetry-After: 99\r\n\r\n';
    const reply = await told((socket) => socket.end(`${hints}${OK}Content-Length: 2\r\n\r\nok`));
    expect(reply).toEqual({ status: 200, headers: { 'content-length': '2' }, body: 'ok', receivedAt: START });
  });

  it('of a megabyte is taken, of a byte more it is too large', async () => {
    const ofSize = (size: number): Promise<HttpReply | NoReply> =>
      told((socket) => socket.end(`${OK}Content-Length: ${size}\r\n\r\n${'x'.repeat(size)}`));
    expect(await ofSize(1024 * 1024)).toMatchObject({ status: 200, body: 'x'.repeat(1024 * 1024) });
    expect(await ofSize(1024 * 1024 + 1)).toEqual({
      left: true,
      untrusted: false,
      code: 'answer_too_large',
      reason: 'sent, but the answer is over 1 MiB',
    });
  });

  it('without a length is too large as soon as it is over a megabyte', async () => {
    const chunk = `40000\r\n${'x'.repeat(0x40000)}\r\n`;
    const reply = await told((socket) => socket.write(`${OK}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(5)}`));
    expect(reply).toMatchObject({ left: true, code: 'answer_too_large' });
  });
});

describe('a request', () => {
  it('goes out as it is, with nothing but what HTTP needs besides', async () => {
    const body = '{"name":"Zoë"}';
    let received = '';
    const origin = await raw((socket, text) => {
      received += text;
      if (received.endsWith('}')) socket.end(EMPTY);
    });
    await open(origin).send({
      method: 'POST',
      url: `${origin}/v1/contacts?access_token=a%2Bb&x=%C3%A9`,
      headers: { 'content-type': 'application/json', 'Api-Key': 'K' },
      body,
    });
    expect(received.split('\r\n')).toEqual([
      'POST /v1/contacts?access_token=a%2Bb&x=%C3%A9 HTTP/1.1',
      `host: ${new URL(origin).host}`,
      'connection: keep-alive',
      'content-type: application/json',
      'Api-Key: K',
      'content-length: 15',
      '',
      Buffer.from(body).toString('latin1'),
    ]);
  });

  it('without a body has none', async () => {
    let received = '';
    const origin = await raw((socket, text) => {
      received += text;
      socket.end(EMPTY);
    });
    await open(origin).send({ method: 'GET', url: `${origin}/me`, headers: {} });
    expect(received).toBe(`GET /me HTTP/1.1\r\nhost: ${new URL(origin).host}\r\nconnection: keep-alive\r\n\r\n`);
  });

  it('uses the connection of the one before', async () => {
    const sockets = new Set<Socket>();
    const origin = await raw((socket) => {
      sockets.add(socket);
      socket.write(EMPTY);
    });
    const { send } = open(origin);
    for (let call = 0; call < 5; call += 1) expect(await send(post(origin))).toMatchObject({ status: 200 });
    expect(sockets.size).toBe(1);
  });

  it('is not lost on a connection that the server has closed meanwhile', async () => {
    const closed: Promise<unknown>[] = [];
    const origin = await raw((socket) => {
      closed.push(once(socket, 'close'));
      socket.end(EMPTY);
    });
    const { send } = open(origin);
    for (let call = 0; call < 5; call += 1) {
      expect(await send(post(origin))).toMatchObject({ status: 200 });
      await closed.at(-1);
    }
    expect(closed).toHaveLength(5);
  });
});

describe('the moment at which a call leaves', () => {
  it('is told once a call, before the server has anything of it', async () => {
    const events: string[] = [];
    const origin = await raw((socket, text) => {
      events.push(`${text.slice(text.indexOf('\r\n\r\n') + 4)} is there`);
      socket.write(EMPTY);
    });
    const { send } = open(origin);
    for (const body of ['first', 'second']) await send(post(origin, body), () => events.push(`${body} leaves`));
    expect(events).toEqual(['first leaves', 'first is there', 'second leaves', 'second is there']);
  });

  it('is not before the connection stands', async () => {
    const events: string[] = [];
    const server = tls.createServer({ key: KEY, cert: CERTIFICATE }, (socket) => socket.on('error', () => {}));
    server.prependListener('connection', () => events.push('connects'));
    const plain = await raw((socket) => socket.end(EMPTY));
    const secure = `https://${await listening(server)}`;
    await open(secure).send(post(secure), () => events.push('leaves unseen'));
    await open(plain).send(post(plain), () => events.push('leaves'));
    expect(events).toEqual(['connects', 'leaves']);
  });

  it('is when a connection is free', async () => {
    const events: string[] = [];
    const origin = await raw((socket) => socket.write(EMPTY));
    const { send } = open(origin);
    const calls = ['first', 'second'].map(async (body) => {
      await send(post(origin, body), () => events.push(`${body} leaves`));
      events.push(`${body} is answered`);
    });
    await Promise.all(calls);
    expect(events).toEqual(['first leaves', 'first is answered', 'second leaves', 'second is answered']);
  });

  it.each([
    ['is cut off', (socket: Socket) => socket.resetAndDestroy()],
    ['nobody answers in time', () => {}],
  ])('is told of a call that %s', async (_, answer) => {
    let left = 0;
    const origin = await raw(answer);
    const reply = await open(origin, HASTY_MS).send(post(origin), () => {
      left += 1;
    });
    expect(reply).toMatchObject({ left: true });
    expect(left).toBe(1);
  });

  it('never comes for a call that waits for a connection to its deadline', async () => {
    const left: string[] = [];
    const origin = await raw((socket, text) => {
      if (text.endsWith('third')) socket.end(EMPTY);
    });
    const { send } = open(origin, HASTY_MS);
    const call = (body: string) => send(post(origin, body), () => left.push(body));
    await Promise.all([call('first'), call('second')]);
    await call('third');
    expect(left).toEqual(['first', 'third']);
  });
});

describe('a call that certainly never left', () => {
  it('is one to an address where nothing answers', async () => {
    const server = net.createServer();
    const origin = `http://${await listening(server)}`;
    server.close();
    await once(server, 'close');
    expect(await open(origin).send(post(origin))).toEqual({
      left: false,
      untrusted: false,
      code: 'connection_refused',
      reason: 'nothing answers at this address (ECONNREFUSED)',
    });
  });

  it.each(['', '0'])(
    'is one to a server whose certificate nobody vouches for, with "%s" to turn that off',
    async (off) => {
      vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', off);
      onTestFinished(() => void vi.unstubAllEnvs());
      let received = '';
      const server = tls.createServer({ key: KEY, cert: CERTIFICATE }, (socket) => {
        socket.on('error', () => {});
        socket.on('data', (bytes) => {
          received += bytes.toString();
        });
      });
      const origin = `https://${await listening(server)}`;
      expect(await open(origin).send(post(origin))).toEqual({
        left: false,
        untrusted: true,
        code: 'certificate_refused',
        reason: "the server's certificate is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)",
      });
      expect(received).toBe('');
    },
  );

  it('is one to a server that takes the connection and never completes the handshake', async () => {
    const origin = (await raw(() => {})).replace('http:', 'https:');
    expect(await open(origin, HASTY_MS).send(post(origin))).toMatchObject({
      left: false,
      untrusted: false,
      code: 'connect_timeout',
    });
  });

  it('is one to a server that does not speak TLS', async () => {
    const origin = (await raw((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))).replace('http:', 'https:');
    expect(await open(origin).send(post(origin))).toMatchObject({
      left: false,
      untrusted: false,
      code: 'connection_failed',
    });
  });

  it('is one that waited for a connection to its deadline, and it does not leave later', async () => {
    const received: string[] = [];
    const origin = await raw((socket, text) => {
      received.push(text.slice(text.indexOf('\r\n\r\n') + 4));
      if (text.endsWith('third')) socket.end(EMPTY);
    });
    const { send } = open(origin, HASTY_MS);
    const replies = await Promise.all([send(post(origin, 'first')), send(post(origin, 'second'))]);
    expect(replies).toMatchObject([
      { left: true, code: 'timeout_after_send' },
      { left: false, code: 'connect_timeout' },
    ]);
    expect(await send(post(origin, 'third'))).toMatchObject({ status: 200 });
    expect(received).toEqual(['first', 'third']);
  });

  it('is one after the connections were closed', async () => {
    const origin = await raw(() => {});
    const opened = open(origin);
    await opened.close();
    expect(await opened.send(post(origin))).toMatchObject({ left: false, code: 'connection_failed' });
  });
});

it('takes headers that no connection can carry for a bug, and not for an outage', async () => {
  const origin = await raw(() => {});
  const request = { ...post(origin), headers: { 'api-key': 'line\nbreak' } };
  await expect(open(origin).send(request)).rejects.toThrow('invalid api-key header');
});

describe('a call that may have been processed', () => {
  it('is one whose connection is reset before any answer', async () => {
    expect(await told((socket) => socket.resetAndDestroy())).toMatchObject({
      left: true,
      untrusted: false,
      code: 'connection_lost',
    });
  });

  it('is one whose connection is closed before any answer', async () => {
    expect(await told((socket) => socket.end())).toMatchObject({ left: true, code: 'connection_lost' });
  });

  it('is one that nobody answers in time', async () => {
    expect(await told(() => {}, HASTY_MS)).toEqual({
      left: true,
      untrusted: false,
      code: 'timeout_after_send',
      reason: 'sent, but no whole answer within 0.08 s',
    });
  });

  it('is one whose answer drips past the deadline', async () => {
    const reply = await told((socket) => {
      socket.write(`${OK}Content-Length: 1000\r\n\r\n`);
      const drip = setInterval(() => socket.write('x'), 10);
      socket.on('close', () => clearInterval(drip));
    }, HASTY_MS);
    expect(reply).toMatchObject({ left: true, code: 'timeout_after_send' });
  });

  it('is one in flight when the connections are closed', async () => {
    let opened: Http | undefined;
    const origin = await raw(() => opened?.close());
    opened = open(origin);
    expect(await opened.send(post(origin))).toMatchObject({ left: true, code: 'connection_lost' });
  });

  it.each([
    ['a length', 'Content-Length: 100\r\n\r\n{"Status":"Success"}'],
    ['a length, on a connection for one call', 'Connection: close\r\nContent-Length: 100\r\n\r\n{"Status":"Success"}'],
    ['chunks', 'Transfer-Encoding: chunked\r\n\r\n14\r\n{"Status":"Success"}\r\n'],
  ])('is one whose answer is cut short: %s', async (_, rest) => {
    expect(await told((socket) => socket.end(OK + rest))).toMatchObject({ left: true, code: 'connection_lost' });
  });

  it.each([
    ['noise', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['a broken chunk', `${OK}Transfer-Encoding: chunked\r\n\r\nzz\r\n`],
    [
      'chunks without an end',
      `${OK}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n14\r\n{"Status":"Success"}\r\n`,
    ],
  ])('is one whose answer is not HTTP: %s', async (_, bytes) => {
    expect(await told((socket) => socket.end(bytes))).toMatchObject({ left: true, code: 'unreadable_answer' });
  });

  it.each([
    ['changes the protocol', 'HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'],
    ['ends with its hints', 'HTTP/1.1 103 Early Hints\r\n\r\n'],
  ])('is one whose answer %s', async (_, bytes) => {
    expect(await told((socket) => socket.end(bytes))).toMatchObject({ left: true, code: 'connection_lost' });
  });

  it('does not take others with it', async () => {
    let requests = 0;
    const origin = await raw((socket) => {
      requests += 1;
      if (requests === 1) socket.resetAndDestroy();
      else socket.write(EMPTY);
    });
    const { send } = open(origin);
    const replies = await Promise.all([1, 2, 3].map(() => send(post(origin))));
    expect(replies).toMatchObject([{ code: 'connection_lost' }, { status: 200 }, { status: 200 }]);
    expect(requests).toBe(3);
  });
});
