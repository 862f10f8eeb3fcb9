import { join } from 'node:path';
import { LONG, PROVIDERS, writeContacts } from '../parts/contacts.js';
import { emptied, inMemory, work } from '../parts/folder.js';
import { pair } from '../parts/pairs.js';
import { run } from '../parts/process.js';
import { checkFates, environment, importArguments, PROGRAM } from '../parts/program.js';
import { standIn } from '../parts/stand-in.js';

const provider = PROVIDERS.octopush;

/** Whole processes that do next to nothing, against a Node that does nothing. */
export const startUp = {
  name: 'start-up',
  rounds: 20,
  minutes: 5,
  async measure({ rounds }) {
    const server = await standIn();
    const input = await writeContacts(join(work(), 'one.csv'), 1, LONG, provider);
    const folder = inMemory() ?? work();
    const { node, ...sides } = await pair(rounds, {
      node: () => timed(['-e', '0']),
      '`--version`': () => timed([PROGRAM, '--version']),
      '`--help`': () => timed([PROGRAM, '--help']),
      '`import --help`': () => timed([PROGRAM, 'import', '--help']),
      'a one-row import, whole process': () => importOne(server, input, folder),
    });
    const lines = Object.entries(sides).map(([what, ours]) => ({
      what,
      against: '`node -e 0`',
      unit: 'ms',
      ours,
      theirs: node,
      ...(AIMS[what] === undefined ? {} : { aim: { of: 'ratio', most: AIMS[what] } }),
    }));
    return { lines };
  },
};

const AIMS = { '`--version`': 1.5, '`--help`': 1.5, 'a one-row import, whole process': 4 };

async function timed(argv, env) {
  const { exit, seconds, stdout, stderr } = await run([process.execPath, ...argv], { env });
  if (exit !== 0) throw new Error(`${argv.join(' ')}: exit status ${exit}: ${stderr}`);
  if (env !== undefined) checkFates(stdout, { ok: 1 });
  return seconds * 1000;
}

async function importOne(server, input, folder) {
  const argv = importArguments(provider, input, emptied(folder, 'state'));
  await server.reset();
  return timed([PROGRAM, ...argv], environment(provider, server.url));
}
