import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { LONG, PROVIDERS, writeContacts } from '../parts/contacts.js';
import { inMemory, work } from '../parts/folder.js';
import { grouped, wallAndCpu } from '../parts/lines.js';
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
  minutes: 30,
  async measure({ rounds, scaled }) {
    const rows = scaled(1_000_000);
    const server = await standIn();
    const template = await writeTemplate(provider, server);
    const input = await writeContacts(join(work(), 'octopush.csv'), rows, LONG, provider);
    const inShm = inMemory();
    const { memory, streamed, disk } = await pair(rounds, {
      ...(inShm && { memory: () => importAll(provider, server, input, inShm, { ok: rows }) }),
      streamed: () => stream(server, template, input),
      disk: () => importAll(provider, server, input, work(), { ok: rows }),
    });
    rmSync(input);
    checkSame(streamed, disk, memory ?? []);
    const what = `Octopush, batches of 100, ${grouped(rows)} rows`;
    const against = 'csv-parse (async iteration) + JSON + undici';
    return { lines: wallAndCpu(what, against, { memory, theirs: streamed, disk }, { wall: 1.8 }) };
  },
};

async function stream(server, template, input) {
  await server.reset();
  const ended = await runNode([script('rivals/streamed.js'), server.url, template, input, String(AT_ONCE)]);
  return { ...ended, heard: await server.heard() };
}
