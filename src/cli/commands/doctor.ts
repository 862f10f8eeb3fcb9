import type { AddCommand } from '../command.js';
import { addExamples, helpSentence } from '../help.js';
import { addCommonOptions, addLedgerOptions } from '../options.js';

const MORE = ['', helpSentence('Exit status: 0 all well; 2 settings; 4 refused, or no credit; 5 no answer')].join('\n');

const EXAMPLES = [
  'contact-push doctor --provider octopush',
  'contact-push doctor --provider protexting --json',
  'contact-push doctor --provider amoot --sandbox',
];

/** `doctor`: proves settings and credentials. */
export const addDoctor: AddCommand = (program, does) => {
  const command = program
    .command('doctor')
    .summary('prove settings and credentials by one call')
    .description('Checks this computer, settings, connection, credentials and credit.')
    .option('--provider <name>', 'octopush, protexting or amoot (required)')
    .option('--sandbox', 'ask a stand-in in this process instead')
    .option('--timeout <time>', 'for the call, answer included (default 30s)')
    .option('--json', 'as one JSON document');
  addLedgerOptions(command);
  addExamples(addCommonOptions(command).addHelpText('after', MORE), EXAMPLES).action(
    does(async (call) => (await import('../work/doctor.js')).runDoctor(call)),
  );
};
