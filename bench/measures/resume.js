import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { PROVIDERS, SHORT, writeContacts } from '../parts/contacts.js';
import { firstCall } from '../parts/first-call.js';
import { emptied, work } from '../parts/folder.js';
import { grouped } from '../parts/lines.js';
import { pair } from '../parts/pairs.js';
import { run, runNode, script } from '../parts/process.js';
import { checkFates, environment, importArguments, PROGRAM } from '../parts/program.js';
import { standIn } from '../parts/stand-in.js';

const provider = PROVIDERS.octopush;

/** A run that was killed near its end: how soon it goes on, against how soon it began. */
export const resume = {
  name: 'resume',
  rounds: 1,
  minutes: 30,
  async measure({ rounds, scaled }) {
    const rows = Math.ceil(scaled(10_000_000) / 1000) * 1000;
    const server = await standIn();
    const input = await writeContacts(join(work(), 'resume.csv'), rows, SHORT, provider);
    const { runs } = await pair(rounds, { runs: () => killAndResume(server, input, rows) });
    const { stdout } = await run([process.execPath, script('rivals/parsed.js'), input]);
    rmSync(input);
    const line = {
      what: `resume of a run of ${grouped(rows)} rows killed at 90 %: the first call after`,
      unit: 's',
      ours: runs.map(({ again }) => again / 1000),
    };
    return {
      lines: [
        {
          ...line,
          against: 'its first start: one preflight pass, then the first call',
          theirs: runs.map(({ start }) => start / 1000),
          aim: { of: 'ratio', most: 1 },
        },
        { ...line, against: 'csv-parse alone over the same file', theirs: runs.map(() => JSON.parse(stdout).seconds) },
      ],
    };
  },
};

async function killAndResume(server, input, rows) {
  const folder = emptied(work(), 'state');
  const calls = (rows / 100) * 0.9; // every tenth row is a duplicate
  const start = await firstCall(provider, server, importArguments(provider, input, folder), async (child) => {
    await server.reached(Math.round(calls * 0.9));
    child.kill('SIGKILL');
  });
  await server.reset();
  const arrived = server.reached(1);
  const files = ['--report', join(folder, 'report.csv'), '--rejects', join(folder, 'rejects.csv')];
  const argv = [PROGRAM, 'resume', '--json', '--quiet', '--rate', 'off', ...files, '--state-dir', folder];
  const { stdout, startedAt } = await runNode(argv, { env: environment(provider, server.url) });
  checkFates(stdout, { ok: rows - rows / 10, duplicate: rows / 10 });
  emptied(work(), 'state');
  return { start, again: (await arrived) - startedAt };
}
