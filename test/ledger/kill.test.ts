import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';
import {
  ACCOUNT,
  again,
  all,
  end,
  ended,
  fileIn,
  foldedIn,
  folder,
  inDoubt,
  intent,
  ledgerIn,
  locked,
  NOW,
  outcome,
  owner,
  start,
} from './support.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The ledger as JavaScript, so that a process of its own can run it. */
async function compiled(into: string): Promise<string> {
  const ledger = (await readdir(join(root, 'src/ledger'))).map((name) => `ledger/${name}`);
  await mkdir(join(into, 'ledger'));
  await writeFile(join(into, 'package.json'), '{"type":"module"}');
  await symlink(join(root, 'node_modules'), join(into, 'node_modules'), 'junction');
  for (const name of ['model.ts', 'errors.ts', ...ledger]) {
    const { outputText } = ts.transpileModule(await readFile(join(root, 'src', name), 'utf8'), {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: true },
    });
    await writeFile(join(into, name.replace(/\.ts$/, '.js')), outputText);
  }
  return into;
}

/** Runs the program until it kills itself. */
async function killed(program: string): Promise<void> {
  const child = spawn(process.execPath, [join(program, 'killed.js')], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [, signal] = await once(child, 'exit');
  expect(signal).toBe('SIGKILL');
}

it.each([{ durable: true }, { durable: false }])(
  'has every settled row after the process was killed ($durable)',
  async ({ durable }) => {
    const program = await compiled(await folder());
    const state = await folder();
    await writeFile(
      join(program, 'killed.js'),
      `
      import { openLedger } from './ledger/sqlite.js';
      const ledger = await openLedger(${JSON.stringify(state)});
      const session = await ledger.begin(${JSON.stringify(start({ durable }))}, null);
      const outcome = ${JSON.stringify(outcome(0))};
      const settle = (row) => session.settle([{ ...outcome, row, line: row + 1 }]);
      for (let row = 1; row < 300; row += 3) await Promise.all([settle(row), settle(row + 1), settle(row + 2)]);
      settle(301);
      process.kill(process.pid, 'SIGKILL');
      `,
    );
    await killed(program);

    const ledger = await ledgerIn(state);
    const rows = Array.from({ length: 300 }, (_, index) => index + 1);
    expect(await all(ledger.outcomes('r'))).toEqual(rows.map((row) => outcome(row)));
    expect((await ledger.run('r'))?.end).toBeNull();

    const session = await ledger.reopen('r', again(), null);
    await session.settle([outcome(301)]);
    await session.end(end());
    expect(fileIn(state).pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  },
);

it.each([{ durable: true }, { durable: false }])(
  'has every call that was about to leave when the process was killed, its rows in doubt or untouched ($durable)',
  async ({ durable }) => {
    const program = await compiled(await folder());
    const state = await folder();
    // What says so after a kill goes with the intent where a repeat may harm.
    const doubts = durable ? [2, 3].map((row) => inDoubt(row)) : [];
    await writeFile(
      join(program, 'killed.js'),
      `
      import { openLedger } from './ledger/sqlite.js';
      const ledger = await openLedger(${JSON.stringify(state)});
      const owner = { ...${JSON.stringify(owner())}, pid: process.pid };
      const lock = await ledger.lock(${JSON.stringify(ACCOUNT)}, owner, ${NOW});
      const session = await ledger.begin(${JSON.stringify(start({ durable }))}, lock);
      const key = await session.intend(${JSON.stringify(intent([1], { outcomes: [] }))});
      await session.settle([${JSON.stringify(outcome(1))}], [{ ...${JSON.stringify(ended(0))}, key }]);
      await session.intend(${JSON.stringify(intent([2, 3], { outcomes: doubts }))});
      session.intend(${JSON.stringify(intent([4]))});
      process.kill(process.pid, 'SIGKILL');
      `,
    );
    await killed(program);

    const ledger = await ledgerIn(state);
    const calls = 'SELECT rows, session, duration_ms, verdict, code FROM calls ORDER BY key';
    const heard = { rows: '1', session: 1, duration_ms: 42, verdict: 'answered', code: '' };
    expect(await all(ledger.outcomes('r'))).toEqual([outcome(1), ...doubts]);
    expect((await foldedIn(state)).prepare(calls).all()).toEqual([
      heard,
      { rows: '2-3', session: 1, duration_ms: null, verdict: null, code: '' },
    ]);
    expect(await ledger.run('r')).toMatchObject({ sessions: 1, end: null });

    const session = await ledger.reopen('r', again(), await locked(ledger));
    expect((await foldedIn(state)).prepare(calls).all()).toEqual([
      heard,
      { rows: '2-3', session: 1, duration_ms: 0, verdict: 'no_reply', code: 'interrupted' },
    ]);
    expect(await all(ledger.outcomes('r'))).toEqual([outcome(1), ...doubts]);
    await session.intend(intent([4]));
    expect((await all(ledger.fates('r'))).at(-1)).toMatchObject({ row: 4, status: 'unknown', code: 'interrupted' });
  },
);
