import { describe, expect, it } from 'vitest';
import type { NoReply } from '../../src/model.js';
import { refusedConnection, type Scripted, silence } from '../support/scripted.js';
import { FAST, refuses, START, says, statuses, times, trial } from './trial.js';

const untrusted: NoReply = {
  left: false,
  untrusted: true,
  code: 'certificate_refused',
  reason: "the server's certificate is not trusted",
};

// With two retries, calls of 100 ms and half the backoff: tries begin at 0, 350 and 950 ms.
const LAST = START + 950;

describe('the fate of a batch', () => {
  it.each<[string, string, Scripted, object]>([
    ['stored', 'ok', says('answered', 201), { code: '', attempts: 1, httpStatus: 201, sentAt: START }],
    ['refused', 'rejected', says('refused', 400), { code: 'provider_refused', attempts: 1, httpStatus: 400 }],
    ['told to wait', 'failed', says('throttled', 429), { code: 'provider_throttled', attempts: 3, sentAt: LAST }],
    ['told to stop', 'not_sent', says('stop', 401), { code: 'stopped_credentials', attempts: 1, httpStatus: 401 }],
    [
      'never sent',
      'failed',
      refusedConnection,
      { code: 'connection_refused', attempts: 3, httpStatus: null, sentAt: null },
    ],
    ['kept from a stranger', 'not_sent', untrusted, { code: 'stopped_settings', attempts: 1, sentAt: null }],
  ])('is the same for every provider when it is %s: %s', async (_, status, answer, rest) => {
    for (const repeatable of [true, false]) {
      const told = await trial({ script: [answer], maxRetries: 2, repeatable, perSecond: FAST });
      expect(told.fates).toMatchObject([{ row: 1, status, ...rest }]);
      expect(told.settled).toHaveLength(1);
    }
  });

  it.each<[string, Scripted, object]>([
    ['an answer that cannot be trusted', says('unsure', 502), { code: 'provider_unsure', httpStatus: 502 }],
    ['no answer', silence, { code: 'timeout_after_send', httpStatus: null }],
  ])('is unknown after %s, at once where a repeat may harm, else after the tries', async (_, answer, rest) => {
    const once = await trial({ script: [answer], maxRetries: 2 });
    expect(once.fates).toMatchObject([{ status: 'unknown', attempts: 1, sentAt: START, ...rest }]);
    const again = await trial({ script: [answer], maxRetries: 2, repeatable: true });
    expect(again.fates).toMatchObject([{ status: 'unknown', attempts: 3, sentAt: LAST, ...rest }]);
    expect(times(again)).toEqual([0, 350, 950]);
  });

  it('is what the answer says of each contact, and unknown where it says nothing', async () => {
    const told = await trial({ script: [says('each ok rejected unknown -')], rows: 4, batchSize: 4 });
    expect(told.fates).toMatchObject([
      { row: 1, status: 'ok', result: 'added', providerId: 'id-1', record: null },
      { row: 2, status: 'rejected', code: 'provider_117', field: 'phone_number', record: ['+3360002'] },
      { row: 3, status: 'unknown', code: 'provider_word' },
      { row: 4, status: 'unknown', code: 'no_answer' },
    ]);
    expect(told.starts).toHaveLength(1);
  });

  it('is rejected for those contacts of a refused batch that are refused alone, whatever a repeat does', async () => {
    for (const repeatable of [true, false]) {
      const told = await trial({ script: [refuses(2)], rows: 4, batchSize: 3, repeatable });
      expect(statuses(told)).toBe('ok rejected ok ok');
    }
  });

  it.each<[string, Scripted]>([
    ['a refused connection', refusedConnection],
    ['a request to wait', says('throttled')],
  ])('is ok when it is stored after %s, whatever a repeat does', async (_, fault) => {
    const told = await trial({ script: [fault, fault, says('answered')], perSecond: FAST });
    expect(told.fates).toMatchObject([{ status: 'ok', attempts: 3, sentAt: LAST }]);
    expect(told.tally).toMatchObject({ calls: 3, retries: 2 });
  });

  it('is ok when it is stored after silence, where a repeat is harmless', async () => {
    const told = await trial({ script: [silence, says('unsure'), says('answered')], repeatable: true });
    expect(statuses(told)).toBe('ok');
  });

  it('does not send again what may have texted a person, not even after it was refused a connection', async () => {
    const told = await trial({ script: [refusedConnection, silence, says('answered')] });
    expect(told.fates).toMatchObject([{ status: 'unknown', attempts: 2 }]);
  });

  it.each<[string, readonly Scripted[], string]>([
    ['a refused connection', [silence, refusedConnection], 'timeout_after_send'],
    ['a request to wait', [says('unsure'), says('throttled')], 'provider_unsure'],
    ['a stop', [silence, says('stop')], 'timeout_after_send'],
    ['a refused certificate', [silence, untrusted], 'timeout_after_send'],
    ['a wait that is too long', [silence, says('throttled 700000')], 'timeout_after_send'],
  ])('stays unknown once in doubt, whatever comes after: %s', async (_, script, code) => {
    const told = await trial({ script, maxRetries: 2, repeatable: true });
    expect(told.fates).toMatchObject([{ status: 'unknown', code }]);
  });

  it('says when the contact last left, not when a call with it last failed to', async () => {
    const told = await trial({ script: [says('throttled'), refusedConnection], maxRetries: 2 });
    expect(told.fates).toMatchObject([{ status: 'failed', attempts: 3, httpStatus: null, sentAt: START }]);
  });
});

