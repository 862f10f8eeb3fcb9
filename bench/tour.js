// A person's tour: every command, and the ends that people meet, typed in a real terminal, at 80 and at 40 columns, with
// and without colour; recorded as text, to be read. Ends with 1 where a step did not end as it should.
//   npm run tour -- --out DIR          the recordings go there (default: a new folder under the temporary one)
//   npm run tour -- --only explain     the steps whose title holds this, and those that they need
//   npm run tour -- --columns 40       of this width alone
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { record } from './tour/record.js';
import { STEPS } from './tour/steps.js';

const { values } = parseArgs({
  options: { out: { type: 'string' }, only: { type: 'string' }, columns: { type: 'string' } },
});

if (spawnSync('tmux', ['-V']).status !== 0) {
  console.error('the tour needs tmux: apt-get install tmux, or brew install tmux');
  process.exit(2);
}

const looks = [80, 40]
  .filter((columns) => values.columns === undefined || columns === Number(values.columns))
  .flatMap((columns) => [true, false].map((colour) => ({ columns, colour })));
const needed = ({ named, quietly }) => named !== undefined || quietly === true;
const steps = STEPS.filter((step) => needed(step) || step.title.includes(values.only ?? ''));
const folder = values.out === undefined ? mkdtempSync(join(tmpdir(), 'contact-push-tour-')) : resolve(values.out);
mkdirSync(folder, { recursive: true });

process.once('SIGINT', () => process.exit(130));
const started = performance.now();
const recorded = await Promise.all(looks.map((look) => record(look, steps, folder)));
for (const { path, faults } of recorded) {
  console.log(`${path}${faults.length === 0 ? '' : `\n  ${faults.join('\n  ')}`}`);
}
console.log(`${steps.length} steps each, ${Math.round((performance.now() - started) / 1000)} s`);
process.exitCode = recorded.every(({ faults }) => faults.length === 0) ? 0 : 1;
