import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { FAULTS } from '../../src/sandbox/index.js';
import { readCsv } from '../support/csv.js';
import { desk } from '../support/program.js';

const PROGRAM = fileURLToPath(new URL('../../bin/contact-push.js', import.meta.url));
const IMPORT = ['import', 'c.csv', '--provider', 'octopush'];

it.each([
  [
    [...IMPORT, '--sandbox', '--chaos', 'tiemout=2%'],
    /^error: --chaos tiemout=2%: expected .* Did you mean timeout\?$/m,
  ],
  [
    ['sandbox', '--chaos', 'reset=60%,429=60%'],
    /^error: --chaos reset=60%,429=60%: expected at most 100% in all, found 120%$/m,
  ],
  [['sandbox', '--chaos', 'reset=1%', '--seed', 'x'], /--seed x: expected a whole number from 0 to 4294967295/],
  [['sandbox', '--seed', '7'], /--seed 7: expected --chaos with it/],
  [
    [...IMPORT, '--chaos', 'reset=1%'],
    /--chaos reset=1%: expected --sandbox with it, since only a stand-in makes faults/,
  ],
])('refuses %j', async (argv, says) => {
  const { run, write } = await desk();
  await write('c.csv', 'phone\n+33639980001\n');
  const ran = await run(argv);
  expect(ran).toMatchObject({ exit: 2, stdout: '' });
  expect(ran.stderr).toMatch(says);
});

it('imports through the faults it was asked for', async () => {
  const { run, write, path } = await desk();
  await write('c.csv', 'phone\n+33639980001\n+33639980002\n');
  const left = await run([...IMPORT, '--sandbox', '--chaos', '302=100%', '--seed', '7', '--max-retries', '0']);
  expect(left.exit).toBe(6);
  expect((await readCsv(path('c.report.csv'))).map(({ status, http_status }) => `${status} ${http_status}`)).toEqual([
    'unknown 302',
    'unknown 302',
  ]);
  const ran = await run([...IMPORT, '--sandbox', '--chaos', 'reordered=100%', '--json']);
  expect(JSON.parse(ran.stdout)).toMatchObject({ exit: 0, counts: { ok: 2 } });
});

it('lists every fault in the help', async () => {
  const { run } = await desk();
  const { stdout } = await run(['sandbox', '--help-all']);
  // A long one goes on in the next line.
  const text = stdout.replace(/\s+/g, ' ');
  for (const { name, word } of FAULTS) expect(text).toContain(` ${name} ${word} (`);
});

it('serves on after it was down, and says at the end which faults were met', async () => {
  const child = spawn(process.execPath, [PROGRAM, 'sandbox', '--chaos', 'down=1ms@1,html=100%'], { stdio: 'pipe' });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  while (!stdout.includes('AMOOT_TOKEN')) await once(child.stdout, 'data');
  const [, url = ''] = /AMOOT_BASE_URL=(.*)/.exec(stdout) ?? [];
  const ask = async (): Promise<number> => (await fetch(`${url}/rest/AccountStatus`)).status;
  expect(await ask()).toBe(200);
  await expect(ask()).rejects.toThrow();
  // Refused until it is back.
  while ((await ask().catch(() => 0)) !== 200) await new Promise(setImmediate);
  child.kill('SIGINT');
  await once(child, 'close');
  expect(stdout).toMatch(/^amoot holds 0 contacts; 0 numbers reached it twice; faults: html \(2\), down \(1\)$/m);
});
