import { describe, expect, it } from 'vitest';
import { csv, fates, type Held, type House, house, rowsIn, rowsTo, take } from './sources/house.js';
import { refusedConnection, type Scripted, silence } from './support/scripted.js';

const json = (value: unknown): Scripted => ({ status: 200, body: JSON.stringify(value) });
const foundIn = (digits: number): Scripted =>
  json({ Status: 'Success', Data: [{ ID: 880_001, Mobile: digits, Deleted: false }] });
const found: Scripted = (request) => foundIn(Number(`98912000${String(rowsIn(request)[0]).padStart(4, '0')}`));
const notFound = json({ Status: 'Success', Data: [] });
const unclear = json({ Status: 'Success', Data: 'what' });

/** A run whose rows are all unknown. */
async function inDoubt(name: string, count: number): Promise<{ rooms: House; before: Held }> {
  const rooms = await house(name);
  const input = await rooms.file(csv(rowsTo(count)));
  const before = await rooms.hold({ input, batchSize: 1, maxRetries: 0, script: [silence] });
  expect(before.outcomes.map(({ status }) => status)).toEqual(Array(count).fill('unknown'));
  return { rooms, before };
}

describe('with a look-up', () => {
  it('settles what is found and what is not, and sends nothing', async () => {
    const { rooms, before } = await inDoubt('amoot', 3);
    const held = await rooms.hold({ kind: 'reconcile', script: [found, notFound, unclear] });
    expect(fates(held)).toEqual(['ok', 'failed not_found', 'unknown timeout_after_send']);
    expect(held.outcomes[0]).toMatchObject({ result: 'found', providerId: '880001', message: '', record: null });
    expect(held.outcomes[1]?.message).toBe(
      'sent, but no whole answer within 30 s; looked up: not found two minutes after the call or later',
    );
    // A look-up is no attempt, and moves no time.
    const trails = ({ outcomes }: Held) =>
      outcomes.map(({ attempts, httpStatus, sentAt }) => [attempts, httpStatus, sentAt]);
    expect(trails(held)).toEqual(trails(before));
    for (const { url } of held.sent) expect(url).toContain('/rest/ContactSearch');
    expect(held.result).toMatchObject({ rows: 3, ending: undefined, counts: { ok: 1, failed: 1, unknown: 1 } });
  });

  it('lets a row that is not found be sent by a retry', async () => {
    const { rooms } = await inDoubt('amoot', 2);
    await rooms.hold({ kind: 'reconcile', script: [found, notFound] });
    const held = await rooms.hold({ kind: 'retry', script: [take] });
    expect(held.sent.map(rowsIn)).toEqual([[2]]);
    expect(held.outcomes.map(({ status, attempts }) => `${status} ${attempts}`)).toEqual(['ok 1', 'ok 2']);
  });

  it('says once what it was that decides nothing, however often it is asked', async () => {
    const { rooms } = await inDoubt('amoot', 1);
    const messages = [];
    for (const answer of [unclear, foundIn(989_120_009_999), unclear]) {
      const { outcomes } = await rooms.hold({ kind: 'reconcile', script: [answer] });
      messages.push(outcomes[0]?.message);
      expect(outcomes).toMatchObject([{ status: 'unknown', code: 'timeout_after_send', attempts: 1 }]);
    }
    const sent = 'sent, but no whole answer within 30 s; looked up: ';
    expect(messages).toEqual([
      `${sent}expected a list of contacts, found "what"`,
      `${sent}the answer is about another number, 989120009999`,
      `${sent}expected a list of contacts, found "what"`,
    ]);
  });

  it.each<[string, readonly Scripted[]]>([
    ['a stop', [{ status: 402 }]],
    ['requests to wait', [{ status: 429 }]],
    ['silence', [silence]],
    ['refused connections', [refusedConnection]],
  ])('leaves rows as they were after %s', async (_, script) => {
    const { rooms, before } = await inDoubt('amoot', 3);
    const held = await rooms.hold({ kind: 'reconcile', maxRetries: 1, script });
    expect(held.outcomes).toEqual(before.outcomes);
    expect(held.result).toMatchObject({ rows: 3, counts: { unknown: 3 } });
  });

  it('asks again where no answer came', async () => {
    const { rooms } = await inDoubt('amoot', 1);
    const held = await rooms.hold({ kind: 'reconcile', script: [silence, { status: 500 }, found] });
    expect(fates(held)).toEqual(['ok']);
    expect(held.sent).toHaveLength(3);
  });

  it('asks about one contact a call, whatever the size of batches', async () => {
    const { rooms } = await inDoubt('amoot', 3);
    const held = await rooms.hold({ kind: 'reconcile', batchSize: 3, script: [found] });
    expect(held.sent.map(rowsIn)).toEqual([[1], [2], [3]]);
    expect(fates(held)).toEqual(['ok', 'ok', 'ok']);
  });

  it('still lets nobody be sent to again by another run, unless it is found that nothing was sent', async () => {
    const { rooms } = await inDoubt('amoot', 3);
    await rooms.hold({ kind: 'reconcile', script: [found, notFound, unclear] });
    const held = await rooms.hold({ id: 'other', input: await rooms.file(csv(rowsTo(3))), script: [take] });
    expect(fates(held)).toEqual(['duplicate sent_before', 'ok', 'duplicate maybe_sent_before']);
  });
});

