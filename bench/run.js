// Measures what the program costs against the bare wire, prints it, and writes RESULTS.md and growth.svg beside this file.
//   npm run bench                          everything, at full size: about half an hour, and some 5 GB of the temporary folder
//   npm run bench -- protexting pace       only these; the others keep the figures of their last run on this machine
//   npm run bench -- --rows-scale 0.05     a quick look: that part of the rows; writes nothing
//   npm run bench -- --rounds 2            as many rounds of each
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { batches } from './measures/batches.js';
import { commit } from './measures/commit.js';
import { firstCall } from './measures/first-call.js';
import { growth } from './measures/growth.js';
import { oneACall } from './measures/one-a-call.js';
import { pace } from './measures/pace.js';
import { preflight } from './measures/preflight.js';
import { resume } from './measures/resume.js';
import { startUp } from './measures/start-up.js';
import { throttled } from './measures/throttled.js';
import { PROVIDERS } from './parts/contacts.js';
import { cellsOf } from './parts/lines.js';
import { machine, versions } from './parts/machine.js';
import { plotOf } from './parts/plot.js';
import { growthRows, renderResults, renewed } from './parts/results.js';
import { closeStandIn } from './parts/stand-in.js';

const MEASURES = [
  ...[oneACall(PROVIDERS.protexting), oneACall(PROVIDERS.amoot), batches, growth, firstCall, preflight, resume],
  ...[startUp, pace, throttled, commit],
];
const NAMES = MEASURES.map(({ name }) => name);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'rows-scale': { type: 'string', default: '1' }, rounds: { type: 'string' } },
});
const scale = Number(values['rows-scale']);
const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
const strange = positionals.filter((name) => !NAMES.includes(name));
if (strange.length > 0 || !(scale > 0 && scale <= 1) || !(rounds === undefined || rounds >= 1)) {
  console.error(`usage: npm run bench -- [--rows-scale 0.05] [--rounds 2] [${NAMES.join('] [')}]`);
  process.exit(2);
}

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));

try {
  for (const measure of MEASURES) {
    if (positionals.length > 0 && !positionals.includes(measure.name)) continue;
    const found = await take(measure);
    // After each, so that half an hour is not lost to what comes last.
    if (scale === 1) write({ [measure.name]: found });
  }
} finally {
  await closeStandIn();
}
if (scale === 1) console.log('\nwritten: bench/RESULTS.md');

async function take({ name, rounds: usual, minutes, measure }) {
  const startedAt = performance.now();
  const timer = setTimeout(() => {
    console.error(`${name}: not done after ${minutes} min`);
    process.exit(1);
  }, minutes * 60_000);
  const took = { rounds: rounds ?? usual, scaled: (rows) => Math.max(1, Math.round(rows * scale)) };
  const { lines, growth: series } = await measure(took);
  clearTimeout(timer);
  console.log(`\n${name}: ${took.rounds} rounds, ${Math.round((performance.now() - startedAt) / 1000)} s`);
  for (const line of lines) print(line);
  for (const row of growthRows(series ?? [])) console.log(`  ${row.join(' | ')}`);
  return {
    date: new Date().toISOString().slice(0, 10),
    rounds: took.rounds,
    machine: machine(),
    versions: versions(),
    lines,
    growth: series,
  };
}

function print(line) {
  const [what, against, aim, ours, theirs, measured, reached] = cellsOf(line);
  console.log(`  ${what}${against === '' ? '' : `, against ${against}`}`);
  const parts = [
    `ours ${ours}`,
    theirs && `theirs ${theirs}`,
    measured,
    aim,
    reached && `reached: ${reached.replaceAll('*', '')}`,
    line.remark,
  ];
  console.log(`    ${parts.filter(Boolean).join(' | ')}`);
}

function write(now) {
  const file = (name) => new URL(name, import.meta.url);
  const read = (name) => (existsSync(file(name)) ? readFileSync(file(name), 'utf8') : undefined);
  const results = renewed(JSON.parse(read('results.json') ?? '{}'), now, NAMES);
  writeFileSync(file('results.json'), `${JSON.stringify(results, null, 1)}\n`);
  writeFileSync(file('RESULTS.md'), renderResults(results, read('NOTES.md') ?? ''));
  if (results.growth !== undefined) writeFileSync(file('growth.svg'), plotOf(results.growth.growth));
}
