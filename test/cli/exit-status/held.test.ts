import Database from 'libsql';
import { describe, expect, it } from 'vitest';
import { brokenOff } from '../../support/broken-off.js';
import { abandoned, lastTyped, paste, refused, type Scene } from '../../support/ends.js';
import { type Front, front } from '../../support/front.js';
import { people, TO, upTo } from '../../support/people.js';
import { type Desk, desk, type Running } from '../../support/program.js';

interface Busy extends Front, Desk {
  readonly first: Running;
  readonly id: string;
}

/** A desk where an import of two people to ProTexting waits for its second answer. */
async function busy(manner: readonly string[] = []): Promise<Busy> {
  const door = await front({ answers: 1 });
  const table = await desk();
  await table.write('c.csv', people('protexting', upTo(2)));
  await table.write('d.csv', people('protexting', [61]));
  const first = table.start(['import', 'c.csv', ...TO.protexting, ...manner], { env: door.env });
  await door.came(2);
  const [{ run: id }] = JSON.parse((await table.run(['runs', '--json'])).stdout);
  return { ...door, ...table, first, id };
}

const ERROR =
  /^another run holds protexting http:\S+: run \S+ \(process \d+ on \S+\), begun \d+ s ago, \d of \d rows settled/;

describe('7: another run holds the account', () => {
  it.each<[command: string, argv: (id: string) => readonly string[]]>([
    ['import', () => ['import', 'd.csv', ...TO.protexting]],
    ['resume', (id) => ['resume', id]],
    ['retry', (id) => ['retry', id]],
    ['reconcile', (id) => ['reconcile', id]],
  ])('of an %s, which may wait for it', async (_, argvOf) => {
    const table = await busy();
    const argv = argvOf(table.id);
    const scene: Scene = async (manner) => ({
      ran: await table.run([...argv, ...manner], { env: table.env }),
      desk: table,
      env: table.env,
    });
    const words = argv.map((word) => (word === table.id ? 'RUN' : word));
    const next = ['contact-push', ...words, '--wait 10m'].join(' ');
    const end = await refused(scene, { exit: 7, error: ERROR, next });
    expect(table.calls()).toBe(2);
    table.release();
    await table.first.ended;
    expect((await paste(end, lastTyped(end.ran.stderr))).exit).toBe(0);
  });

  it('for longer than an import waits, which may be typed once more', async () => {
    const table = await busy();
    const argv = ['import', 'd.csv', ...TO.protexting, '--wait', '1ms'];
    const scene: Scene = async (manner) => ({
      ran: await table.run([...argv, ...manner], { env: table.env }),
      desk: table,
      env: table.env,
    });
    const error = /rows settled, and held it for all of --wait$/m;
    await refused(scene, { exit: 7, error, next: ['contact-push', ...argv].join(' ') });
  });

  it('and the run of an import, which another process took over while it sent', async () => {
    const scene: Scene = async (manner) => {
      const table = await busy(manner);
      const ledger = new Database(table.path('state/ledger.db'));
      ledger.exec("UPDATE locks SET token = 'of another'");
      ledger.close();
      table.release();
      return { ran: await table.first.ended, desk: table, env: table.env };
    };
    const end = await abandoned(scene, {
      ...{ exit: 7, status: 'stopped', stop: 'ledger', counts: { ok: 2 } },
      error: /^run \S+: another process took it over, and this one sends no more\nrun \S+ stopped after 2 calls; /,
      ...{ next: 'contact-push report RUN', nextInDocument: null },
    });
    const pasted = await paste(end, lastTyped(end.ran.stderr), { at: end.desk.path('elsewhere') });
    expect(pasted).toMatchObject({ exit: 0, stdout: expect.stringMatching(/^row,line,.*\n1,2,ok,.*\n2,3,ok,/) });
  });
});

it('7 is no more where the run that held the account was killed', async () => {
  const { env, run } = await brokenOff('protexting');
  expect((await run(['resume', '--rate', 'off', '--quiet'], { env })).exit).toBe(6);
});
