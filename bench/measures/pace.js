import { join } from 'node:path';
import { LONG, PROVIDERS, writeContacts } from '../parts/contacts.js';
import { inMemory, work } from '../parts/folder.js';
import { grouped } from '../parts/lines.js';
import { pair } from '../parts/pairs.js';
import { importAll } from '../parts/program.js';
import { standIn } from '../parts/stand-in.js';
import { mostWithin } from '../parts/statistics.js';

const provider = PROVIDERS.protexting;
const PER_SECOND = 50;

/** A pace that was asked for: kept, and made use of. */
export const pace = {
  name: 'pace',
  rounds: 3,
  minutes: 10,
  async measure({ rounds, scaled }) {
    const rows = scaled(2000);
    const server = await standIn();
    const input = await writeContacts(join(work(), 'pace.csv'), rows, LONG, provider);
    const flags = ['--rate', `${PER_SECOND}/s`, '--concurrency', '20'];
    const options = { flags, answering: { latencyMs: 200, moments: true } };
    const { runs } = await pair(rounds, {
      runs: () => importAll(provider, server, input, inMemory() ?? work(), { ok: rows }, options),
    });
    const what = `pace ${PER_SECOND}/s, ${grouped(rows)} rows, latency 200 ms, 20 at once`;
    const lines = [
      {
        what: `${what}: from the first call to the last`,
        against: `${rows / PER_SECOND} s`,
        unit: 's',
        ours: runs.map(({ heard }) => (heard.lastAt - heard.firstAt) / 1000),
        theirs: runs.map(() => rows / PER_SECOND),
        aim: { of: 'ratio', least: 0.98, most: 1.02, worst: true },
      },
      {
        what: `${what}: the most calls in any second`,
        against: `${PER_SECOND}`,
        unit: '',
        ours: runs.map(({ heard }) => mostWithin(heard.moments, 1000)),
        aim: { of: 'ours', most: PER_SECOND, worst: true },
      },
    ];
    return { lines };
  },
};
