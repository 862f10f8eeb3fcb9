import { expect, it } from 'vitest';
import { brokenOff } from '../support/broken-off.js';
import { readCsv } from '../support/csv.js';
import { TO } from '../support/people.js';

it('does not go on where another login of Octopush would be charged', async () => {
  const { env, id, run, sandbox } = await brokenOff('octopush');
  const ran = await run(['resume', id, '--json'], { env: { ...env, OCTOPUSH_API_LOGIN: 'you@example.org' } });
  expect(ran.exit).toBe(2);
  expect(JSON.parse(ran.stdout).error).toBe(
    `run ${id} was begun with OCTOPUSH_API_LOGIN=sandbox@example.org, and it is you@example.org now: set it as it was, or begin another run with import`,
  );
  expect(sandbox.stats().octopush.calls).toBe(4);
  expect((await run(['resume'], { env })).exit).toBe(0);
});

it.each([
  { service: 'octopush', variable: 'OCTOPUSH_BASE_URL' },
  { service: 'protexting', variable: 'PROTEXTING_BASE_URL' },
  { service: 'amoot', variable: 'AMOOT_BASE_URL' },
] as const)('does not go on at another address of $service', async ({ service, variable }) => {
  const { env, id, url, run, sandbox } = await brokenOff(service);
  const ran = await run(['resume', id, '--json'], { env: { ...env, [variable]: sandbox.url } });
  expect(ran.exit).toBe(2);
  expect(JSON.parse(ran.stdout).error).toBe(
    `run ${id} went to ${url}, and the settings lead to ${sandbox.url}: set ${variable} as it was, or begin another run with import`,
  );
  expect(sandbox.stats()[service].calls).toBe(4);
});

it.each([
  { service: 'protexting', variable: 'PROTEXTING_ACCESS_TOKEN', title: 'ProTexting' },
  { service: 'amoot', variable: 'AMOOT_TOKEN', title: 'Amoot SMS' },
] as const)('goes on with another token of $title, for whose account it counts from then on', async (each) => {
  const { service, variable, title } = each;
  const { env, id, run, path, sandbox } = await brokenOff(service, {
    credentials: { [service]: { token: 'sandbox-token' } },
  });
  // The stand-in knows one token: the new one is refused there, and the run has moved all the same.
  const other = { ...env, [variable]: 'token-of-another-account' };
  const moved = await run(['resume', '--rate', 'off', '--json'], { env: other });
  expect(moved.stderr).toContain(`run ${id} goes on with another token of ${title}, and counts for its account`);
  expect(moved.stderr + moved.stdout).not.toContain('token-of-another-account');
  expect(JSON.parse(moved.stdout)).toMatchObject({
    run: id,
    stop: 'credentials',
    counts: { ok: 3, unknown: 1, not_sent: 2 },
  });

  const again = await run(['import', 'c.csv', ...TO[service], '--again', '--limit', '1', '--json'], { env: other });
  expect(JSON.parse(again.stdout)).toMatchObject({ stop: 'credentials' });
  const before = ['import', 'c.csv', ...TO[service], '--limit', '4', '--report', 'four.csv', '--dry-run'];
  await run(before, { env: other });
  const report = await readCsv(path('four.csv'));
  expect(report.map(({ code, message }) => `${code} ${message?.split(':')[0]}`)).toEqual([
    `sent_before sent before, in row 1 of run ${id}`,
    `sent_before sent before, in row 2 of run ${id}`,
    `sent_before sent before, in row 3 of run ${id}`,
    `maybe_sent_before may have been sent before, in row 4 of run ${id}`,
  ]);
  await run(before, { env });
  expect((await readCsv(path('four.csv'))).map(({ code }) => code)).toEqual(Array(4).fill('dry_run'));
  expect(sandbox.stats()[service].contacts).toBe(4);
});
