// Imports under faults, kills and signals, each script drawn from a number: what the program says must be what the sandbox saw.
//   npm run torture -- --scripts 200 --jobs 4 --first 1000     so many scripts, so many at once, from this number on
//   npm run torture -- --seed 123                              one alone, told in full; its folder stays
//   npm run torture -- --calm                                  the faults alone: one import each, and nobody strikes it
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { check } from './torture/check.js';
import { play } from './torture/play.js';
import { drawScript } from './torture/script.js';
import { addTo, noSums, tableOf } from './torture/table.js';

const { values } = parseArgs({
  options: {
    scripts: { type: 'string', default: '1000' },
    jobs: { type: 'string', default: String(cpus().length * 2) },
    first: { type: 'string', default: '1' },
    seed: { type: 'string' },
    calm: { type: 'boolean', default: false },
  },
});

if (values.seed === undefined) await playMany(Number(values.first), Number(values.scripts), Number(values.jobs));
else await playOne(Number(values.seed));

async function playMany(first, scripts, jobs) {
  const started = performance.now();
  const sums = noSums();
  let next = first;
  let stopped = false;
  // What is under way is played to its end, and told of.
  process.once('SIGINT', () => {
    stopped = true;
  });
  const work = async () => {
    while (!stopped && next < first + scripts) {
      const seed = next;
      next += 1;
      const evidence = await play(scriptOf(seed), { goesOn: !values.calm });
      const violations = check(evidence);
      addTo(sums, evidence, violations);
      if (violations.length > 0) console.log(`seed ${seed}: ${briefly(violations)}`);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, jobs) }, work));
  console.log(tableOf(sums, (performance.now() - started) / 1000));
  process.exitCode = sums.violations === 0 ? 0 : 1;
}

function scriptOf(seed) {
  const script = drawScript(seed);
  return values.calm ? { ...script, blows: [] } : script;
}

function briefly([first, ...more]) {
  return more.length === 0 ? first : `${first} (and ${more.length} more)`;
}

async function playOne(seed) {
  const { rows, ...script } = scriptOf(seed);
  console.log({ ...script, rows: rows.length });
  const evidence = await play({ ...script, rows }, { keep: true, goesOn: !values.calm });
  for (const { argv, exit, struck, startedAt, endedAt, stdout, stderr } of evidence.sessions) {
    const end = struck === null ? `exit ${exit}` : `${struck}, exit ${exit}`;
    console.log(
      `\n$ contact-push ${argv.join(' ')}\n${stdout}${stderr}(${end}, ${Math.round(endedAt - startedAt)} ms)`,
    );
  }
  const violations = check(evidence);
  console.log(`\nfaults: ${JSON.stringify(evidence.faults)}\nfolder: ${evidence.folder}`);
  console.log(violations.length === 0 ? 'all is well' : violations.join('\n'));
  process.exitCode = violations.length === 0 ? 0 : 1;
}
