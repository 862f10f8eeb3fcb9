import { spawnSync } from 'node:child_process';
import { expect, it, onTestFinished, vi } from 'vitest';
import { front } from '../support/front.js';
import { people, TO, upTo } from '../support/people.js';
import { desk, PROGRAM } from '../support/program.js';

const has = (program: string, version: string): boolean => spawnSync(program, [version]).status === 0;

/** A terminal of tmux with a shell in it; gone after the test. */
function terminal(env: Readonly<Record<string, string>>, folder: string) {
  const socket = `contact-push-${process.pid}-${Math.random().toString(36).slice(2)}`;
  const tmux = (...argv: readonly string[]): string => {
    const ran = spawnSync('tmux', ['-L', socket, '-f', '/dev/null', ...argv], {
      cwd: folder,
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'],
        HOME: folder,
        LANG: 'C.UTF-8',
        CONTACT_PUSH_STATE_DIR: `${folder}/state`,
        ...env,
      },
    });
    return ran.stdout;
  };
  onTestFinished(() => void tmux('kill-server'));
  tmux('new-session', '-d', '-x', '80', '-y', '16', 'env PS1="$ " HISTFILE= bash --norc --noprofile -i');
  const screen = (): readonly string[] => tmux('capture-pane', '-p').trimEnd().split('\n');
  return {
    screen,
    shows: (pattern: RegExp) => vi.waitFor(() => expect(screen().join('\n')).toMatch(pattern), { timeout: 20_000 }),
    type: (...keys: readonly string[]) => tmux('send-keys', ...keys),
    resize: (columns: number) => tmux('resize-window', '-x', String(columns)),
    hasCursor: () => tmux('display-message', '-p', '#{cursor_flag}').trim() === '1',
  };
}

it.skipIf(!has('tmux', '-V'))(
  'shows one block that stands through every resize, and gives the terminal back',
  async () => {
    const door = await front({ answers: 2 });
    const { folder, write } = await desk();
    await write('c.csv', people('octopush', upTo(30)));
    const { screen, shows, type, resize, hasCursor } = terminal(door.env, folder);
    type(`clear; ${process.execPath} ${PROGRAM} import c.csv ${TO.octopush.join(' ')}`, 'Enter');
    await shows(/ok 2 .*3 calls/);
    expect(hasCursor()).toBe(false);
    const block = (): string => screen().slice(-3).join('\n').replace(/^./, '*');
    expect(block()).toMatch(/^\* {2}6 % {3}2 of 30 rows {2}█░+.*\n {2}ok 2 {2}· 3 calls\n {2}as fast as it goes$/);
    for (const [columns, second] of [
      [40, / {2}ok 2 {2}· 3 calls$/m],
      [10, / {2}ok 2$/m],
      [25, / {2}ok 2 {2}· 3 calls$/m],
      [100, /as fast as it goes$/m],
    ] as const) {
      resize(columns);
      await shows(second);
      await shows(columns < 20 ? /^. {2}6 %/m : /of 30/);
      for (const line of screen().slice(-3)) expect(line.length).toBeLessThan(columns);
      expect(screen().filter((line) => /ok 2/.test(line))).toHaveLength(1);
      expect(screen().filter((line) => /6 %/.test(line))).toHaveLength(1);
    }
    door.release();
    await shows(/^30 calls; /m);
    await shows(/\$ $|\$$/);
    expect(screen().join('\n')).not.toMatch(/6 %|as fast as/);
    expect(hasCursor()).toBe(true);
  },
);

