import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PROVIDERS, WIDE, writeContacts } from '../parts/contacts.js';
import { firstCallOf } from '../parts/first-call.js';
import { inMemory, work } from '../parts/folder.js';
import { pair } from '../parts/pairs.js';
import { standIn } from '../parts/stand-in.js';

const provider = PROVIDERS.octopush;

/** What a large file costs before the first call, where nothing reads it through first. */
export const firstCall = {
  name: 'first-call',
  rounds: 10,
  minutes: 5,
  async measure({ rounds, scaled }) {
    const server = await standIn();
    const large = await writeContacts(join(work(), 'large.csv'), scaled(1_000_000), WIDE, provider);
    const small = await writeContacts(join(work(), 'small.csv'), 1, WIDE, provider);
    const gigabytes = (statSync(large).size / 1e9).toFixed(2);
    const folder = inMemory() ?? work();
    const results = await pair(rounds, {
      large: () => firstCallOf(provider, server, large, folder, ['--no-preflight']),
      small: () => firstCallOf(provider, server, small, folder, ['--no-preflight']),
    });
    rmSync(large);
    const line = {
      what: `time to the first call, ${gigabytes} GB, \`--no-preflight\``,
      against: 'a one-row file',
      unit: 'ms',
      ours: results.large,
      theirs: results.small,
      aim: { of: 'difference', most: 50 },
    };
    return { lines: [line] };
  },
};
