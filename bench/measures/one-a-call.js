import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { LONG, writeContacts } from '../parts/contacts.js';
import { inMemory, work } from '../parts/folder.js';
import { grouped, wallAndCpu } from '../parts/lines.js';
import { checkSame, pair } from '../parts/pairs.js';
import { runNode, script } from '../parts/process.js';
import { importAll } from '../parts/program.js';
import { standIn } from '../parts/stand-in.js';
import { median } from '../parts/statistics.js';
import { writeTemplate } from '../parts/template.js';
import { curl, parallel, versionOf, writeCurlList } from '../rivals/tools.js';

const AT_ONCE = 32;
const SAMPLE = 1000;

/** A provider that takes one contact a call, against a bare loop over undici's pool and what a shell offers. */
export const oneACall = (provider) => ({
  name: provider.name,
  rounds: 5,
  minutes: 30,
  async measure({ rounds, scaled }) {
    const rows = scaled(50_000);
    const server = await standIn();
    const template = await writeTemplate(provider, server);
    const input = await writeContacts(join(work(), `${provider.name}.csv`), rows, LONG, provider);
    const memory = inMemory();
    const list = versionOf('curl') && (await writeCurlList(server.url, template, rows));
    const sample = Math.min(SAMPLE, rows);
    const results = await pair(rounds, {
      ...(memory && { memory: () => importAll(provider, server, input, memory, { ok: rows }) }),
      bare: () => bare(server, template, rows),
      ...(list && { curl: () => curl(server, list, AT_ONCE) }),
      ...(list && versionOf('parallel') && { parallel: () => parallel(server, template, sample, AT_ONCE) }),
      disk: () => importAll(provider, server, input, work(), { ok: rows }),
    });
    rmSync(input);
    checkSame(results.bare, results.disk, results.memory ?? [], results.curl ?? []);
    const what = `${provider.title}, one row a call, ${AT_ONCE} at once, ${grouped(rows)} rows`;
    return { lines: [...bareLines(what, results), ...toolLines(what, rows, sample, results)] };
  },
});

async function bare(server, template, rows) {
  await server.reset();
  const ended = await runNode([script('rivals/bare.js'), server.url, template, String(rows), String(AT_ONCE)]);
  return { ...ended, heard: await server.heard() };
}

function bareLines(what, { memory, bare, disk }) {
  const busy = Math.round(100 * median(bare.map(({ heard }) => heard.busy)));
  const [wall, ...others] = wallAndCpu(
    what,
    'bare undici pool',
    { memory, theirs: bare, disk },
    { wall: 1.25, cpu: 1.6 },
  );
  return [{ ...wall, remark: `the stand-in is busy for ${busy} % of the bare loop's time` }, ...others];
}

function toolLines(what, rows, sample, { memory, disk, curl, parallel }) {
  const line = { what: `${what}: wall`, unit: 's', ours: (memory ?? disk).map(({ seconds }) => seconds) };
  const aim = { of: 'ratio', below: 1 };
  const whole = ({ seconds }) => (seconds * rows) / sample;
  return [
    ...(curl
      ? [{ ...line, against: '`curl -Z` from a prepared list', theirs: curl.map(({ seconds }) => seconds), aim }]
      : []),
    ...(parallel
      ? [
          {
            ...line,
            against: 'GNU parallel + curl',
            theirs: parallel.map(whole),
            aim,
            remark: `a process a call: ${grouped(sample)} calls from the first to the last, times ${rows / sample}`,
          },
        ]
      : []),
  ];
}
