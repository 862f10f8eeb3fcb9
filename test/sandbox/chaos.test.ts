import { afterEach, describe, expect, it, vi } from 'vitest';
import { FAULTS, type FaultName, type Sandbox, SERVICES, type ServiceName } from '../../src/sandbox/index.js';
import { sandboxes } from './ask.js';
import { type Asked, call, creating, finding, numberOf, type Seen } from './raw.js';

const started = sandboxes();
const NOW = Date.parse('2026-03-04T05:06:07.600Z');
const NS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

afterEach(() => {
  vi.useRealTimers();
});

function always(fault: FaultName): Promise<Sandbox> {
  return started({ chaos: `${fault}=100%`, seed: 7, now: () => NOW });
}

async function see(sandbox: Sandbox, asked: Asked): Promise<Seen> {
  return await call(sandbox, asked).seen;
}

function timesOf(sandbox: Sandbox, service: ServiceName, ns = NS): number[] {
  return ns.map((n) => sandbox.times(service, numberOf(service, n)));
}

/** What a sandbox without faults answers to the first contact. */
async function right(service: ServiceName, asked = creating(service, 0)): Promise<Seen> {
  return await see(await started({ now: () => NOW }), asked);
}

/** Until what other connections do has come true. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(setImmediate);
}

/** Waits for all bytes that are on their way, while the clock stands. */
async function quiet(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
}

// The others take time, or end no call.
const ANSWERED = FAULTS.filter(({ manner }) => !['silent', 'down', 'late', 'drip'].includes(manner));

