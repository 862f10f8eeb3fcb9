import Database from 'libsql';
import { expect, it } from 'vitest';
import { brokenOff } from '../support/broken-off.js';
import { readCsv } from '../support/csv.js';
import { front } from '../support/front.js';
import { people, TO, upTo } from '../support/people.js';
import { desk } from '../support/program.js';
import { type Reply, recorder } from '../support/recorder.js';

/** A desk where an import of six people to ProTexting waits for its fourth answer. */
async function busy() {
  const door = await front({ answers: 3 });
  const table = await desk();
  await table.write('c.csv', people('protexting', upTo(6)));
  await table.write('other.csv', people('protexting', [61]));
  const first = table.start(['import', 'c.csv', ...TO.protexting, '--json'], { env: door.env });
  await door.came(4);
  const [{ run: id }] = JSON.parse((await table.run(['runs', '--json'])).stdout);
  return { ...door, ...table, first, id };
}

const OTHER = ['import', 'other.csv', ...TO.protexting, '--json'];

it('refuses a second run on an account, and names the one that holds it, its age and how far it is', async () => {
  const { env, id, run, release, first, url, sandbox } = await busy();
  for (const argv of [OTHER, ['import', 'c.csv', ...TO.protexting, '--json'], ['resume', id, '--json']]) {
    const ran = await run(argv, { env });
    expect(ran.exit).toBe(7);
    const { error, ...doc } = JSON.parse(ran.stdout);
    expect(doc).toEqual({ run: null, status: 'refused', exit: 7 });
    expect(error).toMatch(
      /^another run holds protexting http:\S+: run \S+ \(process \d+ on \S+\), begun \d+ s ago, 4 of 6 rows settled$/,
    );
    expect(error).toContain(`protexting ${url}: run ${id} (`);
    expect(ran.stderr).toContain(`error: ${error}`);
  }
  release();
  expect((await first.ended).exit).toBe(0);
  expect(sandbox.stats().protexting.calls).toBe(6);
  expect((await run(OTHER, { env })).exit).toBe(0);
});

it.each(['retry', 'reconcile'])('refuses to %s a run that is under way, as what it is', async (command) => {
  const { env, id, run, release, first } = await busy();
  const ran = await run([command, id, '--json'], { env });
  expect(ran.exit).toBe(7);
  expect(JSON.parse(ran.stdout).error).toContain(`run ${id} (process`);
  release();
  expect((await first.ended).exit).toBe(0);
});

it('names the run that goes on, where an import does with --resume', async () => {
  const { env, id, run, start, release, came } = await brokenOff('protexting');
  release(4);
  const second = start(['import', 'c.csv', ...TO.protexting, '--resume'], { env });
  await came(5);
  const ran = await run(['resume', id, '--json'], { env });
  expect(ran.exit).toBe(7);
  expect(JSON.parse(ran.stdout).error).toMatch(new RegExp(`run ${id} \\(.* 5 of 6 rows settled`));
  release();
  expect((await second.ended).exit).toBe(6);
});

it('lets one of two processes go on with a run, where both import with --resume at once', async () => {
  const { env, id, run, start, release, came, sandbox } = await brokenOff('protexting');
  release(4);
  const argv = ['import', 'c.csv', ...TO.protexting, '--resume', '--json'];
  const both = [start(argv, { env }), start(argv, { env })];
  // A sixth call before the fifth is answered would be the other's.
  const loser = await Promise.race([...both.map(({ ended }) => ended), came(6)]);
  expect(loser).toMatchObject({ exit: 7 });
  expect(JSON.parse(loser?.stdout ?? '')).toMatchObject({ run: null, status: 'refused', exit: 7 });
  await came(5);
  // A third, that comes later, fares no better.
  const third = await run(argv, { env });
  expect(third.exit).toBe(7);
  expect(JSON.parse(third.stdout).error).toContain(`run ${id} (process`);
  release();
  const exits = (await Promise.all(both.map(({ ended }) => ended))).map(({ exit }) => exit);
  expect(exits.sort()).toEqual([6, 7]);
  expect(sandbox.stats().protexting).toMatchObject({ calls: 6, repeated: 0 });
});

it('says that another process took the run over, where its last answer finds nobody to keep it', async () => {
  let answer: (reply: Reply) => void = () => {};
  let arrive: () => void = () => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const server = await recorder(() => {
    arrive();
    return new Promise<Reply>((resolve) => {
      answer = resolve;
    });
  });
  const { path, start, write } = await desk();
  const env = {
    OCTOPUSH_BASE_URL: server.url,
    OCTOPUSH_API_LOGIN: 'me@example.org',
    OCTOPUSH_API_KEY: 'key-of-nobody',
  };
  await write('c.csv', people('octopush', [1]));
  const program = start(['import', 'c.csv', ...TO.octopush, '--json'], { env });
  await arrived;
  const ledger = new Database(path('state/ledger.db'));
  ledger.exec("UPDATE locks SET token = 'of another'");
  ledger.close();
  answer({ status: 400, body: '{"code":117,"message":"Wrong number"}' });
  const { exit, stdout, stderr } = await program.ended;
  expect({ exit, stderr }).toMatchObject({ exit: 7, stderr: expect.not.stringContaining('fault of contact-push') });
  const doc = JSON.parse(stdout);
  expect(doc).toMatchObject({ status: 'stopped', exit: 7, rows: 1, report: null, next: null });
  expect(stderr).toContain(`run ${doc.run}: another process took it over, and this one sends no more`);
});

