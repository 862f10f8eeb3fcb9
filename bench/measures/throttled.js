import { join } from 'node:path';
import { LONG, PROVIDERS, writeContacts } from '../parts/contacts.js';
import { inMemory, work } from '../parts/folder.js';
import { pair } from '../parts/pairs.js';
import { importAll } from '../parts/program.js';
import { standIn } from '../parts/stand-in.js';

// ProTexting's own 429 speaks of a minute; Amoot's says nothing.
const provider = PROVIDERS.amoot;
const ALLOWED = 100;

/** A provider that lets so many calls in within a second, and says so only by refusing more. */
export const throttled = {
  name: 'throttled',
  rounds: 2,
  minutes: 30,
  async measure({ rounds, scaled }) {
    const rows = scaled(8000);
    const server = await standIn();
    const input = await writeContacts(join(work(), 'throttled.csv'), rows, LONG, provider);
    const options = { flags: ['--rate', '200/s'], answering: { allowed: ALLOWED, latencyMs: 20, moments: true } };
    const { runs } = await pair(rounds, {
      runs: () => importAll(provider, server, input, inMemory() ?? work(), { ok: rows }, options),
    });
    // Of the 80 s that the rows take at best: the first 15 to find the pace, the next 60 count.
    const [from, to] = [15, 75].map((seconds) => (seconds * rows) / 8000);
    const counts = runs.map(({ heard }) => {
      const within = (moments) =>
        moments.filter((at) => at >= heard.firstAt + from * 1000 && at < heard.firstAt + to * 1000).length;
      return { accepted: within(heard.moments), refused: within(heard.refused) };
    });
    const what = `a provider that allows ${ALLOWED}/s and says so only by 429, started at 200/s`;
    const span = `from second ${from} to ${to}`;
    const against = `${ALLOWED}/s`;
    const lines = [
      {
        what: `${what}: let in, ${span}`,
        against,
        unit: '/s',
        ours: counts.map(({ accepted }) => accepted / (to - from)),
        theirs: counts.map(() => ALLOWED),
        aim: { of: 'ratio', least: 0.9 },
      },
      {
        what: `${what}: throttled calls, ${span}`,
        against: 'all calls',
        unit: '%',
        ours: counts.map(({ accepted, refused }) => (100 * refused) / (accepted + refused)),
        aim: { of: 'ours', most: 3 },
      },
    ];
    return { lines };
  },
};
