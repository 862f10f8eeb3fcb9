import { expect, it } from 'vitest';
import { brokenOff } from '../support/broken-off.js';
import { front } from '../support/front.js';
import { people, TO, upTo } from '../support/people.js';
import { desk } from '../support/program.js';

const PROTEXTING = ['import', 'c.csv', ...TO.protexting];

it('does not begin anew what is unfinished, where a repeat texts people, whatever the file is called', async () => {
  const { env, id, run, write, sandbox } = await brokenOff('protexting');
  await write('copy.csv', people('protexting', upTo(6)));
  for (const name of ['c.csv', 'copy.csv']) {
    const ran = await run(['import', name, ...TO.protexting, '--json'], { env });
    const { error, ...doc } = JSON.parse(ran.stdout);
    expect(doc).toEqual({ run: null, status: 'refused', exit: 2 });
    expect(error).toBe(
      `run ${id} of the same content is unfinished: ${name} is not begun anew, since a repeat is a second SMS to a person, and its credit. Go on with: contact-push resume ${id} --rate off`,
    );
  }
  // Nor to another group: people of the unfinished run were texted.
  const group = await run(['import', 'c.csv', '--provider', 'protexting', '--set', 'GroupIds=2'], { env });
  expect(group.exit).toBe(2);
  expect(sandbox.stats().protexting.calls).toBe(4);
  expect(JSON.parse((await run(['runs', '--json'])).stdout)).toHaveLength(1);
});

it('begins anew what is unfinished, where a repeat is harmless, and says how to go on instead', async () => {
  const { env, id, run } = await brokenOff('octopush');
  const ran = await run(['import', 'c.csv', ...TO.octopush, '--json'], { env });
  const doc = JSON.parse(ran.stdout);
  expect(doc).toMatchObject({ exit: 0, counts: { ok: 6 }, results: { added: 2, updated: 4 } });
  expect(doc.run).not.toBe(id);
  expect(ran.stderr).toContain(
    `run ${id} of the same content is unfinished; to go on with it instead: contact-push resume ${id} --rate off --concurrency 1 --batch-size 1\n`,
  );
});

it('takes the same path for the same content, where the unfinished run did not read it through', async () => {
  const { env, id, run, sandbox } = await brokenOff('protexting', { flags: ['--no-preflight'] });
  const ran = await run([...PROTEXTING, '--json'], { env });
  expect(ran.exit).toBe(2);
  expect(JSON.parse(ran.stdout).error).toContain(`contact-push resume ${id}`);
  const on = await run([...PROTEXTING, '--resume', '--json'], { env });
  expect(JSON.parse(on.stdout)).toMatchObject({ run: id, exit: 6, counts: { ok: 5, unknown: 1 } });
  expect(sandbox.stats().protexting).toMatchObject({ calls: 6, repeated: 0 });
});

it('sends everybody anew with --again, on purpose', async () => {
  const { env, run, sandbox } = await brokenOff('protexting');
  const ran = await run([...PROTEXTING, '--again', '--json'], { env });
  expect(JSON.parse(ran.stdout)).toMatchObject({ exit: 0, counts: { ok: 6 }, calls: 6 });
  expect(sandbox.stats().protexting).toMatchObject({ contacts: 6, repeated: 4 });
});

it('goes on with --resume, under any name, and reports where this import says', async () => {
  const { env, id, run, path, write, sandbox } = await brokenOff('protexting');
  await write('copy.csv', people('protexting', upTo(6)));
  const ran = await run(['import', 'copy.csv', ...TO.protexting, '--resume', '--json'], { env });
  expect(ran.stderr).toContain(`going on with run ${id}, which has the same content and is unfinished`);
  expect(JSON.parse(ran.stdout)).toMatchObject({
    run: id,
    exit: 6,
    counts: { ok: 5, unknown: 1 },
    report: 'copy.report.csv',
  });
  expect(sandbox.stats().protexting).toMatchObject({ calls: 6, repeated: 0 });
  expect(JSON.parse((await run(['runs', '--json'])).stdout)).toMatchObject([
    { run: id, exit: 6, report: path('copy.report.csv') },
  ]);
});

it('refuses --resume where this import would send otherwise than the unfinished run', async () => {
  const { env, id, run, sandbox } = await brokenOff('protexting', { flags: ['--limit', '5'] });
  const ran = await run([...PROTEXTING, '--country', 'US', '--resume', '--json'], { env });
  expect(ran.exit).toBe(2);
  expect(JSON.parse(ran.stdout).error).toBe(
    `run ${id} of the same content is unfinished, and was begun otherwise (country: none then, "US" now; limit: 5 then, none now). Finish it with: contact-push resume ${id} --rate off`,
  );
  expect(sandbox.stats().protexting.calls).toBe(4);
});

it('begins anew with --resume where nothing is unfinished, and names what is of other content', async () => {
  const { env, id, run, write } = await brokenOff('protexting');
  await write('other.csv', people('protexting', [61, 62]));
  const argv = ['import', 'other.csv', ...TO.protexting, '--resume', '--json'];
  const first = await run(argv, { env });
  expect(JSON.parse(first.stdout)).toMatchObject({ exit: 0, calls: 2, counts: { ok: 2 } });
  expect(first.stderr).toContain(
    `run ${id} of other content (c.csv) is unfinished; to go on with it: contact-push resume ${id} --rate off`,
  );
  const second = await run(argv, { env });
  expect(JSON.parse(second.stdout)).toMatchObject({ exit: 0, calls: 0, counts: { duplicate: 2 } });
});

it('begins anew after a kill with other people of the same account, and of another', async () => {
  const { env, run, write, sandbox } = await brokenOff('protexting');
  await write('other.csv', people('protexting', [61]));
  expect((await run(['import', 'other.csv', ...TO.protexting], { env })).exit).toBe(0);
  const twin = await front();
  const ran = await run([...PROTEXTING, '--json'], { env: twin.env });
  expect(JSON.parse(ran.stdout)).toMatchObject({ exit: 0, counts: { ok: 6 } });
  expect(sandbox.stats().protexting.calls).toBe(5);
});

it('says nothing of a dry run, which is never unfinished', async () => {
  const { run, write } = await desk();
  const { env } = await front();
  await write('c.csv', people('protexting', upTo(2)));
  await run([...PROTEXTING, '--dry-run']);
  const ran = await run([...PROTEXTING, '--resume'], { env });
  expect(ran.exit).toBe(0);
  expect(ran.stderr).not.toContain('unfinished');
});
