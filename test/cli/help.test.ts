import { describe, expect, it } from 'vitest';
import { program } from '../../src/cli/program.js';
import { desk } from '../support/program.js';

const ROOT = program(() => async () => {});
const COMMANDS = ROOT.createHelp()
  .visibleCommands(ROOT)
  .map((command) => command.name())
  .filter((name) => name !== 'help');

async function help(argv: readonly string[]): Promise<readonly string[]> {
  const ran = await (await desk()).run(argv);
  expect(ran).toMatchObject({ exit: 0, stderr: '' });
  return ran.stdout.trimEnd().split('\n');
}

describe('help', () => {
  it.each([['--help'], ...COMMANDS.map((name) => [name, '--help'])])(
    'fits a screen, and ends with examples: %s %s',
    async (...argv) => {
      const lines = await help(argv.filter((word) => word !== undefined));
      expect(lines.length).toBeLessThanOrEqual(24);
      expect(lines.filter((line) => line.length > 80)).toEqual([]);
      const examples = lines.slice(lines.indexOf('Examples:') + 1);
      expect(examples.length).toBeGreaterThan(0);
      expect(examples.filter((line) => !/^ {2}(\S.* \| )?contact-push /.test(line))).toEqual([]);
    },
  );

  it.each(COMMANDS)('is the same by `help %s`', async (name) => {
    expect(await help(['help', name])).toEqual(await help([name, '--help']));
  });

  it.each(COMMANDS)('tells every option of %s with --help-all', async (name) => {
    const short = await help([name, '--help']);
    const all = short.some((line) => line.includes('--help-all')) ? await help([name, '--help-all']) : short;
    const command = program(() => async () => {}).commands.find((each) => each.name() === name);
    const missing = command?.options.filter(
      ({ hidden, long }) => !hidden && !all.some((line) => line.includes(` ${long} `) || line.endsWith(` ${long}`)),
    );
    expect(missing?.map(({ long }) => long)).toEqual([]);
  });

  it('is shown for no command at all', async () => {
    expect(await help([])).toEqual(await help(['--help']));
  });
});