describe('tries', () => {
  it('rest between 0 and a bound that doubles', async () => {
    const told = await trial({ script: [refusedConnection], random: () => 0.999, rows: 1, maxRetries: 3 });
    expect(told.clock.waits.filter((ms) => ms !== 100)).toEqual([499.5, 999, 1998]);
  });

  it('are not used up by waits that the provider asks for', async () => {
    const script = [...Array.from({ length: 20 }, () => says('throttled 2000', 429)), says('answered')];
    const told = await trial({ script, maxRetries: 0 });
    expect(told.fates).toMatchObject([{ status: 'ok', attempts: 21 }]);
    expect(times(told).slice(0, 3)).toEqual([0, 2100, 4200]);
    expect(told.tally).toEqual({ calls: 21, retries: 20, throttled: 20 });
  });

  it('are used up by refusals that name no wait', async () => {
    const told = await trial({ script: [says('throttled 2000'), says('throttled')], maxRetries: 1 });
    expect(told.fates).toMatchObject([{ status: 'failed', code: 'provider_throttled', attempts: 3 }]);
  });

  it('never begin at once, even when the provider asks for a millisecond', async () => {
    const told = await trial({ script: [says('throttled 1'), says('answered')], perSecond: FAST });
    expect(times(told)).toEqual([0, 350]);
  });

  it('send the same request again', async () => {
    const told = await trial({ script: [silence, says('answered')], rows: 3, batchSize: 3, repeatable: true });
    expect(told.starts.map(({ rows }) => rows)).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
  });
});

describe('the record of a call', () => {
  it('is kept for every try, with its rows, its time and what came back', async () => {
    const told = await trial({
      script: [says('throttled', 429), refusedConnection, says('answered', 201)],
      rows: 2,
      batchSize: 2,
      perSecond: FAST,
    });
    const rows = [1, 2];
    expect(told.calls).toMatchObject([
      {
        rows,
        startedAt: START,
        durationMs: 100,
        httpStatus: 429,
        verdict: 'throttled',
        code: 'provider_throttled',
        excerpt: 'throttled',
      },
      {
        rows,
        startedAt: START + 350,
        durationMs: 100,
        httpStatus: null,
        verdict: 'no_reply',
        code: 'connection_refused',
        excerpt: 'nothing answers at this address (ECONNREFUSED)',
      },
      { rows, startedAt: LAST, durationMs: 100, httpStatus: 201, verdict: 'answered', code: '', excerpt: '' },
    ]);
  });

  it('keeps what came back when any contact is not ok', async () => {
    const told = await trial({ script: [says('each ok -')], rows: 2, batchSize: 2 });
    expect(told.calls).toMatchObject([{ verdict: 'answered', excerpt: 'each ok -' }]);
  });

  it('keeps at most 2 KiB, and no half of a character', async () => {
    const { calls } = await trial({ script: [says(`refused ${'€😀'.repeat(1000)}`)] });
    const excerpt = calls[0]?.excerpt ?? '';
    expect(Buffer.byteLength(excerpt)).toBeGreaterThan(2040);
    expect(Buffer.byteLength(excerpt)).toBeLessThanOrEqual(2048);
    expect(Buffer.from(excerpt).toString()).toBe(excerpt);
  });

  it.each<[string, Scripted]>([
    ['refuses', says('refused TOKEN')],
    ['asks for quiet', says('throttled TOKEN')],
    ['is unsure', says('unsure TOKEN')],
    ['stops the run', says('stop TOKEN')],
    ['cannot be reached', { ...refusedConnection, reason: 'no connection to /TOKEN' }],
    ['is not trusted', { ...untrusted, reason: 'no certificate for /TOKEN' }],
    ['is silent', { ...silence, reason: 'no answer from /TOKEN' }],
  ])('tells no secret, nor does the fate or the end of the run, when the provider %s', async (_, answer) => {
    const redact = (text: string): string => text.replaceAll('TOKEN', '***');
    const told = await trial({ script: [answer], maxRetries: 0, redact });
    const { calls, settled, said, ending } = told;
    expect(JSON.stringify({ calls, settled, said, ending })).not.toContain('TOKEN');
    expect(calls[0]?.excerpt).toContain('***');
  });

  it('lets the provider read no secret in an answer, so that none can stand in what it makes of it', async () => {
    const redact = (text: string): string => text.replaceAll('SECRET', 'rejected');
    const told = await trial({ script: [says('each SECRET')], redact });
    expect(told.fates).toMatchObject([{ status: 'rejected' }]);
  });
});
