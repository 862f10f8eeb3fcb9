import { describe, expect, it } from 'vitest';
import { silence } from '../support/scripted.js';
import { csv, fates, house, rowsIn, rowsTo, take } from './house.js';

/** A run that took the first row, and does not know of the second. */
async function sentBefore(name: string) {
  const rooms = await house(name);
  const input = await rooms.file(csv([1, 2]));
  const first = await rooms.hold({ id: 'first', input, batchSize: 1, maxRetries: 0, script: [take, silence] });
  expect(first.outcomes.map(({ status }) => status)).toEqual(['ok', 'unknown']);
  return { rooms, input: await rooms.file(csv([3, 1, 2]), 'again.csv') };
}

describe('where a repeat may harm', () => {
  it('nobody is sent to twice, and the row says in which run and row that was', async () => {
    const { rooms, input } = await sentBefore('amoot');
    const held = await rooms.hold({ id: 'second', input, script: [take] });
    expect(fates(held)).toEqual(['ok', 'duplicate sent_before', 'duplicate maybe_sent_before']);
    expect(held.outcomes.map(({ message }) => message)).toEqual([
      '',
      'sent before, in row 1 of run first',
      'may have been sent before, in row 2 of run first: unknown there',
    ]);
    expect(held.sent.map(rowsIn)).toEqual([[3]]);
    expect(held.result?.counts).toMatchObject({ ok: 1, duplicate: 2 });
  });

  it('a dry run shows them, too', async () => {
    const { rooms, input } = await sentBefore('amoot');
    const held = await rooms.hold({ id: 'second', input, dryRun: true });
    expect(fates(held)).toEqual(['not_sent dry_run', 'duplicate sent_before', 'duplicate maybe_sent_before']);
    expect(held.sent).toEqual([]);
    expect(held.result?.planned?.firstBatch?.contacts.map(({ row }) => row)).toEqual([1]);
  });

  it('somebody is sent to again on purpose', async () => {
    const { rooms, input } = await sentBefore('amoot');
    const held = await rooms.hold({ id: 'second', input, script: [take], again: true });
    expect(fates(held)).toEqual(['ok', 'ok', 'ok']);
  });

  it('another account is another matter, and so is a dry run before', async () => {
    const { rooms, input } = await sentBefore('amoot');
    expect(fates(await rooms.hold({ id: 'dry', account: 'b', input, dryRun: true }))).toHaveLength(3);
    const held = await rooms.hold({ id: 'second', account: 'b', input, script: [take] });
    expect(fates(held)).toEqual(['ok', 'ok', 'ok']);
  });

  it('a run that goes on asks again', async () => {
    const rooms = await house('amoot');
    const input = await rooms.file(csv(rowsTo(3)));
    const first = await rooms.hold({ id: 'first', input, script: [take, { status: 402 }] });
    expect(first.outcomes.map(({ status }) => status)).toEqual(['ok', 'not_sent', 'not_sent']);
    await rooms.hold({ id: 'second', input: await rooms.file(csv([3]), 'other.csv'), script: [take] });
    const on = await rooms.hold({ kind: 'resume', id: 'first', input, script: [take] });
    expect(fates(on)).toEqual(['ok', 'ok', 'duplicate sent_before']);
    expect(on.outcomes[2]?.message).toBe('sent before, in row 1 of run second');
  });
});

describe('where a repeat is harmless', () => {
  it('everybody is sent to again', async () => {
    const { rooms, input } = await sentBefore('octopush');
    const held = await rooms.hold({ id: 'second', input, script: [take] });
    expect(fates(held)).toEqual(['ok', 'ok', 'ok']);
  });
});
