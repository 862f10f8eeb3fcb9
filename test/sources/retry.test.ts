import { describe, expect, it } from 'vitest';
import { refusedConnection, type Scripted } from '../support/scripted.js';
import { csv, fates, house, numberOf, rowsIn, rowsTo, take } from './house.js';

const unreachableFor =
  (...rows: readonly number[]): Scripted =>
  (request) =>
    rowsIn(request).some((row) => rows.includes(row)) ? { status: 429 } : take;

describe('a retry', () => {
  it.each([
    ['contacts.csv', `phone,Nom\n${numberOf(1)},Zoé\n${numberOf(2)},"a\nb"\nx,\n`],
    ['contacts.json', JSON.stringify([{ phone: numberOf(1) }, { Nom: 'a\nb', phone: numberOf(2) }, { phone: 'x' }])],
    ['contacts.ndjson', `{"phone":"${numberOf(1)}"}\n{"Nom":"a\\nb","phone":"${numberOf(2)}"}\n{"phone":"x"}\n`],
  ])('sends the failed rows again from what the ledger kept of them, and no other: %s', async (name, text) => {
    const rooms = await house('octopush');
    const input = await rooms.file(text, name);
    const first = await rooms.hold({ input, batchSize: 1, maxRetries: 0, script: [unreachableFor(2)] });
    expect(first.outcomes.map(({ status }) => status)).toEqual(['ok', 'failed', 'invalid']);

    const second = await rooms.hold({ kind: 'retry', script: [take] });
    expect(second.sent).toHaveLength(1);
    // The same contact, with all that it had.
    expect(second.sent[0]?.body).toBe(first.sent[1]?.body);
    expect(second.sent[0]?.body).toContain('a\\nb');
    expect(second.outcomes.map(({ status, attempts }) => `${status} ${attempts}`)).toEqual([
      'ok 1',
      'ok 2',
      'invalid 0',
    ]);
    expect(second.outcomes[1]).toMatchObject({ row: 2, line: first.outcomes[1]?.line, record: null });
    expect(second.result).toMatchObject({ rows: 3, ending: undefined, counts: { ok: 2, invalid: 1 } });
    expect(second.progress).toMatchObject({ rows: 3, calls: 1 });
  });

  it('adds up the attempts of rows that fail again', async () => {
    const rooms = await house('amoot');
    const visit = { maxRetries: 1, script: [{ status: 429 }] };
    const input = await rooms.file(csv([1]));
    await rooms.hold({ ...visit, input });
    const held = await rooms.hold({ ...visit, kind: 'retry', script: [{ status: 429 }] });
    expect(held.outcomes).toMatchObject([{ status: 'failed', attempts: 4, httpStatus: 429 }]);
    expect(held.result).toMatchObject({ rows: 1, counts: { failed: 1 } });
  });

  it('leaves the rows that a stop kept from being sent to the next retry', async () => {
    const rooms = await house('amoot');
    const input = await rooms.file(csv(rowsTo(3)));
    await rooms.hold({ input, maxRetries: 0, script: [{ status: 429 }] });
    const held = await rooms.hold({ kind: 'retry', script: [take, { status: 402 }] });
    expect(fates(held)).toEqual(['ok', 'failed stopped_account', 'failed stopped_account']);
    expect(held.outcomes.map(({ attempts }) => attempts)).toEqual([2, 2, 1]);
    const last = await rooms.hold({ kind: 'retry', script: [take] });
    expect(fates(last)).toEqual(['ok', 'ok', 'ok']);
    expect(last.outcomes.map(({ attempts }) => attempts)).toEqual([2, 3, 2]);
  });

  it('sends nobody what another run has sent meanwhile', async () => {
    const rooms = await house('amoot');
    const visit = { input: await rooms.file(csv([1])), maxRetries: 0 };
    await rooms.hold({ ...visit, script: [refusedConnection] });
    await rooms.hold({ ...visit, id: 'other', script: [take] });
    const held = await rooms.hold({ kind: 'retry' });
    expect(fates(held)).toEqual(['duplicate sent_before']);
    expect(held.sent).toEqual([]);
  });

  it('does nothing where nothing failed', async () => {
    const rooms = await house('octopush');
    await rooms.hold({ input: await rooms.file(csv(rowsTo(2))), script: [take] });
    const held = await rooms.hold({ kind: 'retry' });
    expect(held.sent).toEqual([]);
    expect(held.result).toMatchObject({ rows: 2, ending: undefined, counts: { ok: 2 } });
  });
});
