import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { LONG, writeContacts } from '../parts/contacts.js';
import { inMemory, work } from '../parts/folder.js';
import { grouped } from '../parts/lines.js';
import { checkSame, pair } from '../parts/pairs.js';
import { runNode, script } from '../parts/process.js';
import { importAll } from '../parts/program.js';
import { standIn } from '../parts/stand-in.js';
import { median } from '../parts/statistics.js';
import { writeTemplate } from '../parts/template.js';

const AT_ONCE = 32;

/** A provider that takes one contact a call, against a bare loop over undici's pool. */
export const oneACall = (provider) => ({
  name: provider.name,
  rounds: 5,
  async measure({ rounds, scaled }) {
    const rows = scaled(50_000);
    const server = await standIn();
    const template = await writeTemplate(provider, server);
    const input = await writeContacts(join(work(), `${provider.name}.csv`), rows, LONG, provider);
    const memory = inMemory();
    const results = await pair(rounds, {
      ...(memory === undefined ? {} : { memory: () => importAll(provider, server, input, memory, { ok: rows }) }),
      bare: () => bare(server, template, rows),
      disk: () => importAll(provider, server, input, work(), { ok: rows }),
    });
    rmSync(input);
    checkSame(...Object.values(results));
    return { lines: linesOf(provider, rows, results) };
  },
});

async function bare(server, template, rows) {
  await server.reset();
  const ended = await runNode([script('rivals/bare.js'), server.url, template, String(rows), String(AT_ONCE)]);
  return { ...ended, heard: await server.heard() };
}

function linesOf({ title }, rows, { memory, bare, disk }) {
  const what = `${title}, one row a call, ${AT_ONCE} at once, ${grouped(rows)} rows`;
  const against = 'bare undici pool';
  const pairOf = (ours, of) => ({ ours: ours.map(of), theirs: bare.map(of) });
  const seconds = ({ seconds }) => seconds;
  const cpu = ({ cpuSeconds }) => cpuSeconds;
  const onDisk = { what: `${what}: wall, ledger on the disk`, against, unit: 's', ...pairOf(disk, seconds) };
  const busy = median(bare.map(({ heard }) => heard.busy));
  return [
    {
      ...onDisk,
      what: `${what}: wall`,
      ...pairOf(memory ?? disk, seconds),
      aim: { of: 'ratio', most: 1.25 },
      remark: `the stand-in was busy ${Math.round(100 * busy)} % of the bare loop's time`,
    },
    { what: `${what}: CPU`, against, unit: 's', ...pairOf(memory ?? disk, cpu), aim: { of: 'ratio', most: 1.6 } },
    ...(memory === undefined ? [] : [onDisk]),
  ];
}
