import { MAGIC } from '../../sandbox/magic.js';
import type { AddCommand } from '../command.js';
import { addCommonOptions } from '../options.js';

const EXAMPLES = `
Numbers that are answered otherwise, so that every fate of a row can be watched:
${Object.values(MAGIC)
  .flatMap((numbers) => numbers.map(({ number, answer }) => `  ${number.padEnd(13)} ${answer}`))
  .join('\n')}

Examples:
  contact-push sandbox --port 8080
  contact-push sandbox --latency 200ms --rate-limit 5`;

/** `sandbox`: stand-ins of the three services, until it is interrupted. */
export const addSandbox: AddCommand = (program, does) => {
  const command = program
    .command('sandbox')
    .summary('run stand-ins of the three services on 127.0.0.1')
    .description('Runs stand-ins of the three services on 127.0.0.1 until it is interrupted (Ctrl-C).')
    .option('--port <n>', 'where to listen (default: any free port)')
    .option('--latency <time>', 'hold each answer back for so long, such as 200ms')
    .option('--rate-limit <n>', 'calls a second that a service answers; the rest are told to wait');
  addCommonOptions(command)
    .addHelpText('after', EXAMPLES)
    .action(does(async (call) => (await import('../work/sandbox.js')).runSandbox(call)));
};
