import { describe, expect, it } from 'vitest';
import { desk } from '../support/program.js';
import { recorder } from '../support/recorder.js';

const ROWS = 'phone,shoe size\n+33639980001,40\n+33639980002,41\n+33639980003,42\n+33639980001,40\n4.4E+11,43\n';
const DRY = ['import', 'c.csv', '--provider', 'octopush', '--dry-run', '--batch-size', '2', '--rate', '1/h'];

describe('a dry run', () => {
  it('prints the plan: fates, calls, time, mapping, notices, and the first request', async () => {
    const { run, write } = await desk();
    await write('c.csv', ROWS);
    const ran = await run([...DRY, '--set', 'list_name=spring']);
    expect(ran).toMatchObject({ exit: 3, stderr: '' });
    expect(ran.stdout).toMatch(/not_sent +3/);
    const plan = ran.stdout
      .slice(ran.stdout.indexOf('\nplan:'))
      .split('\n')
      .map((line) => line.trimEnd());
    expect(plan.slice(1, 5)).toEqual([
      'plan:',
      expect.stringMatching(/^ {2}2 calls at 1 call\/h: about 60 min, until (\w{3} )?\d\d:\d\d$/),
      '  phone_number ← phone, list_name = spring',
      '  columns that reach no field: shoe size',
    ]);
    expect(plan).toContain('  POST https://api.octopush.com/v1/public/contact/create');
    expect(plan).toContain('  api-key: <OCTOPUSH_API_KEY>');
    expect(plan).toContain(
      '  {"contacts":[{"phone_number":"+3363****001"},{"phone_number":"+3363****002"}],"list_name":"spring"}',
    );
  });

  it('shows no secret, and calls nobody', async () => {
    const { run, write } = await desk();
    await write('c.csv', ROWS);
    const { url, arrived } = await recorder(() => ({ status: 500 }));
    const env = { OCTOPUSH_API_LOGIN: 'me@example.org', OCTOPUSH_API_KEY: 'sk-very-secret', OCTOPUSH_BASE_URL: url };
    const ran = await run(DRY, { env });
    expect(ran.stdout).toContain(`  POST ${url}/v1/public/contact/create`);
    expect(ran.stdout).toContain(`  calls go to ${url} (OCTOPUSH_BASE_URL)`);
    expect(ran.stdout + ran.stderr).not.toContain('sk-very-secret');
    expect(arrived).toEqual([]);
  });

  it('leaves one document on standard output with --json, and says the rest beside it', async () => {
    const { run, write } = await desk();
    await write('c.csv', ROWS);
    const ran = await run([...DRY, '--json']);
    expect(JSON.parse(ran.stdout)).toMatchObject({ calls: 0, counts: { not_sent: 3, duplicate: 1, invalid: 1 } });
    expect(ran.stderr).toContain('columns that reach no field: shoe size');
  });

  it('has no first request where nothing would be sent', async () => {
    const { run, write } = await desk();
    await write('c.csv', 'phone\nnone\n');
    const ran = await run(DRY);
    expect(ran.stdout).toMatch(/plan:\n {2}0 calls\n/);
    expect(ran.stdout).not.toContain('first request');
  });
});
