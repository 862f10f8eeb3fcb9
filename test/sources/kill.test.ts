import { describe, expect, it } from 'vitest';
import type { World } from '../../src/import.js';
import type { Session } from '../../src/ledger/ledger.js';
import type { Scripted } from '../support/scripted.js';
import { csv, type House, house, numberOf, rowsIn, rowsTo, take, type Visit } from './house.js';

/** When the process dies: before a write, or after it, before it hears of that. */
type When = 'before' | 'after';

/** Kills a session at its `n`th write, from 1: from then on nothing is written, sent or heard. */
function killAt(n: number, when: When): Pick<Visit, 'tamper' | 'send' | 'death'> & { happened(): boolean } {
  let writes = 0;
  let dead = false;
  let die = (): void => {};
  const death = new Promise<void>((resolve) => {
    die = resolve;
  });
  const never = new Promise<never>(() => {});
  const through = async <T>(write: () => Promise<T>): Promise<T> => {
    if (dead) return never;
    writes += 1;
    const isLast = writes === n;
    if (isLast && when === 'before') dead = true;
    const written = dead ? undefined : await write();
    if (isLast) dead = true;
    if (isLast) die();
    return dead || written === undefined ? never : written;
  };
  return {
    death,
    happened: () => dead,
    tamper: (session: Session) => ({
      intend: (intent) => through(() => session.intend(intent)),
      settle: async (outcomes, calls) => {
        await through(async () => {
          await session.settle(outcomes, calls);
          return true;
        });
      },
    }),
    send: (send: World['send']) => async (request, onLeave) => {
      const reply = await (dead ? never : send(request, onLeave));
      return dead ? never : reply;
    },
  };
}

/** A provider that stores what reaches it; some numbers are refused, and some calls have to wait at first. */
function provider(refused: readonly number[], waits: readonly number[]) {
  const stored: number[] = [];
  const waited = new Set<number>();
  const script: Scripted = (request) => {
    const rows = rowsIn(request);
    const late = rows.find((row) => waits.includes(row) && !waited.has(row));
    if (late !== undefined) {
      waited.add(late);
      return { status: 429, headers: { 'retry-after': '1' } };
    }
    if (rows.some((row) => refused.includes(row))) return { status: 400, body: '{"code":117,"message":"no"}' };
    stored.push(...rows);
    return take;
  };
  return { stored, script: [script] };
}

const ROWS = 11;
const INPUT = `${csv(rowsTo(ROWS))}x\n${numberOf(1)}\n`;
const CONCURRENCY = 3;

interface Case {
  readonly name: string;
  readonly batchSize: number;
  readonly refused: readonly number[];
}

/** Imports with a kill, then resumes to the end. Gives whether the kill came at all. */
async function importAndResume(
  rooms: House,
  n: number,
  when: When,
  { name, batchSize, refused }: Case,
): Promise<boolean> {
  const { stored, script } = provider(refused, [4, 9]);
  const input = await rooms.file(INPUT);
  const id = `${when} ${n}`;
  const visit = { id, account: id, input, script, batchSize, concurrency: CONCURRENCY };
  const { happened, ...kill } = killAt(n, when);
  const first = await rooms.hold({ ...visit, ...kill });
  expect(first.fault).toBeUndefined();
  if (!happened()) return false;

  const { result, fault, outcomes } = await rooms.hold({ ...visit, kind: 'resume' });
  const at = `${name}, killed ${when} write ${n}`;
  expect(fault, at).toBeUndefined();
  expect(result?.ending, at).toBeUndefined();
  expect(
    outcomes.map(({ row }) => row),
    at,
  ).toEqual(rowsTo(ROWS + 2));
  expect(
    outcomes.slice(ROWS).map(({ status }) => status),
    at,
  ).toEqual(['invalid', 'duplicate']);
  const sent = outcomes.slice(0, ROWS);
  for (const { row, status, attempts, sentAt, record } of sent) {
    if (status === 'ok') expect(stored, at).toContain(row);
    if (status === 'unknown') expect([attempts > 0, sentAt !== null, record !== null], at).toEqual([true, true, true]);
  }
  const unknown = sent.filter(({ status }) => status === 'unknown');
  if (name === 'octopush') {
    expect(unknown, at).toEqual([]);
    for (const { row, status } of sent) expect(status, at).toBe(refused.includes(row) ? 'rejected' : 'ok');
  } else {
    expect(new Set(stored).size, at).toBe(stored.length);
    expect(unknown.length, at).toBeLessThanOrEqual(CONCURRENCY * batchSize);
    for (const { row, status } of sent) {
      if (status !== 'unknown') expect(status, at).toBe(refused.includes(row) ? 'rejected' : 'ok');
    }
  }
  return true;
}

describe('a run that is killed at any write and gone on with', () => {
  const cases: readonly Case[] = [
    { name: 'octopush', batchSize: 3, refused: [5] },
    { name: 'amoot', batchSize: 1, refused: [] },
  ];

  it.each(
    cases.flatMap((each) => [
      { ...each, when: 'before' as const },
      { ...each, when: 'after' as const },
    ]),
  )(
    'gives every row its fate, and sends nothing twice that may harm: $name, $when the write',
    async ({ when, ...given }) => {
      const rooms = await house(given.name);
      let n = 1;
      while (await importAndResume(rooms, n, when, given)) n += 1;
      expect(n).toBeGreaterThan(10);
    },
    60_000,
  );

  it.each(cases)('again and again, comes to its end: $name', async ({ name, batchSize, refused }) => {
    const rooms = await house(name);
    const { stored, script } = provider(refused, [4, 9]);
    const visit = { input: await rooms.file(INPUT), script, batchSize, concurrency: CONCURRENCY };
    let kills = 0;
    for (let isOver = false; !isOver; ) {
      const { happened, ...kill } = killAt(6, kills % 2 === 0 ? 'before' : 'after');
      const { outcomes, fault } = await rooms.hold({ ...visit, ...kill, kind: kills === 0 ? 'import' : 'resume' });
      expect(fault).toBeUndefined();
      isOver = !happened();
      if (!isOver) {
        kills += 1;
        continue;
      }
      expect(outcomes.map(({ row }) => row)).toEqual(rowsTo(ROWS + 2));
      const unknown = outcomes.filter(({ status }) => status === 'unknown');
      expect(unknown.length).toBeLessThanOrEqual(name === 'octopush' ? 0 : kills * CONCURRENCY * batchSize);
      expect(outcomes.filter(({ status }) => status === 'not_sent' || status === 'failed')).toEqual([]);
      if (name !== 'octopush') expect(new Set(stored).size).toBe(stored.length);
    }
    expect(kills).toBeGreaterThan(2);
  });
});
