import { describe, expect, it } from 'vitest';
import { type Front, front } from '../support/front.js';
import { type Desk, desk } from '../support/program.js';
import { hasTerminal, inTerminal, type Session } from '../support/terminal.js';

const ROWS = 'PhoneNumber,GroupIds\n+16465550101,1\n+16465550102,1\n+16465550101,1\nnone,1\n';
const PROTEXTING = ['import', 'c.csv', '--provider', 'protexting', '--rate', 'off'];

async function prepared(): Promise<{ there: Desk; door: Front }> {
  const there = await desk();
  await there.write('c.csv', ROWS);
  return { there, door: await front() };
}

async function asked(session: Session): Promise<void> {
  await session.shows(/now\? \[y\/N\] $/);
}

describe.skipIf(!hasTerminal)('on a terminal, where people are texted', () => {
  it('shows the plan, and sends after a yes', async () => {
    const { there, door } = await prepared();
    const session = inTerminal(there, PROTEXTING, door.env);
    await asked(session);
    expect(door.calls()).toBe(0);
    session.type('y\n');
    const { exit, screen } = await session.ended;
    expect(screen).toMatch(/to be texted +2\r\n +duplicate +1\r\n +invalid +1\r\n +2 calls, as fast as/);
    expect(screen).toContain('Text 2 people now? [y/N] ');
    expect(exit).toBe(3);
    expect(door.calls()).toBe(2);
  });

  it.each([
    ['no', 'n\n'],
    ['Enter', '\n'],
    ['anything else', 'yellow\n'],
    ['the end of input', '\u0004'],
  ])('sends nothing and keeps no run after %s', async (_, typed) => {
    const { there, door } = await prepared();
    const session = inTerminal(there, PROTEXTING, door.env);
    await asked(session);
    session.type(typed);
    const { exit, screen } = await session.ended;
    expect(exit).toBe(2);
    expect(screen).toContain('not confirmed: nobody was texted. Answer y to go on, or give --yes');
    expect(door.calls()).toBe(0);
    expect((await there.run(['runs'])).stdout).toBe('no runs yet\n');
  });

  it('asks before the sessions that go on, for at most as many', async () => {
    const { there, door } = await prepared();
    const first = await there.run([...PROTEXTING, '--limit', '2', '--max-retries', '0'], {
      env: { ...door.env, PROTEXTING_ACCESS_TOKEN: 'another' },
    });
    expect(first.exit).toBe(4);
    const session = inTerminal(there, ['resume', '--rate', 'off'], door.env);
    await session.shows(/Text at most 2 people now\? \[y\/N\] $/);
    session.type('n\n');
    expect((await session.ended).exit).toBe(2);
    const calls = door.calls();
    const yes = inTerminal(there, ['resume', '--rate', 'off', '--yes'], door.env);
    expect((await yes.ended).exit).toBe(0);
    expect(door.calls()).toBe(calls + 2);
  });

  it.each([
    ['with --yes', [...PROTEXTING, '--yes'], {}, 3],
    ['with its twin', PROTEXTING, { CONTACT_PUSH_YES: '1' }, 3],
    ['of a stand-in', [...PROTEXTING, '--sandbox'], {}, 3],
    ['in a dry run', [...PROTEXTING, '--dry-run'], {}, 3],
    ['where nobody is texted', ['import', 'c.csv', '--provider', 'octopush', '--rate', 'off'], {}, 3],
  ])('does not ask %s', async (_, argv, env, status) => {
    const { there, door } = await prepared();
    const { exit, screen } = await inTerminal(there, argv, { ...door.env, ...env }).ended;
    expect(screen).not.toContain('[y/N]');
    expect(exit).toBe(status);
  });
});

it('never asks where there is no terminal', async () => {
  const { there, door } = await prepared();
  const ran = await there.run(PROTEXTING, { env: door.env });
  expect(ran.exit).toBe(3);
  expect(ran.stdout + ran.stderr).not.toContain('[y/N]');
  expect(door.calls()).toBe(2);
});
