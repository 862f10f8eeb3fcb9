import type { AddCommand } from '../command.js';
import { addExamples } from '../help.js';
import { addCommonOptions, addLedgerOptions } from '../options.js';

const EXAMPLES = ['contact-push explain 20260131-094500-k3f 7', 'contact-push explain 20260131-094500-k3f 7 --json'];

/** `explain`: the life of one row. */
export const addExplain: AddCommand = (program, does) => {
  const command = program
    .command('explain')
    .summary('the life of one row: read, mapped, calls, answers')
    .description(
      'Tells the life of one row of a run: what was read, what it became, which calls it was in and what came back, how it stands now, and what to do next. Numbers are shown whole.',
    )
    .argument('<run>', 'its id, as `runs` lists it, or the beginning of one')
    .argument('<row>', 'the row, as the report has it: from 1, the header not counted')
    .option('--json', 'as one JSON document');
  addLedgerOptions(command);
  addExamples(addCommonOptions(command), EXAMPLES).action(
    does(async (call) => (await import('../work/explain.js')).runExplain(call)),
  );
};
