import { expect, it } from 'vitest';
import { brokenOff } from '../support/broken-off.js';
import { readCsv } from '../support/csv.js';
import { front } from '../support/front.js';
import { people, TO, upTo } from '../support/people.js';
import { desk } from '../support/program.js';

it.each(['protexting', 'amoot'] as const)('does not send to %s again whom an earlier run reached', async (service) => {
  const { run, write, path } = await desk();
  const { env, sandbox } = await front();
  await write('c.csv', people(service, upTo(3)));
  const argv = ['import', 'c.csv', ...TO[service], '--json'];
  const first = JSON.parse((await run(argv, { env })).stdout);
  const second = await run(argv, { env });
  expect(second.exit).toBe(0);
  expect(JSON.parse(second.stdout)).toMatchObject({ exit: 0, calls: 0, counts: { ok: 0, duplicate: 3 }, next: null });
  expect((await readCsv(path('c.report.csv'))).map(({ code, message }) => `${code}: ${message}`)).toEqual(
    upTo(3).map((row) => `sent_before: sent before, in row ${row} of run ${first.run}`),
  );
  expect(sandbox.stats()[service].calls).toBe(3);

  // A dry run knows the account by its token.
  const dry = ['import', 'c.csv', ...TO[service], '--dry-run', '--json'];
  expect(JSON.parse((await run(dry, { env })).stdout)).toMatchObject({ exit: 0, counts: { duplicate: 3 } });
  expect(JSON.parse((await run(dry)).stdout)).toMatchObject({ exit: 0, counts: { not_sent: 3 } });

  const again = await run([...argv, '--again'], { env });
  expect(JSON.parse(again.stdout)).toMatchObject({ exit: 0, calls: 3, counts: { ok: 3 } });
  await run(['runs', '--prune', '1ms']);
  expect(JSON.parse((await run(argv, { env })).stdout)).toMatchObject({ calls: 3, counts: { ok: 3 } });
  expect(sandbox.stats()[service].calls).toBe(9);
});

it('sends to Octopush again, where that is harmless', async () => {
  const { run, write } = await desk();
  const { env } = await front();
  await write('c.csv', people('octopush', upTo(3)));
  await run(['import', 'c.csv', ...TO.octopush], { env });
  const ran = await run(['import', 'c.csv', ...TO.octopush, '--json'], { env });
  expect(JSON.parse(ran.stdout)).toMatchObject({ exit: 0, calls: 3, results: { updated: 3 } });
});

it('does not send to whom a killed run was sending, and names the run and the row', async () => {
  const { env, id, run, write, path, sandbox } = await brokenOff('protexting');
  await write('other.csv', people('protexting', [9, 4, 5]));
  const ran = await run(['import', 'other.csv', ...TO.protexting, '--json'], { env });
  expect(JSON.parse(ran.stdout)).toMatchObject({ exit: 0, calls: 2, counts: { ok: 2, duplicate: 1 } });
  expect((await readCsv(path('other.report.csv')))[1]).toMatchObject({
    status: 'duplicate',
    code: 'maybe_sent_before',
    message: `may have been sent before, in row 4 of run ${id}: unknown there`,
  });
  // And the other way round: who was texted meanwhile is not texted by the run that goes on.
  const on = await run(['resume', id, '--rate', 'off', '--json'], { env });
  expect(JSON.parse(on.stdout)).toMatchObject({ exit: 6, counts: { ok: 4, unknown: 1, duplicate: 1 } });
  expect((await readCsv(path('c.report.csv')))[4]).toMatchObject({ row: '5', code: 'sent_before' });
  expect(sandbox.stats().protexting).toMatchObject({ calls: 7, repeated: 0 });
});

it('sends to other groups and from another account, where nobody was reached before', async () => {
  const { run, write } = await desk();
  const { env } = await front();
  await write('c.csv', people('protexting', upTo(2)));
  const argv = ['import', 'c.csv', '--provider', 'protexting', '--rate', 'off', '--json'];
  for (const group of ['1', '2', '1,2']) {
    const ran = await run([...argv, '--set', `GroupIds=${group}`], { env });
    expect(JSON.parse(ran.stdout)).toMatchObject({ exit: 0, counts: { ok: 2 } });
  }
  const other = await front({ credentials: { protexting: { token: 'another' } } });
  for (const counts of [{ ok: 2 }, { duplicate: 2 }]) {
    const ran = await run([...argv, '--set', 'GroupIds=1'], {
      env: { ...other.env, PROTEXTING_ACCESS_TOKEN: 'another' },
    });
    expect(JSON.parse(ran.stdout)).toMatchObject({ exit: 0, counts });
  }
});

it('takes each sandbox inside the program for an account of its own', async () => {
  const { run, write } = await desk();
  await write('c.csv', people('protexting', upTo(2)));
  for (const _ of [1, 2]) {
    const ran = await run(['import', 'c.csv', ...TO.protexting, '--sandbox', '--json']);
    expect(JSON.parse(ran.stdout)).toMatchObject({ exit: 0, counts: { ok: 2 } });
  }
});

it('names the run of the same content that another token has made, and counts it for this one when told so', async () => {
  const { run, write } = await desk();
  const { env, sandbox } = await front({ credentials: { amoot: { token: 'sandbox-token' } } });
  await write('c.csv', people('amoot', upTo(3)));
  const first = JSON.parse((await run(['import', 'c.csv', ...TO.amoot, '--json'], { env })).stdout);
  const other = { ...env, AMOOT_TOKEN: 'replaced-token' };
  const warned = await run(['import', 'c.csv', ...TO.amoot, '--limit', '1'], { env: other });
  expect(warned.stderr).toContain(`run ${first.run} has the same content, and another token`);
  // The stand-in knows the first token alone.
  expect(warned.exit).toBe(4);

  const moved = await run(['resume', first.run], { env: other });
  expect(moved.exit).toBe(0);
  expect(moved.stderr).toContain(`run ${first.run} counts for another token of Amoot SMS from now on`);
  const again = await run(['import', 'c.csv', ...TO.amoot, '--json', '--again'], { env: other });
  expect(again.stderr).not.toContain('another token');
  await run(['runs', '--prune', '1ms'], {});
  expect(sandbox.stats().amoot.contacts).toBe(3);
});