describe.each(SERVICES)('%s', (service) => {
  it.each(ANSWERED)('stores at $name what it should: $stored', async ({ name, stored }) => {
    const sandbox = await always(name);
    for (const n of NS) await see(sandbox, creating(service, n));
    const times = timesOf(sandbox, service);
    if (stored === 'either') expect(new Set(times)).toEqual(new Set([0, 1]));
    else expect(times).toEqual(NS.map(() => (stored === 'yes' ? 1 : 0)));
    const held = times.filter((count) => count > 0).length;
    expect(sandbox.stats()[service]).toMatchObject({ calls: 10, contacts: held, faults: { [name]: 10 } });
    expect([...sandbox.contacts(service)]).toHaveLength(held);
    expect(sandbox.stats()[service].textMessages).toBe(service === 'protexting' ? held : 0);
  });

  it.each(['reset', 'reset-after'] as const)('cuts the connection at %s', async (fault) => {
    const seen = await see(await always(fault), creating(service, 0));
    expect(seen).toMatchObject({ status: 0, body: '', error: 'ECONNRESET' });
  });

  it('sends half of the answer at truncate', async () => {
    const whole = await right(service);
    const seen = await see(await always('truncate'), creating(service, 0));
    const bytes = Buffer.from(whole.body);
    expect(seen.headers['content-length']).toBe(String(bytes.length));
    expect(Buffer.from(seen.body)).toEqual(bytes.subarray(0, bytes.length >> 1));
    expect(seen.error).toBe('ECONNRESET');
  });

  it('sends 2 MiB at huge, in which the right answer stands', async () => {
    const seen = await see(await always('huge'), creating(service, 0));
    expect(Buffer.byteLength(seen.body)).toBe(2 * 1024 * 1024);
    expect(seen.body.trimEnd()).toBe((await right(service)).body);
  });

  it.each([
    ['html', 200],
    ['503', 503],
  ] as const)('shows a page at %s', async (fault, status) => {
    const seen = await see(await always(fault), creating(service, 0));
    expect(seen).toMatchObject({ status, error: '' });
    expect(seen.headers['content-type']).toContain('text/html');
    expect(seen.body).toMatch(/^<!DOCTYPE html>/);
    expect(seen.headers['retry-after']).toBe(fault === '503' ? '1' : undefined);
  });

  it.each(['500', '502', '504'] as const)('answers %s as HTML and as JSON', async (fault) => {
    const sandbox = await always(fault);
    const types = new Set<string | undefined>();
    for (const n of NS) {
      const seen = await see(sandbox, creating(service, n));
      expect(seen.status).toBe(Number(fault));
      types.add(seen.headers['content-type']);
      if (seen.headers['content-type'] === 'application/json') expect(JSON.parse(seen.body)).toBeTypeOf('object');
    }
    expect(types).toEqual(new Set(['text/html; charset=utf-8', 'application/json']));
  });

  it.each([
    ['429', { 'retry-after': '1' }],
    ['429-date', { 'retry-after': 'Wed, 04 Mar 2026 05:06:09 GMT' }],
    ['429-reset', { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': '1' }],
    [
      '429-unix',
      { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(Date.parse('2026-03-04T05:06:09Z') / 1000) },
    ],
    ['429-bare', {}],
  ] as const)('says at %s when to come back in no other way, and the rest in its own words', async (fault, wait) => {
    const limited = await started({ rateLimit: 1, now: () => NOW });
    await see(limited, creating(service, 0));
    const own = await see(limited, creating(service, 1));
    const seen = await see(await always(fault), creating(service, 0));
    expect(seen).toMatchObject({ status: 429, body: own.body });
    expect(seen.headers['content-type']).toBe(own.headers['content-type']);
    const said = Object.entries(seen.headers).filter(([name]) => /^retry|^x-/.test(name));
    expect(Object.fromEntries(said)).toEqual(wait);
  });

  it('leads elsewhere on the same origin at 302', async () => {
    const seen = await see(await always('302'), creating(service, 0));
    expect(seen.status).toBe(302);
    expect(seen.headers.location).toMatch(/^\/[a-z]/);
    expect(seen.headers.location).not.toBe(creating(service, 0).path);
  });

  it('answers late at slow, and a byte at a time at drip', async () => {
    const asked = creating(service, 0);
    const whole = await right(service);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });

    const slow = await always('slow');
    const late = call(slow, asked);
    await until(() => slow.stats()[service].calls === 1);
    vi.advanceTimersByTime(299);
    await quiet();
    expect(late.sofar()).toBe('');
    vi.advanceTimersByTime(1);
    expect(await late.seen).toMatchObject({ status: whole.status, body: whole.body });

    const drip = await always('drip');
    const dripping = call(drip, asked);
    await until(() => drip.stats()[service].calls === 1);
    const text = whole.body;
    for (let sent = 1; sent <= 3; sent += 1) {
      vi.advanceTimersByTime(100);
      await until(() => dripping.sofar() !== text.slice(0, sent - 1));
      expect(dripping.sofar()).toBe(text.slice(0, sent));
    }
    vi.advanceTimersByTime(100 * Buffer.byteLength(text));
    expect(await dripping.seen).toMatchObject({ status: whole.status, body: text, error: '' });
    for (const sandbox of [slow, drip]) expect(timesOf(sandbox, service, [0])).toEqual([1]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('stops to drip when the client leaves', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const sandbox = await always('drip');
    const dripping = call(sandbox, creating(service, 0));
    await until(() => vi.getTimerCount() === 1);
    dripping.leave();
    await until(() => vi.getTimerCount() === 0);
    expect(sandbox.stats()[service].faults).toEqual({ drip: 1 });
  });

  it('never answers at timeout, and keeps the connection', async () => {
    const sandbox = await started({ chaos: 'timeout=50%', seed: 7 });
    const settled: Seen[] = [];
    const calls = NS.map((n) => call(sandbox, creating(service, n)));
    for (const { seen } of calls) void seen.then((each) => settled.push(each));
    await until(() => sandbox.stats()[service].calls === 10);
    const silent = sandbox.stats()[service].faults['timeout'] ?? 0;
    expect(silent).toBeGreaterThan(0);
    await until(() => settled.length === 10 - silent);
    await quiet();
    expect(settled.map(({ error }) => error)).toEqual(Array.from({ length: 10 - silent }, () => ''));
    const held = timesOf(sandbox, service).filter((count) => count === 1).length;
    expect(held).toBeGreaterThan(settled.length);
    expect(held).toBeLessThan(10);
    for (const { leave } of calls) leave();
  });

  it('meets a look-up with the same faults, which changes nothing', async () => {
    for (const { name } of ANSWERED) {
      const sandbox = await started({ chaos: `${name}=100%`, seed: 7, now: () => NOW });
      await see(sandbox, finding(service, 0));
      expect(sandbox.stats()[service]).toMatchObject({ contacts: 0, faults: { [name]: 1 } });
    }
  });

  it('answers a call above the rate limit itself, and lets it meet no fault', async () => {
    const sandbox = await started({ chaos: 'html=100%', rateLimit: 2, now: () => NOW });
    const statuses: number[] = [];
    for (const n of [0, 1, 2, 3]) statuses.push((await see(sandbox, creating(service, n))).status);
    expect(statuses).toEqual([200, 200, 429, 429]);
    expect(sandbox.stats()[service]).toMatchObject({ calls: 4, throttled: 2, faults: { html: 2 } });
  });

  it('does the same to the same calls with the same seed', async () => {
    const chaos = 'reset=20%,500=20%,truncate=20%,html=20%';
    const story = async (seed: number): Promise<unknown> => {
      const sandbox = await started({ chaos, seed, now: () => NOW });
      const seen: Seen[] = [];
      for (const n of NS) seen.push(await see(sandbox, creating(service, n)));
      return [seen.map(({ status, body, error }) => [status, body, error]), timesOf(sandbox, service)];
    };
    expect(await story(7)).toEqual(await story(7));
    expect(await story(8)).not.toEqual(await story(7));
  });
});

describe('items of Octopush', () => {
  const four = creating('octopush', 0, 1, 2, 3);
  const numbers = (seen: Seen): string[] =>
    [...seen.body.matchAll(/"phone_number":"([^"]*)"/g)].map(([, number = '']) => number);
  const sent = [0, 1, 2, 3].map((n) => numberOf('octopush', n));

  it('leaves out one at missing, which is stored or not, and stores the others', async () => {
    const fates = new Set<number>();
    for (let seed = 0; seed < 20; seed += 1) {
      const sandbox = await started({ chaos: 'missing=100%', seed });
      const seen = await see(sandbox, four);
      expect(seen.status).toBe(201);
      const [left = '', ...more] = sent.filter((number) => !numbers(seen).includes(number));
      expect(more).toEqual([]);
      expect(numbers(seen)).toEqual(sent.filter((number) => number !== left));
      fates.add(sandbox.times('octopush', left));
      for (const number of numbers(seen)) expect(sandbox.times('octopush', number)).toBe(1);
    }
    expect(fates).toEqual(new Set([0, 1]));
  });

  it.each([false, true])('leaves what it holds of the number left out (do_not_overwrite: %s)', async (kept) => {
    const sandbox = await started({ chaos: 'missing=50%', seed: 7 });
    const contacts = [{ phone_number: numberOf('octopush', 0) }];
    const asked = { ...creating('octopush', 0), body: JSON.stringify({ contacts, do_not_overwrite: kept }) };
    let times = 0;
    let without = 0;
    for (let turn = 0; turn < 40; turn += 1) {
      const seen = await see(sandbox, asked);
      const now = sandbox.times('octopush', numberOf('octopush', 0));
      if (numbers(seen).length === 1) expect(now).toBe(times + 1);
      else if (now === times) without += 1;
      times = now;
    }
    expect(without).toBeGreaterThan(0);
    expect(sandbox.stats().octopush.contacts).toBe(1);
  });

  it('answers with no items at all when the only one is left out', async () => {
    const seen = await see(await always('missing'), creating('octopush', 0));
    expect(seen).toMatchObject({ status: 201, body: '{"items":[]}' });
  });

  it('names one twice at repeated', async () => {
    const sandbox = await always('repeated');
    const named = numbers(await see(sandbox, four));
    expect(named).toHaveLength(5);
    expect([...new Set(named)]).toEqual(sent);
    expect(timesOf(sandbox, 'octopush', [0, 1, 2, 3])).toEqual([1, 1, 1, 1]);
  });

  it('names them the other way round at reordered', async () => {
    expect(numbers(await see(await always('reordered'), four))).toEqual([...sent].reverse());
  });

  it('names one more at foreign, which was not sent and is not held', async () => {
    const sandbox = await always('foreign');
    const named = numbers(await see(sandbox, four));
    expect(named.slice(0, 4)).toEqual(sent);
    expect(named).toHaveLength(5);
    expect(sandbox.times('octopush', named[4] ?? '')).toBe(0);
  });
});

describe('answers without items', () => {
  it.each([
    ['protexting', 201],
    ['amoot', 200],
  ] as const)('are empty at missing, at %s', async (service, status) => {
    const sandbox = await always('missing');
    for (const n of NS) expect(await see(sandbox, creating(service, n))).toMatchObject({ status, body: '', error: '' });
  });

  it('are empty at missing when a balance is asked', async () => {
    expect(await see(await always('missing'), finding('octopush', 0))).toMatchObject({ status: 200, body: '' });
  });

  it.each(['protexting', 'amoot'] as const)('speak of another number at foreign, at %s', async (service) => {
    const sandbox = await always('foreign');
    const digits = numberOf(service, 0).replace(/^0/, '98');
    expect((await right(service)).body).toContain(digits);
    for (const asked of [creating(service, 0), finding(service, 0)]) {
      const seen = await see(sandbox, asked);
      expect(seen.body).toMatch(/"(Number|Mobile)":"?\d{11}/);
      expect(seen.body).not.toContain(digits);
    }
    expect(timesOf(sandbox, service, [0])).toEqual([1]);
  });

  it.each(['repeated', 'reordered'] as const)('stay as they are at %s', async (fault) => {
    for (const service of ['protexting', 'amoot'] as const) {
      expect((await see(await always(fault), creating(service, 0))).body).toBe((await right(service)).body);
    }
  });

  it('says of a number that it holds what is true, when a fault leaves the answer right', async () => {
    const sandbox = await always('repeated');
    await see(sandbox, creating('protexting', 0));
    expect(await see(sandbox, finding('protexting', 0))).toMatchObject({ status: 200 });
    expect(await see(sandbox, finding('protexting', 1))).toMatchObject({ status: 404 });
  });
});

it('gives a look-up of a number that is held its status at missing, stored or not', async () => {
  for (let seed = 0; seed < 8; seed += 1) {
    const sandbox = await started({ chaos: 'missing=100%', seed });
    while (sandbox.times('protexting', numberOf('protexting', 0)) === 0) await see(sandbox, creating('protexting', 0));
    expect(await see(sandbox, finding('protexting', 0))).toMatchObject({ status: 200, body: '' });
  }
});
