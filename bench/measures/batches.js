import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { LONG, PROVIDERS, writeContacts } from '../parts/contacts.js';
import { inMemory, work } from '../parts/folder.js';
import { grouped } from '../parts/lines.js';
import { checkSame, pair } from '../parts/pairs.js';
import { runNode, script } from '../parts/process.js';
import { importAll } from '../parts/program.js';
import { standIn } from '../parts/stand-in.js';
import { writeTemplate } from '../parts/template.js';

const provider = PROVIDERS.octopush;
const AT_ONCE = 4;

/** A hundred contacts a call, against the plain way with a file. */
export const batches = {
  name: 'octopush',
  rounds: 5,
  async measure({ rounds, scaled }) {
    const rows = scaled(1_000_000);
    const server = await standIn();
    const template = await writeTemplate(provider, server);
    const input = await writeContacts(join(work(), 'octopush.csv'), rows, LONG, provider);
    const memory = inMemory();
    const results = await pair(rounds, {
      ...(memory === undefined ? {} : { memory: () => importAll(provider, server, input, memory, { ok: rows }) }),
      streamed: () => streamed(server, template, input),
      disk: () => importAll(provider, server, input, work(), { ok: rows }),
    });
    rmSync(input);
    checkSame(...Object.values(results));
    return { lines: linesOf(rows, results) };
  },
};

async function streamed(server, template, input) {
  await server.reset();
  const ended = await runNode([script('rivals/streamed.js'), server.url, template, input, String(AT_ONCE)]);
  return { ...ended, heard: await server.heard() };
}

function linesOf(rows, { memory, streamed, disk }) {
  const what = `Octopush, batches of 100, ${grouped(rows)} rows`;
  const against = 'csv-parse (async iteration) + JSON + undici';
  const pairOf = (ours, of) => ({ ours: ours.map(of), theirs: streamed.map(of) });
  const seconds = ({ seconds }) => seconds;
  const cpu = ({ cpuSeconds }) => cpuSeconds;
  const onDisk = { what: `${what}: wall, ledger on the disk`, against, unit: 's', ...pairOf(disk, seconds) };
  return [
    { ...onDisk, what: `${what}: wall`, ...pairOf(memory ?? disk, seconds), aim: { of: 'ratio', most: 1.8 } },
    ...(memory === undefined ? [] : [onDisk]),
    { what: `${what}: CPU`, against, unit: 's', ...pairOf(memory ?? disk, cpu) },
  ];
}
