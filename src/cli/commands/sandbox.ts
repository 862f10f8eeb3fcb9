import { FAULTS } from '../../sandbox/chaos-faults.js';
import { MAGIC } from '../../sandbox/magic.js';
import type { AddCommand } from '../command.js';
import { addExamples, helpItem, helpSentence } from '../help.js';
import { addCommonOptions } from '../options.js';

const STORED = { yes: 'stored', no: 'not stored', either: 'stored or not' } as const;

const MORE = [
  helpSentence('Numbers that are answered otherwise, so that every fate of a row can be watched:'),
  ...Object.values(MAGIC).flatMap((numbers) => numbers.map(({ number, answer }) => helpItem(number, 12, answer))),
  '',
  helpSentence('Faults for --chaos, each with a probability in percent, at most 100% in all:'),
  ...FAULTS.map(({ name, stored, word }) => helpItem(name, 11, `${word} (${STORED[stored]})`)),
  helpSentence(
    'down has a duration instead of a probability: down=2s after 1 to 20 calls, down=2s@10 after 10, down=forever.',
  ),
].join('\n');

const EXAMPLES = [
  'contact-push sandbox --port 8080',
  'contact-push sandbox --latency 200ms --rate-limit 5',
  "contact-push sandbox --chaos 'timeout=2%,429=5%,reset=1%,down=2s@10' --seed 7",
];

/** `sandbox`: stand-ins of the three services, until it is interrupted. */
export const addSandbox: AddCommand = (program, does) => {
  const command = program
    .command('sandbox')
    .summary('run stand-ins of the three services on 127.0.0.1')
    .description('Runs stand-ins of the three services on 127.0.0.1 until it is interrupted (Ctrl-C).')
    .option('--port <n>', 'where to listen (default: any free port)')
    .option('--latency <time>', 'hold each answer back for so long, such as 200ms')
    .option('--rate-limit <n>', 'calls a second that a service answers; the rest are told to wait')
    .option('--chaos <faults>', 'faults that calls meet, such as timeout=2%,429=5%')
    .option('--seed <n>', 'another number, other faults (default 1)');
  addExamples(addCommonOptions(command), EXAMPLES, MORE).action(
    does(async (call) => (await import('../work/sandbox.js')).runSandbox(call)),
  );
};