it('lets runs on other accounts, dry runs and reading commands go their way', async () => {
  const { env, id, run, write, path, release, first } = await busy();
  await write('o.csv', people('octopush', upTo(2)));
  const { env: elsewhere } = await front();
  expect((await run(['import', 'o.csv', ...TO.octopush], { env: elsewhere })).exit).toBe(0);
  expect((await run([...OTHER, '--sandbox'])).exit).toBe(0);
  expect((await run([...OTHER, '--dry-run'], { env })).exit).toBe(0);
  expect(JSON.parse((await run(['runs', '--json'])).stdout)).toContainEqual(
    expect.objectContaining({ run: id, status: 'unfinished', exit: null, rows: 4 }),
  );
  const report = await run(['report', id]);
  expect(report.stdout.trimEnd().split('\n')).toHaveLength(5);
  expect(report.stdout).toMatch(/^4,5,unknown,,.*,interrupted,/m);
  await run(['runs', '--prune', '1ms']);
  release();
  expect((await first.ended).exit).toBe(0);
  expect(await readCsv(path('c.report.csv'))).toHaveLength(6);
});

it('waits with --wait until the other run ends, and then knows whom that one reached', async () => {
  const { env, id, start, release, first, sandbox, write, path } = await busy();
  await write('other.csv', people('protexting', [6, 61]));
  const second = start([...OTHER, '--wait', '30s'], { env });
  await second.says(/^waiting for another run on protexting .*: run .* 4 of 6 rows settled$/m);
  expect(sandbox.stats().protexting.calls).toBe(4);
  release();
  expect((await first.ended).exit).toBe(0);
  const ran = await second.ended;
  expect(JSON.parse(ran.stdout)).toMatchObject({ exit: 0, counts: { ok: 1, duplicate: 1 } });
  expect((await readCsv(path('other.report.csv')))[0]?.['message']).toBe(`sent before, in row 6 of run ${id}`);
});

it('gives up when the other run does not end within --wait', async () => {
  const { env, run, release, first } = await busy();
  const ran = await run([...OTHER, '--wait', '10ms'], { env });
  expect(ran.exit).toBe(7);
  expect(JSON.parse(ran.stdout).error).toMatch(/4 of 6 rows settled, and held it for all of --wait$/);
  release();
  await first.ended;
});

it('goes on, with --wait, with what is left of a run that another process had begun to go on with', async () => {
  const { env, id, start, release, came, sandbox } = await brokenOff('protexting');
  release(4);
  const one = start(['resume', '--rate', 'off', '--json'], { env });
  await came(5);
  const two = start(['resume', '--rate', 'off', '--wait', '30s', '--json'], { env });
  await two.says(/waiting for another run/);
  release();
  for (const { ended } of [one, two]) {
    expect(JSON.parse((await ended).stdout)).toMatchObject({ run: id, exit: 6, counts: { ok: 5, unknown: 1 } });
  }
  expect(sandbox.stats().protexting).toMatchObject({ calls: 6, repeated: 0 });
});

it('takes over at once from a run that was killed', async () => {
  const { env, run } = await brokenOff('protexting');
  expect((await run(['resume', '--rate', 'off', '--wait', '1ms'], { env })).exit).toBe(6);
});

it('takes over from a run that was not heard of for long, which sends and overwrites nothing when it wakes', async () => {
  const { env, id, run, path, release, first, sandbox } = await busy();
  first.kill('SIGSTOP');
  const ledger = new Database(path('state/ledger.db'));
  ledger.exec('UPDATE locks SET beat_at = beat_at - 120000');
  ledger.close();
  release();
  const second = await run(['resume', id, '--rate', 'off', '--report', 'second.csv', '--json'], { env });
  expect(JSON.parse(second.stdout)).toMatchObject({ exit: 6, counts: { ok: 5, unknown: 1 }, calls: 2 });

  first.kill('SIGCONT');
  const woken = await first.ended;
  expect(woken.exit).toBe(7);
  expect(JSON.parse(woken.stdout)).toMatchObject({ run: id, status: 'stopped', exit: 7, report: null, next: null });
  expect(woken.stderr).toContain(`run ${id}: another process took it over, and this one sends no more`);
  expect(sandbox.stats().protexting).toMatchObject({ calls: 6, repeated: 0 });
  expect(JSON.parse((await run(['runs', '--json'])).stdout)).toMatchObject([
    { run: id, exit: 6, rows: 6, report: path('second.csv'), counts: { not_sent: 0, failed: 0 } },
  ]);
  await expect(readCsv(path('c.report.csv'))).rejects.toThrow('ENOENT');
});
