import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { abandoned, ended, lastTyped, paste, refused, type Scene } from '../../support/ends.js';
import { front } from '../../support/front.js';
import { people, TO, upTo } from '../../support/people.js';
import { desk, type More, type Running } from '../../support/program.js';
import { hasTerminal, inTerminal } from '../../support/terminal.js';

const SIGNALS = [
  { signal: 'SIGINT', exit: 130 },
  { signal: 'SIGTERM', exit: 143 },
  { signal: 'SIGHUP', exit: 143 },
] as const;

/** Two signals that come at once may be one, and what is done before it is heard is done for nothing. */
async function untilEnded({ ended: end }: Running, act: () => void): Promise<void> {
  let isOver = false;
  void end.then(() => {
    isOver = true;
  });
  while (!isOver) {
    act();
    await setTimeout(10);
  }
}

/** An import of three people to ProTexting that gets these signals while its second call waits for the answer. */
function signalled(
  signals: readonly NodeJS.Signals[],
  { name = 'c.csv', ...more }: More & { readonly name?: string; readonly chaos?: string } = {},
): Scene {
  return async (manner) => {
    const { chaos, ...rest } = more;
    const door = await front({ answers: 1, ...(chaos !== undefined && { chaos, seed: 1 }) });
    const table = await desk();
    await table.write('c.csv', people('protexting', upTo(3)));
    const program = table.start(['import', name, ...TO.protexting, ...manner], { env: door.env, ...rest });
    await door.came(2);
    const [first = 'SIGINT', second] = signals;
    program.kill(first);
    // With --quiet nothing tells that it was heard.
    if (!manner.includes('--quiet')) await program.says(/^\S+Z stopping \(SIG\w+\): calls under way are awaited/m);
    if (second === undefined) door.release();
    else await untilEnded(program, () => program.kill(second));
    const ran = await program.ended;
    door.release();
    return { ran, desk: table, env: door.env };
  };
}

const NEXT = 'contact-push resume RUN --rate off';

describe.each(SIGNALS)('$exit: $signal', ({ signal, exit }) => {
  it('while it sends: what is under way is awaited, and the rest goes on by what is typed next', async () => {
    const { doc, ...end } = await ended(signalled([signal]), {
      ...{ exit, status: 'interrupted', stop: 'signal', counts: { ok: 2, not_sent: 1 }, next: NEXT },
    });
    const { exit: after, stdout } = await paste(end, doc.next, { at: end.desk.path('elsewhere') });
    expect({ after, stdout }).toEqual({ after: 0, stdout: expect.stringMatching(/^ {2}rows read +3 = 3$/m) });
  });

  it('before anything is sent: it may be typed once more', async () => {
    const scene: Scene = async (manner) => {
      const door = await front({ answers: 0 });
      const table = await desk();
      await table.write('c.csv', people('protexting', [1]));
      await table.write('d.csv', people('protexting', [2]));
      const first = table.start(['import', 'c.csv', ...TO.protexting], { env: door.env });
      await door.came(1);
      const argv = ['import', 'd.csv', ...TO.protexting, '--wait', '1h'];
      // Not to be heard with --quiet, where nothing tells that it waits.
      const aloud = manner.filter((flag) => flag !== '--quiet');
      const second = table.start([...argv, ...aloud], { env: door.env });
      await second.says(/waiting for another run/);
      second.kill(signal);
      const ran = await second.ended;
      expect(door.calls()).toBe(1);
      door.release();
      await first.ended;
      const stderr = manner.includes('--quiet') ? ran.stderr.slice(ran.stderr.indexOf('error: ')) : ran.stderr;
      return { ran: { ...ran, stderr }, desk: table, env: door.env };
    };
    const next = `contact-push import d.csv ${TO.protexting.join(' ')} --wait 1h`;
    const end = await refused(scene, { exit, error: /^interrupted before anything was sent$/, next });
    expect((await paste(end, lastTyped(end.ran.stderr))).exit).toBe(0);
  });
});

describe('130 and 143:', () => {
  it.each([
    { first: 'SIGINT', second: 'SIGINT', exit: 130 },
    { first: 'SIGINT', second: 'SIGTERM', exit: 143 },
  ] as const)('$second after $first leaves at once, and rows are unknown', async ({ first, second, exit }) => {
    const { doc, ...end } = await abandoned(signalled([first, second]), {
      ...{ exit, status: 'interrupted', stop: 'signal', counts: { ok: 1, unknown: 1, not_sent: 1 } },
      ...{ error: /^left at once; 3 rows: ok 1, unknown 1, not_sent 1\nrun \S+ can go on:$/, next: NEXT },
    });
    const { exit: after, stdout } = await paste(end, doc.next, { at: end.desk.path('elsewhere') });
    expect({ after, stdout }).toEqual({ after: 6, stdout: expect.stringMatching(/^ {2}rows read +3 = 2 \+ 1$/m) });
  });

  it('a signal comes before rows that are unknown (6)', async () => {
    await ended(signalled(['SIGINT'], { chaos: '500=100%' }), {
      ...{ exit: 130, status: 'interrupted', stop: 'signal', counts: { unknown: 2, not_sent: 1 }, next: NEXT },
    });
  });

  it('standard input is not read on, and is asked for again', async () => {
    const stdin = people('protexting', upTo(3));
    const { doc, ...end } = await ended(signalled(['SIGTERM'], { name: '-', stdin, endless: true }), {
      ...{ exit: 143, status: 'interrupted', stop: 'signal', counts: { ok: 2, not_sent: 1 } },
      next: 'contact-push resume RUN - --rate off',
    });
    expect((await paste(end, doc.next, { stdin, at: end.desk.path('elsewhere') })).exit).toBe(0);
  });

  it.skipIf(!hasTerminal)('Ctrl-C where it asks sends nothing, and it may be typed once more', async () => {
    const door = await front();
    const table = await desk();
    await table.write('c.csv', people('protexting', [1]));
    const session = inTerminal(table, ['import', 'c.csv', ...TO.protexting], { ...door.env, NO_COLOR: '1' });
    await session.shows(/now\? \[y\/N\] $/);
    session.type('\u0003');
    const { exit, screen } = await session.ended;
    expect(exit).toBe(130);
    expect(screen.replaceAll('\r', '')).toMatch(
      /^error: interrupted before anything was sent\nnext:\n {2}contact-push import c\.csv --provider protexting --rate off --set GroupIds=1\n$/m,
    );
    expect(door.calls()).toBe(0);
    expect((await table.run(['runs'])).stdout).toBe('no runs yet\n');
  });
});