it.skipIf(!has('tmux', '-V'))(
  'says what there is to say above the block, and gives the cursor back when it is left at once',
  async () => {
    const door = await front({ answers: 2 });
    const { folder, write } = await desk();
    await write('c.csv', people('octopush', upTo(30)));
    const { screen, shows, type, hasCursor } = terminal(door.env, folder);
    type(`clear; ${process.execPath} ${PROGRAM} import c.csv ${TO.octopush.join(' ')} --verbose`, 'Enter');
    await shows(/ok 2 .*3 calls/);
    expect(screen().filter((line) => /^\S+Z call \d {2}rows \d {2}try 1 {2}HTTP 201 {2}1 ok/.test(line))).toHaveLength(
      2,
    );
    type('C-c');
    await shows(/^stopping \(SIGINT\): calls under way are awaited; Ctrl-C again leaves at once$/m);
    await shows(/^ {2}stopping: SIGINT; calls under way are awaited$/m);
    expect(screen().findIndex((line) => line.startsWith('stopping (SIGINT)'))).toBe(screen().length - 4);
    type('C-c');
    await shows(/left at once/);
    await vi.waitFor(() => expect(hasCursor()).toBe(true), { timeout: 20_000 });
    expect(screen().join('\n')).not.toMatch(/ok 2 {2}·|stopping: SIGINT/);
  },
);

it.skipIf(!has('tmux', '-V'))(
  'says in place what it waits for, and how it stands, while another run holds the account',
  async () => {
    const door = await front({ answers: 2 });
    const { folder, write, start } = await desk();
    await write('c.csv', people('protexting', upTo(6)));
    await write('other.csv', people('protexting', [61]));
    const first = start(['import', 'c.csv', ...TO.protexting], { env: door.env });
    await door.came(3);
    const { screen, shows, type, resize, hasCursor } = terminal(door.env, folder);
    const second = `${process.execPath} ${PROGRAM} import other.csv ${TO.protexting.join(' ')} --yes --wait 10m`;
    type(`clear; ${second}`, 'Enter');
    await shows(/3 of 6 rows\s+settled/);
    expect(screen().join('\n')).toMatch(/^\S waiting for another run on protexting/m);
    expect(hasCursor()).toBe(false);
    await shows(/for at most 9 min\s+\d+ s/);
    resize(40);
    await shows(/^ {2}.*3 of\s+6 rows/m);
    expect(
      screen()
        .join('')
        .match(/waiting for another run/g),
    ).toHaveLength(1);
    type('C-c');
    await shows(/^error: interrupted before/m);
    await vi.waitFor(() => expect(hasCursor()).toBe(true), { timeout: 20_000 });
    expect(screen().join(' ')).not.toMatch(/waiting for another/);
    resize(80);
    type(`clear; ${second}`, 'Enter');
    await shows(/waiting for another run/);
    door.release();
    expect((await first.ended).exit).toBe(0);
    await shows(/^1 call; /m);
    expect(screen().join(' ')).not.toMatch(/waiting for another/);
  },
);

it.skipIf(!has('tmux', '-V'))('has doctor say whom it asks, for as long as that takes', async () => {
  const door = await front({ answers: 0 });
  const { folder } = await desk();
  const { screen, shows, type, hasCursor } = terminal(door.env, folder);
  type(`clear; ${process.execPath} ${PROGRAM} doctor --provider octopush`, 'Enter');
  await shows(/^\S asking 127\.0\.0\.1:\d+, for at most 30 s$/m);
  type('C-c');
  await shows(/\$ *$/);
  expect(hasCursor()).toBe(true);
  type(`clear; ${process.execPath} ${PROGRAM} doctor --provider octopush`, 'Enter');
  await shows(/asking/);
  door.release();
  await shows(/^All is well\.$/m);
  expect(screen().join(' ')).not.toMatch(/asking/);
  expect(hasCursor()).toBe(true);
});

it.skipIf(!has('script', '--version'))('is plain JSON on a terminal too, where that was asked for', async () => {
  const { folder, write } = await desk();
  await write('c.csv', people('octopush', upTo(3)));
  const line = `${process.execPath} ${PROGRAM} import c.csv ${TO.octopush.join(' ')} --sandbox --verbose --log-format json`;
  const ran = spawnSync('script', ['-qec', `${line} >/dev/null`, '/dev/null'], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], TERM: 'xterm-256color', CONTACT_PUSH_STATE_DIR: `${folder}/state` },
  });
  const log = ran.stdout.trimEnd().split('\r\n');
  expect(log.map((each) => JSON.parse(each).event)).toEqual(['notice', 'call', 'call', 'call']);
});
