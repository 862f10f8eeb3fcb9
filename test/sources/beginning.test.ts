import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mapColumns } from '../../src/contact/columns.js';
import type { World } from '../../src/import.js';
import { openInput } from '../../src/input/index.js';
import { findProvider } from '../../src/providers/index.js';
import { passBeginning } from '../../src/sources/beginning.js';
import type { Scripted } from '../support/scripted.js';
import { csv, fates, type Held, house, numberOf, rowsIn, rowsTo, START, take, type Visit } from './house.js';

const noCredit: Scripted = { status: 402, body: '' };
const unheard: Scripted = { left: true, untrusted: false, code: 'timeout', reason: 'no answer' };

/** One row of a file: a person by number, with a name and a list of their own. */
interface Line {
  readonly person: number;
  readonly name: string;
  readonly list: string;
}

interface Case {
  readonly provider: 'octopush' | 'amoot';
  /** Other people before those, so that a page of rows ends within the file. */
  readonly ahead: number;
  readonly lines: readonly Line[];
  readonly end: string;
  readonly form: 'plain' | 'bom' | 'windows-1252' | 'gzip';
  /** Whether the file has a column that fills a call field. */
  readonly withList: boolean;
  readonly visit: Pick<Visit, 'batchSize' | 'skip' | 'limit'>;
  /** How the calls of the first sessions end, one list a session; after those, all is taken. */
  readonly replies: readonly (readonly ('take' | 'no credit' | 'unheard' | 'refused')[])[];
  /** Whether the first of them is killed with its last call on its way. */
  readonly killed: boolean;
}

const line = fc.record({
  person: fc.nat({ max: 12 }),
  name: fc.constantFrom('Ana', 'é', '"a\nb"', '"a "" b"', '', ' '),
  list: fc.constantFrom('L', 'M'),
});
const replies = fc.array(fc.constantFrom('take', 'take', 'take', 'refused', 'unheard', 'no credit'), { maxLength: 8 });
const cases: fc.Arbitrary<Case> = fc.record({
  provider: fc.constantFrom('octopush', 'amoot'),
  ahead: fc.constantFrom(0, 995),
  lines: fc.array(line, { maxLength: 20 }),
  end: fc.constantFrom('\n', '\r\n', '\n\n'),
  form: fc.constantFrom('plain', 'bom', 'windows-1252', 'gzip'),
  withList: fc.boolean(),
  visit: fc.record({
    batchSize: fc.integer({ min: 1, max: 3 }),
    skip: fc.constantFrom(0, 0, 2),
    limit: fc.constantFrom(Number.POSITIVE_INFINITY, 9),
  }),
  replies: fc.array(fc.oneof(replies, fc.constant<Case['replies'][number]>(['no credit'])), {
    minLength: 1,
    maxLength: 3,
  }),
  killed: fc.boolean(),
});

function bytesOf({ provider, ahead, lines, end, form, withList }: Case): Buffer {
  const list = provider === 'octopush' && withList;
  // The same person now and then, as behind them.
  const others = rowsTo(provider === 'octopush' ? ahead : 0).map(
    (row): Line => ({ person: row % 90 === 7 ? 3 : row, name: '', list: 'L' }),
  );
  const rows = [...others, ...lines].map(({ person, name, list: own }) => {
    const phone = person === 0 ? 'x' : numberOf(person);
    return `${phone},${name}${list ? `,${own}` : ''}`;
  });
  const text = [`phone,note${list ? ',list_name' : ''}`, ...rows, ''].join(end);
  if (form === 'windows-1252') return Buffer.from(text, 'latin1');
  if (form === 'gzip') return gzipSync(text);
  return Buffer.from(form === 'bom' ? `\ufeff${text}` : text);
}

/** What came of a run that was begun and gone on with, by sessions. */
async function course(theCase: Case, blind: boolean): Promise<readonly unknown[]> {
  const { provider, ahead, killed } = theCase;
  const { batchSize = 1, limit = 0, skip = 0 } = theCase.visit;
  const visit = {
    batchSize: provider === 'octopush' ? batchSize * (ahead > 0 ? 50 : 1) : 1,
    limit: limit + ahead,
    skip,
  };
  const rooms = await house(provider);
  const input = await rooms.file(bytesOf(theCase));
  const script = theCase.replies.map((session) =>
    session.map((reply): Scripted => ({ take, 'no credit': noCredit, unheard, refused: REFUSED })[reply]),
  );
  const told: unknown[] = [];
  for (const [index, session] of [...script, []].entries()) {
    const kind = index === 0 ? 'import' : 'resume';
    const more = index === 0 && killed ? diesAfter(session.length) : {};
    const held = await rooms.hold({ ...visit, ...more, kind, input, blind, maxRetries: 1, script: [...session, take] });
    told.push(tellOf(held, 'death' in more));
  }
  return told;
}

const REFUSED: Scripted = { status: 400, body: '{"code":117,"message":"no"}' };

function tellOf({ outcomes, sent, result, fault, progress }: Held, died: boolean): unknown {
  const { rows, settled, calls } = progress;
  return { outcomes, sent, result, fault: String(fault), ...(!died && { progress: { rows, settled, calls } }) };
}

