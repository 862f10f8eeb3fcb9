import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { LONG, PROVIDERS, writeContacts } from '../parts/contacts.js';
import { firstCallOf } from '../parts/first-call.js';
import { inMemory, work } from '../parts/folder.js';
import { grouped } from '../parts/lines.js';
import { pair } from '../parts/pairs.js';
import { run, script } from '../parts/process.js';
import { standIn } from '../parts/stand-in.js';

const provider = PROVIDERS.octopush;

/** What the preflight adds to the time of the first call, against csv-parse alone over the same file. */
export const preflight = {
  name: 'preflight',
  rounds: 5,
  minutes: 10,
  async measure({ rounds, scaled }) {
    const rows = scaled(1_000_000);
    const server = await standIn();
    const input = await writeContacts(join(work(), 'preflight.csv'), rows, LONG, provider);
    const folder = inMemory() ?? work();
    const { whole, none, parsed } = await pair(rounds, {
      whole: () => firstCallOf(provider, server, input, folder),
      parsed: () => parse(input, rows),
      none: () => firstCallOf(provider, server, input, folder, ['--no-preflight']),
    });
    rmSync(input);
    const line = {
      what: `preflight, ${grouped(rows)} rows`,
      against: 'csv-parse alone over the same file',
      unit: 's',
      ours: whole.map((ms, round) => (ms - none[round]) / 1000),
      theirs: parsed,
      aim: { of: 'ratio', most: 1.3 },
      remark:
        'ours is the time to the first call less that with `--no-preflight`, theirs from its first byte to its last',
    };
    return { lines: [line] };
  },
};

async function parse(input, rows) {
  const { stdout } = await run([process.execPath, script('rivals/parsed.js'), input]);
  const parsed = JSON.parse(stdout);
  if (parsed.rows !== rows + 1) throw new Error(`csv-parse read ${parsed.rows} rows`);
  return parsed.seconds;
}
