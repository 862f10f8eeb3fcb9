import { truncate, writeFile } from 'node:fs/promises';
import { PassThrough, type Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors.js';
import type { Scripted } from '../support/scripted.js';
import { csv, fates, house, numberOf, rowsIn, rowsTo, START, take } from './house.js';

const noCredit: Scripted = { status: 402, body: '' };

async function* piped(...texts: readonly string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
}

/** Standard input that says this, and then nothing more for ever. */
function endless(text: string): Readable {
  const stream = new PassThrough();
  stream.write(text);
  return stream;
}

describe('a resume', () => {
  it('sends the rows that were not sent, with their attempts added up, and no other', async () => {
    const rooms = await house('amoot');
    const input = await rooms.file(`${csv(rowsTo(5))}x\n${numberOf(2)}\n`);
    const first = await rooms.hold({ input, script: [take, take, noCredit] });
    expect(fates(first)).toEqual([
      'ok',
      'ok',
      ...Array(3).fill('not_sent stopped_account'),
      'invalid phone_letters',
      'duplicate duplicate',
    ]);

    const second = await rooms.hold({ kind: 'resume', input, script: [noCredit] });
    expect(second.outcomes.map(({ attempts }) => attempts)).toEqual([1, 1, 2, 0, 0, 0, 0]);
    const third = await rooms.hold({ kind: 'resume', input, script: [take] });
    expect(third.sent.map(rowsIn)).toEqual([[3], [4], [5]]);
    expect(third.outcomes.map(({ status, attempts }) => `${status} ${attempts}`)).toEqual([
      'ok 1',
      'ok 1',
      'ok 3',
      'ok 1',
      'ok 1',
      'invalid 0',
      'duplicate 0',
    ]);
    expect(third.result).toMatchObject({ rows: 7, ending: undefined });
  });

  it('sends nothing where nothing is left, and the rows stand as they were', async () => {
    const rooms = await house('octopush');
    const input = await rooms.file(csv(rowsTo(3)));
    const before = await rooms.hold({ input, script: [take] });
    const after = await rooms.hold({ kind: 'resume', input, script: [take] });
    expect(after.sent).toEqual([]);
    expect(after.outcomes).toEqual(before.outcomes);
  });

  it('lets a settled row with a number that the ledger cannot give back be what it was', async () => {
    const rooms = await house('octopush');
    const input = await rooms.file(`{"phone":"09\\u0000\\ud83d"}\n{"phone":"${numberOf(2)}"}\n`, 'contacts.ndjson');
    const first = await rooms.hold({ input, script: [noCredit] });
    expect(first.outcomes.map(({ status }) => status)).toEqual(['invalid', 'not_sent']);
    const second = await rooms.hold({ kind: 'resume', input, script: [take] });
    expect(second.fault).toBeUndefined();
    expect(second.outcomes.map(({ status }) => status)).toEqual(['invalid', 'ok']);
  });

  it('with another number in a settled row is refused before any call, and changes nothing', async () => {
    const rooms = await house('octopush');
    const input = await rooms.file(csv(rowsTo(4)));
    const before = await rooms.hold({ input, batchSize: 2, script: [take, noCredit] });
    await writeFile(input, csv([1, 9, 3, 4]));
    const after = await rooms.hold({ kind: 'resume', input, script: [take] });
    expect(after.fault).toBeInstanceOf(InputError);
    expect(after.fault).toMatchObject({
      message: `${input}:3: row 2 is not what the run read there before: expected +9891****002, found +9891****009`,
    });
    expect(after.sent).toEqual([]);
    expect(after.outcomes).toEqual(before.outcomes);
  });

  it('with another number in a settled row lets no call leave that was about to', async () => {
    const rooms = await house('octopush');
    const input = await rooms.file(csv(rowsTo(3000)));
    const { outcomes } = await rooms.hold({ input, script: [noCredit] });
    const report = { report: 'r', rejects: 'r', defuse: true };
    const session = await rooms.ledger.reopen('r', { kind: 'resume', startedAt: START, account: 'a', ...report }, null);
    await session.settle(outcomes.slice(1).map((outcome) => ({ ...outcome, status: 'ok', code: '' })));
    await writeFile(input, csv([...rowsTo(2999), 3001]));
    const after = await rooms.hold({
      kind: 'resume',
      input,
      batchSize: 1,
      script: [take],
      // The rest is read before the intent of the first row is kept.
      tamper: (own) => ({
        intend: async (intent) => {
          for (let turn = 0; turn < 2000; turn += 1) await new Promise((resolve) => setImmediate(resolve));
          return own.intend(intent);
        },
      }),
    });
    expect(after.fault).toBeInstanceOf(InputError);
    expect(after.sent).toEqual([]);
    expect(after.outcomes[0]).toMatchObject({ status: 'not_sent', code: 'stopped_input' });
  });

  it('stops where a settled row is another once something was sent, and sends nothing more', async () => {
    const rooms = await house('octopush');
    const text = csv(rowsTo(4000)).replace(numberOf(3000), 'x');
    const input = await rooms.file(text);
    await rooms.hold({ input, script: [noCredit] });
    await writeFile(input, text.replace('\nx\n', `\n${numberOf(4001)}\n`));
    const after = await rooms.hold({ kind: 'resume', input, script: [take] });
    expect(after.result).toMatchObject({
      rows: 4000,
      ending: {
        stop: 'input',
        reason: expect.stringContaining(':3001: row 3000 is not what the run read there before'),
      },
    });
    expect(after.outcomes).toHaveLength(4000);
    expect(after.outcomes[2999]).toMatchObject({ status: 'invalid', phone: 'x' });
    const sent = new Set(after.sent.flatMap(rowsIn));
    expect(sent.size).toBeGreaterThan(0);
    expect(Math.max(...sent)).toBeLessThan(3000);
    for (const { row, status } of after.outcomes) {
      if (row !== 3000) expect(status).toBe(sent.has(row) ? 'ok' : 'not_sent');
    }
  });

  it('of a shorter input is refused when nothing was left to send', async () => {
    const rooms = await house('octopush');
    const input = await rooms.file(csv(rowsTo(4)));
    const before = await rooms.hold({ input, script: [take] });
    await writeFile(input, csv(rowsTo(2)));
    const after = await rooms.hold({ kind: 'resume', input });
    expect(after.fault).toMatchObject({
      name: 'InputError',
      message: `${input} ends before 2 more rows that the run read there before`,
    });
    expect(after.outcomes).toEqual(before.outcomes);
  });

  it('of a shorter input stops with its reason when something was sent', async () => {
    const rooms = await house('octopush');
    const input = await rooms.file(csv(rowsTo(4)));
    await rooms.hold({ input, batchSize: 1, script: [noCredit] });
    await writeFile(input, csv(rowsTo(2)));
    const after = await rooms.hold({ kind: 'resume', input, script: [take] });
    expect(after.result).toMatchObject({ rows: 4, ending: { stop: 'input' } });
    expect(after.outcomes.map(({ status }) => status)).toEqual(['ok', 'ok', 'not_sent', 'not_sent']);
  });
});

describe('standard input', () => {
  it('that is taken again and stopped earlier than before loses no row', async () => {
    const rooms = await house('octopush');
    const visit = { batchSize: 1, maxRetries: 0 };
    // 1500 rows come in more than a page: the rest of them is not read after the stop.
    const text = csv(rowsTo(1500));
    const first = await rooms.hold({ ...visit, input: piped(text), script: [noCredit] });
    const before = first.result?.rows ?? 0;
    expect(before).toBeGreaterThan(0);
    const more = await rooms.hold({
      ...visit,
      kind: 'resume',
      input: piped(text),
      script: [...Array(1100).fill(take), noCredit],
    });
    expect(more.fault).toBeUndefined();
    const again = await rooms.hold({
      ...visit,
      kind: 'resume',
      input: piped(text.slice(0, 40), text.slice(40)),
      script: [noCredit],
    });
    expect(again.fault).toBeUndefined();
    expect(again.result?.rows).toBe(again.outcomes.length);
    expect(again.outcomes.length).toBeGreaterThanOrEqual(more.outcomes.length);
    const last = await rooms.hold({ ...visit, kind: 'resume', input: piped(text), script: [take] });
    expect(last.result).toMatchObject({ rows: 1500, counts: { ok: 1500 } });
  });

  it('is not waited for when the run was interrupted before it began', async () => {
    const rooms = await house('octopush');
    const held = await rooms.hold({
      input: endless(csv(rowsTo(3))),
      script: [take],
      interrupt: AbortSignal.abort('SIGINT'),
    });
    expect(held.sent).toEqual([]);
    expect(held.result?.ending).toMatchObject({ stop: 'signal', reason: 'SIGINT' });
    expect(held.outcomes).toHaveLength(held.result?.rows ?? -1);
  });
});

describe('an interrupt', () => {
  /** Interrupts while the second and the third call are in flight. */
  const interrupting = (halt: AbortController): Scripted[] => [
    take,
    (request) => {
      halt.abort('stopped by SIGTERM');
      return typeof take === 'function' ? take(request) : take;
    },
    take,
  ];

  it('lets the calls in flight come to their end, and reads a file on', async () => {
    const rooms = await house('octopush');
    const halt = new AbortController();
    const input = await rooms.file(csv(rowsTo(1100)));
    const held = await rooms.hold({
      input,
      batchSize: 1,
      concurrency: 2,
      script: interrupting(halt),
      interrupt: halt.signal,
    });
    expect(held.result).toMatchObject({
      rows: 1100,
      ending: { stop: 'signal', reason: 'stopped by SIGTERM' },
    });
    const ok = held.outcomes.filter(({ status }) => status === 'ok');
    expect(ok.length).toBe(held.sent.length);
    expect(ok.length).toBeLessThanOrEqual(3);
    for (const { status, code } of held.outcomes.slice(3)) expect(`${status} ${code}`).toBe('not_sent stopped_signal');

    const after = await rooms.hold({ kind: 'resume', input, batchSize: 1, concurrency: 2, script: [take] });
    expect(after.result?.counts.ok).toBe(1100);
    expect(after.sent).toHaveLength(1100 - ok.length);
  });

  it('reads a pipe no further', async () => {
    const rooms = await house('amoot');
    const halt = new AbortController();
    const held = await rooms.hold({
      input: endless(csv(rowsTo(50))),
      concurrency: 2,
      script: interrupting(halt),
      interrupt: halt.signal,
    });
    expect(held.result?.ending?.stop).toBe('signal');
    expect(held.result?.rows).toBeLessThanOrEqual(50);
    expect(held.outcomes).toHaveLength(held.result?.rows ?? -1);
    expect(held.sent.length).toBeLessThanOrEqual(3);
    expect(held.result?.counts.unknown).toBe(0);
  });
});

describe('a file that changes while it is sent', () => {
  // Longer than the mebibyte that is compared at a time, so that the change is met midway.
  const line = (row: number): string => `${numberOf(row)},${'a'.repeat(2000)}\n`;
  const text = `phone,other\n${rowsTo(1200).map(line).join('')}`;

  it.each([
    ['is shorter', (path: string) => truncate(path, 2_000_000)],
    [
      'has other rows',
      (path: string) => writeFile(path, text.slice(0, 1_500_000) + text.slice(1_500_000).replaceAll('912', '913')),
    ],
  ])('stops the run, and a resume goes on once it is as it was: it %s', async (_, change) => {
    const rooms = await house('octopush');
    const input = await rooms.file(text);
    let changed: Promise<void> | undefined;
    const slow: Scripted = (request) => {
      changed ??= change(input);
      return typeof take === 'function' ? take(request) : take;
    };
    const held = await rooms.hold({
      input,
      script: [slow],
      batchSize: 20,
      send: (send) => async (request, onLeave) => {
        const reply = await send(request, onLeave);
        await changed;
        return reply;
      },
    });
    expect(held.result).toMatchObject({ rows: 1200, ending: { stop: 'input' } });
    const unsent = held.outcomes.filter(({ status }) => status !== 'ok');
    expect(unsent.length).toBeGreaterThan(100);
    expect(new Set(unsent.map(({ status, code }) => `${status} ${code}`))).toEqual(new Set(['not_sent stopped_input']));

    await writeFile(input, text);
    const after = await rooms.hold({ kind: 'resume', input, script: [take] });
    expect(after.fault).toBeUndefined();
    expect(after.result).toMatchObject({ rows: 1200, counts: { ok: 1200 } });
    expect(after.outcomes.at(-1)).toMatchObject({ row: 1200, line: 1201, phone: numberOf(1200) });
  });
});
