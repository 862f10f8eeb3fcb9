import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'libsql';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { all, end, folder, ledgerIn, outcome, start } from './support.js';

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
      await ledger.begin(${JSON.stringify(start({ durable }))});
      const outcome = ${JSON.stringify(outcome(0))};
      const settle = (row) => ledger.settle('r', [{ ...outcome, row, line: row + 1 }]);
      for (let row = 1; row < 300; row += 3) await Promise.all([settle(row), settle(row + 1), settle(row + 2)]);
      settle(301);
      process.kill(process.pid, 'SIGKILL');
      `,
    );
    const child = spawn(process.execPath, [join(program, 'killed.js')], { stdio: ['ignore', 'ignore', 'inherit'] });
    const [, signal] = await once(child, 'exit');
    expect(signal).toBe('SIGKILL');

    const ledger = await ledgerIn(state);
    const rows = Array.from({ length: 300 }, (_, index) => index + 1);
    expect(await all(ledger.outcomes('r'))).toEqual(rows.map((row) => outcome(row)));
    expect((await ledger.run('r'))?.end).toBeNull();

    await ledger.settle('r', [outcome(301)]);
    await ledger.end('r', end());
    const db = new Database(join(state, 'ledger.db'));
    expect(db.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    db.close();
  },
);