/** Lets the process die with its next call on its way, after so many. */
function diesAfter(calls: number): Pick<Visit, 'death' | 'send'> {
  let die = (): void => {};
  const death = new Promise<void>((resolve) => {
    die = resolve;
  });
  let made = 0;
  const never = new Promise<never>(() => {});
  const send = (through: World['send']): World['send'] => {
    return async (request, onLeave) => {
      made += 1;
      if (made <= calls) return through(request, onLeave);
      onLeave?.();
      die();
      return never;
    };
  };
  // A session that makes fewer calls ends as it does.
  return { death, send };
}

it('a resume that passes over what is settled comes to the very fates of one that reads it again', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async (theCase) => {
      expect(await course(theCase, false)).toEqual(await course(theCase, true));
    }),
    { seed: 20_262, numRuns: 40 },
  );
});

/** What is passed over of a file of an octopush run `r`, as a resume would; `more` are columns beside the phone's. */
async function passed(rooms: Awaited<ReturnType<typeof house>>, path: string, more: readonly string[] = []) {
  const provider = findProvider('octopush') ?? expect.fail('no octopush');
  const set = more.includes('list_name') ? [] : ['list_name=L'];
  const input = await openInput(path);
  await input.readThrough();
  const reading = {
    fields: provider.fields,
    form: provider.phone,
    mapping: mapColumns('contacts', input.columns, provider.fields, { map: [], set }),
    phone: { country: undefined, check: 'shape' as const },
    dates: { calendar: 'gregorian' as const },
  };
  const run = await rooms.ledger.run('r');
  const { content = null } = run ?? {};
  const beginning = await passBeginning(
    { input, run: { id: 'r', content, rowsExpected: run?.rowsExpected ?? null }, reading, repeatable: true, skip: 0 },
    rooms.ledger,
  );
  const rows: number[] = [];
  for await (const page of input.pages) rows.push(...page.map(({ row }) => row));
  await input.close();
  return { beginning, rows };
}

it('passes over the rows up to the first that may be sent again, and knows their numbers', async () => {
  const rooms = await house('octopush', ['list_name=L']);
  const path = await rooms.file(`${csv([1, 2])}x\n${numberOf(1)}\n${numberOf(3)}\n${numberOf(4)}\n`);
  await rooms.hold({ input: path, batchSize: 1, script: [take, take, take, noCredit] });
  const { beginning, rows } = await passed(rooms, path);
  expect(beginning?.rows).toBe(5);
  expect(rows).toEqual([6]);
  expect(beginning?.seen.size).toBe(3);
  expect(beginning?.seen.enter(numberOf(3).slice(1), '', 9)).toEqual({ row: 5, sameGroup: true });
});

it.each([
  ['a column fills a call field', 'phone,list_name\n', ',L\n', 'phone,list_name\n'],
  ['the file is another', 'phone\n', '\n', 'phone\n\n'],
])('passes over nothing where %s', async (_, header, end, headerThen) => {
  const rooms = await house('octopush');
  const rows = rowsTo(3)
    .map((row) => `${numberOf(row)}${end}`)
    .join('');
  const path = await rooms.file(header + rows);
  await rooms.hold({ input: path, batchSize: 1, script: [take, take, noCredit] });
  writeFileSync(path, headerThen + rows);
  const found = await passed(rooms, path, header.includes('list_name') ? ['list_name'] : []);
  expect(found).toEqual({ beginning: undefined, rows: [1, 2, 3] });
});

it('passes over nothing where the last of the rows stands on another line than the ledger says', async () => {
  const rooms = await house('octopush', ['list_name=L']);
  const path = await rooms.file(csv(rowsTo(3)));
  const { outcomes } = await rooms.hold({ input: path, batchSize: 1, script: [take, take, noCredit] });
  const report = { report: 'r', rejects: 'r', defuse: true };
  const session = await rooms.ledger.reopen('r', { kind: 'resume', startedAt: START, account: 'a', ...report }, null);
  await session.settle(outcomes.slice(1, 2).map((outcome) => ({ ...outcome, line: 4 })));
  expect(await passed(rooms, path)).toEqual({ beginning: undefined, rows: [1, 2, 3] });
});

it.each([false, true])(
  'a file that changes while it is passed over stops the run, as where it is read again: %s',
  async (blind) => {
    const rooms = await house('octopush', ['list_name=L']);
    const text = csv(rowsTo(6));
    const path = await rooms.file(text);
    const first = await rooms.hold({ input: path, blind, batchSize: 2, script: [take, take, noCredit] });
    expect(fates(first)).toEqual([...Array(4).fill('ok'), ...Array(2).fill('not_sent stopped_account')]);
    const change = (): object => {
      writeFileSync(path, text.replace(numberOf(2), numberOf(9)));
      return {};
    };
    const second = await rooms.hold({ kind: 'resume', input: path, script: [take], tamper: change });
    expect(second.sent).toEqual([]);
    expect(second.result).toMatchObject({ rows: 6, counts: { ok: 4, not_sent: 2 }, ending: { stop: 'input' } });

    writeFileSync(path, text);
    const third = await rooms.hold({ kind: 'resume', input: path, script: [take] });
    expect(third.sent.flatMap(rowsIn)).toEqual([5, 6]);
    expect(third.result).toMatchObject({ rows: 6, counts: { ok: 6 } });
  },
);
