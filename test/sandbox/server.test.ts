import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/index.js';
import { ask, sandboxes } from './ask.js';

const started = sandboxes();
const BALANCE = '/v1/credits/balance?access_token=sandbox-token';

describe('startSandbox', () => {
  it('listens on loopback, on a free port, and stops when closed', async () => {
    const sandbox = await startSandbox();
    expect(sandbox.url).toBe(`http://127.0.0.1:${sandbox.port}`);
    expect((await ask(sandbox, BALANCE)).status).toBe(200);
    await sandbox.close();
    await expect(ask(sandbox, BALANCE)).rejects.toThrow();
    await sandbox.close();
  });

  it('listens on the port it is given, and rejects when that is taken', async () => {
    const { port } = await started();
    await expect(startSandbox({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it.each([{ latencyMs: -1 }, { latencyMs: Number.NaN }, { rateLimit: 0 }, { port: 70_000 }])(
    'refuses the options %j',
    async (options) => {
      await expect(startSandbox(options)).rejects.toThrow(RangeError);
    },
  );

  it('gives each sandbox books of its own', async () => {
    const [one, other] = [await started(), await started()];
    await ask(one, BALANCE);
    expect(one.stats().protexting.calls).toBe(1);
    expect(other.stats().protexting.calls).toBe(0);
  });

  it('answers the same when answers are held back', async () => {
    const sandbox = await started({ latencyMs: 5 });
    const answers = await Promise.all([ask(sandbox, BALANCE), ask(sandbox, '/nothing')]);
    expect(answers.map(({ status }) => status)).toEqual([200, 404]);
  });

  it('closes at once while answers are held back', async () => {
    const sandbox = await started({ latencyMs: 60_000 });
    const waiting = ask(sandbox, BALANCE).catch((error: unknown) => error);
    while (sandbox.stats().protexting.calls === 0) await new Promise(setImmediate);
    await sandbox.close();
    expect(await waiting).toBeInstanceOf(Error);
  });

  it('tells when the calls to each service came', async () => {
    const sandbox = await started();
    const before = performance.now();
    // Beyond what is set aside at first.
    for (let n = 0; n < 70; n += 1) await ask(sandbox, BALANCE);
    const arrivals = sandbox.arrivals('protexting');
    expect(arrivals).toHaveLength(70);
    expect(arrivals).toEqual([...arrivals].sort((a, b) => a - b));
    expect(arrivals[0]).toBeGreaterThanOrEqual(before);
    expect(arrivals[69]).toBeLessThanOrEqual(performance.now());
    expect(sandbox.arrivals('amoot')).toEqual([]);
  });

  it('answers 404 where no service is, and counts it for none', async () => {
    const sandbox = await started();
    const answer = await ask(sandbox, '/');
    expect(answer.status).toBe(404);
    expect(answer.json).toEqual({ message: expect.any(String) });
    expect(Object.values(sandbox.stats()).map(({ calls }) => calls)).toEqual([0, 0, 0]);
  });
});

describe('rate limit', () => {
  const octopush = '/v1/public/wallet/check-balance';
  const amoot = '/rest/AccountStatus';

  it('answers so many calls a second, service by service, and goes on when the second is over', async () => {
    let time = 0;
    const sandbox = await started({ rateLimit: 2, now: () => time });
    const statuses: number[] = [];
    for (const now of [0, 500, 999, 1000]) {
      time = now;
      statuses.push((await ask(sandbox, BALANCE)).status);
    }
    expect(statuses).toEqual([200, 200, 429, 200]);
    expect((await ask(sandbox, amoot)).status).toBe(200);
    expect(sandbox.stats().protexting).toMatchObject({ calls: 4, throttled: 1 });
    expect(sandbox.stats().amoot).toMatchObject({ calls: 1, throttled: 0 });
  });

  it('says so in the words of Octopush', async () => {
    const sandbox = await started({ rateLimit: 1, now: () => 0 });
    await ask(sandbox, octopush);
    const answer = await ask(sandbox, octopush);
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(answer.json).toEqual({ code: 429, message: expect.any(String) });
  });

  it('says so in the words of ProTexting: what is left, the wait in Reset, and no Retry-After', async () => {
    const sandbox = await started({ rateLimit: 2, now: () => 0 });
    const answers = [await ask(sandbox, BALANCE), await ask(sandbox, BALANCE), await ask(sandbox, BALANCE)];
    const rates = answers.map(({ status, headers }) => [
      status,
      headers.get('x-rate-limit-limit'),
      headers.get('x-rate-limit-remaining'),
      headers.get('x-rate-limit-reset'),
    ]);
    expect(rates).toEqual([
      [200, '2', '1', '0'],
      [200, '2', '0', '1'],
      [429, '2', '0', '1'],
    ]);
    expect(answers[2]?.headers.has('retry-after')).toBe(false);
    expect(answers[2]?.json).toMatchObject({ name: 'Too Many Requests', code: 0, status: 429 });
  });

  it('says so in the words of Amoot, a page', async () => {
    const sandbox = await started({ rateLimit: 1, now: () => 0 });
    await ask(sandbox, amoot);
    const answer = await ask(sandbox, amoot);
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(answer.headers.get('content-type')).toContain('text/html');
  });
});

describe('bad input', () => {
  const paths = [
    '/v1/public/contact/create',
    '/v1/contacts-opt-in/create?access_token=sandbox-token',
    '/rest/ContactCreate',
    '/rest/ContactSearch',
  ];
  const headers = { 'api-login': 'sandbox@example.org', 'api-key': 'sandbox-key', authorization: 'sandbox-token' };
  const types = ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data', ';', 'x'];

  it('never brings the server down', async () => {
    const sandbox = await started();
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      fc.json(),
      fc.json().map((json) => `{"contacts":[${json}],"list_name":${json}}`),
      fc.json().map((json) => `{"PhoneNumber":"16465550101","GroupIds":${json}}`),
      fc.webQueryParameters(),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), fc.constantFrom(...types), body, async (path, type, content) => {
        const init = { method: 'POST', headers: { ...headers, 'content-type': type }, body: content };
        const { status } = await ask(sandbox, path, init);
        expect([200, 201, 400, 415, 422, 500]).toContain(status);
      }),
      { numRuns: 300 },
    );
    const calls = Object.values(sandbox.stats()).reduce((sum, stats) => sum + stats.calls, 0);
    expect(calls).toBeGreaterThanOrEqual(300);
  });

  it('answers deep nesting like any other nonsense', async () => {
    const sandbox = await started();
    const deep = '['.repeat(500_000) + ']'.repeat(500_000);
    const init = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' } };
    expect((await ask(sandbox, '/v1/public/contact/create', { ...init, body: deep })).status).toBe(400);
    const groups = `{"PhoneNumber":"16465550101","GroupIds":${deep}}`;
    const answer = await ask(sandbox, '/v1/contacts-opt-in/create?access_token=sandbox-token', {
      ...init,
      body: groups,
    });
    expect(answer.status).toBe(422);
  });

  it('treats keys that objects are born with like any other', async () => {
    const sandbox = await started();
    const contact = '{"phone_number":"+33639980001","__proto__":{"email":7},"constructor":1,"toString":"x"}';
    const init = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' } };
    const answer = await ask(sandbox, '/v1/public/contact/create', { ...init, body: `{"contacts":[${contact}]}` });
    expect(answer.status).toBe(201);
    expect(sandbox.stats().octopush.unknownKeys).toBe(3);
    expect([...sandbox.contacts('octopush')]).toMatchObject([{ fields: { phone_number: '+33639980001' } }]);
  });

  it('refuses a body above 8 MiB, and reads one of just that', async () => {
    const sandbox = await started();
    const bytes = 8 * 1024 * 1024;
    const init = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' } };
    const larger = await ask(sandbox, '/v1/public/contact/create', { ...init, body: ' '.repeat(bytes + 1) });
    expect(larger.status).toBe(413);
    const largest = await ask(sandbox, '/v1/public/contact/create', { ...init, body: ' '.repeat(bytes) });
    expect(largest.status).toBe(400);
  });

  it('survives clients that break off and clients that speak no HTTP', async () => {
    const sandbox = await started();
    const request = `POST ${paths[0]} HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{"contacts"`;
    for (const text of [request, 'nonsense\r\n\r\n', 'GET http://[ HTTP/1.1\r\nhost: x\r\n\r\n']) {
      const socket = connect(sandbox.port, '127.0.0.1');
      await once(socket, 'connect');
      socket.end(text);
      socket.resume();
      await once(socket, 'close');
    }
    expect((await ask(sandbox, BALANCE)).status).toBe(200);
    expect(sandbox.stats().octopush).toMatchObject({ calls: 0, contacts: 0 });
  });
});