describe('without a look-up', () => {
  it('sends the rows again, whose fate is the one of the new call, with attempts added up', async () => {
    const { rooms } = await inDoubt('octopush', 3);
    const held = await rooms.hold({ kind: 'reconcile', script: [take] });
    expect(fates(held)).toEqual(['ok', 'ok', 'ok']);
    expect(held.sent.map(rowsIn)).toEqual([[1, 2, 3]]);
    expect(held.outcomes).toMatchObject([{ attempts: 2, result: 'added', message: '', record: null }, {}, {}]);
  });

  it('sends what the answer leaves out alone, and rejects it when it is left out again', async () => {
    const { rooms } = await inDoubt('octopush', 3);
    const withoutSecond: Scripted = (request) => {
      const items = rowsIn(request).filter((row) => row !== 2);
      const listed = items.map((row) => ({
        phone_number: `+98912000${String(row).padStart(4, '0')}`,
        status: 'updated',
      }));
      return { status: 201, body: JSON.stringify({ items: listed }) };
    };
    const held = await rooms.hold({ kind: 'reconcile', script: [withoutSecond] });
    expect(fates(held)).toEqual(['ok', 'rejected left_out', 'ok']);
    expect(held.sent.map(rowsIn)).toEqual([[1, 2, 3], [2]]);
    expect(held.outcomes[1]).toMatchObject({ attempts: 3, record: expect.anything() });
  });

  it('rejects what is refused alone', async () => {
    const { rooms } = await inDoubt('octopush', 3);
    const script: Scripted[] = [
      (request) => (rowsIn(request).includes(3) ? { status: 400, body: '{"code":117,"message":"no"}' } : take),
    ];
    const held = await rooms.hold({ kind: 'reconcile', script });
    expect(fates(held)).toEqual(['ok', 'ok', 'rejected provider_117']);
  });

  it.each<[string, readonly Scripted[]]>([
    ['a stop', [{ status: 402 }]],
    ['requests to wait', [{ status: 429 }]],
    ['silence', [silence]],
    ['refused connections', [refusedConnection]],
    ['a refusal of every row', [{ status: 400, body: '{"code":117,"message":"no"}' }]],
  ])('leaves rows as they were after %s', async (_, script) => {
    const { rooms, before } = await inDoubt('octopush', 3);
    const held = await rooms.hold({ kind: 'reconcile', maxRetries: 1, script });
    expect(held.outcomes).toEqual(before.outcomes);
    expect(held.result).toMatchObject({ rows: 3, counts: { unknown: 3 } });
  });
});
