import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { desk, PROGRAM } from '../support/program.js';

it('does not begin to compile the parser of answers for speed in a short run', async () => {
  const { folder, write } = await desk();
  await write('c.csv', 'phone\n+33631234567\n');
  const flags = ['--provider', 'octopush', '--sandbox', '--state-dir', 'state'];
  const argv = ['--trace-wasm-compilation-times', PROGRAM, 'import', 'c.csv', ...flags];
  const { stdout } = await promisify(execFile)(process.execPath, argv, { cwd: folder });
  expect(stdout).toContain('using Liftoff');
  expect(stdout).not.toContain('using TurboFan');
});
