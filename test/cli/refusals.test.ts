import { describe, expect, it } from 'vitest';
import { desk } from '../support/program.js';

const OCTOPUSH = ['--provider', 'octopush'];

const BROKEN = 'phone_number,name\n+33639980001,a\n+33639980002,b\n+33639980003,"never closed\n+33639980004,d\n';

describe('keeps the fate of the rows before a break, and says at which line it broke', () => {
  it.each([
    { what: 'of standard input', argv: ['-'], says: 'stdin:4: ' },
    { what: 'of a file with --no-preflight', argv: ['c.csv', '--no-preflight'], says: 'c.csv:4: ' },
  ])('$what', async ({ argv, says }) => {
    const { run, write } = await desk();
    await write('c.csv', BROKEN);
    const ran = await run(['import', ...argv, ...OCTOPUSH, '--sandbox', '--json'], { stdin: BROKEN });
    expect(ran.exit).toBe(3);
    const told = JSON.parse(ran.stdout);
    expect(told).toMatchObject({ status: 'stopped', stop: 'input', rows: 2, counts: { ok: 2 } });
    if (argv[0] !== '-') expect(told.next).toMatch(/^contact-push import c\.csv .* --skip 2$/);
    const text = await run(['import', ...argv, ...OCTOPUSH, '--sandbox'], { stdin: BROKEN });
    expect(text.stdout).toContain(says);
  });
});

it('says that a command does not exist when its help is asked for', async () => {
  const { run } = await desk();
  const ran = await run(['help', 'nope']);
  expect(ran).toMatchObject({ exit: 2, stdout: '' });
  expect(ran.stderr).toMatch(/error: there is no command "nope"\. See: contact-push --help\n$/);
});
