import type { Command } from 'commander';
import { addHelpAll } from './help.js';
import { Flag, type Traits } from './option.js';

/** Options that every command has. */
export function addCommonOptions(command: Command): Command {
  group(command, OTHERS)
    .add('--env-file <file>', 'read settings from this file', { standard: '.env' })
    .add('--profile <name>', 'take the settings of this profile of contact-push.config.json')
    .add('--show-settings', 'print each setting with where it comes from, and do nothing else')
    .add('--no-color', 'no colours (also NO_COLOR)');
  // What is only looked at needs no file.
  command.on('option:show-settings', () => {
    for (const argument of command.registeredArguments) argument.argOptional();
  });
  addHelpAll(command);
  return command;
}

/** Options of the commands that need the ledger. */
export function addLedgerOptions(command: Command): Command {
  group(command, OTHERS).add('--state-dir <folder>', 'where the ledger of runs lies', {
    standard: 'the state folder of the platform',
  });
  return command;
}

/** Options of `import`: what to read, what to send, how fast, and what to write. */
export function addImportOptions(command: Command): Command {
  group(command, '')
    .add('--provider <name>', 'octopush, protexting or amoot (required)', { usual: true })
    .add('-n, --dry-run', 'do everything but send; needs no credentials', { usual: true })
    .add('--sandbox', 'send to a stand-in in this process instead', { usual: true })
    .add('-y, --yes', 'do not ask before people are texted')
    .add('--chaos <faults>', 'faults of the stand-in, such as timeout=2%,429=5% (see: contact-push sandbox --help-all)')
    .add('--seed <n>', 'another number, other faults', { standard: '1' });
  addReadingOptions(group(command, READING));
  group(command, READING)
    .add('--no-preflight', 'send without reading the file through before the first call')
    .add('--save-mapping <file>', 'write which columns and values fill which fields, for --mapping; also in a dry run');
  group(command, 'What is sent again:')
    .add('--resume', 'go on with an unfinished run of the same content, if there is one')
    .add('--again', 'send on purpose to people whom an earlier run has reached, or may have');
  addSendingOptions(command);
  addWritingOptions(command);
  return command;
}

/** Options that decide what is sent: `import` takes them, and later sessions of the run go on with them. */
function addReadingOptions(reading: Group): void {
  reading
    .add('--map <field=column>', 'take a field from this column; may be repeated', { usual: true, repeats: true })
    .add('--set <field=value>', 'the same value for every row; may be repeated', { usual: true, repeats: true })
    .add('--mapping <file>', 'fill the fields as saved; a file with another header is refused')
    .add('--country <code>', 'country of numbers without a prefix, such as FR', { usual: true })
    .add('--phone-check <how>', 'shape, possible or valid', { standard: 'possible' })
    .add('--date-format <format>', 'of the dates in columns: dd/MM/yyyy, d.M.yyyy …', {
      standard: 'yyyy-MM-dd or yyyy/MM/dd',
    })
    .add('--calendar <calendar>', 'of the dates: gregorian or jalali', { standard: 'gregorian' })
    .add('--skip <n>', 'leave out the first n rows')
    .add('--limit <n>', 'take at most n rows', { usual: true })
    .add('--format <format>', 'csv, tsv, json or ndjson', { standard: 'by content and extension' })
    .add('--encoding <name>', 'of the text, such as windows-1256', { standard: 'found from the bytes' })
    .add('--delimiter <character>', 'of a CSV: comma, semicolon, tab or pipe', { standard: 'found from the lines' });
}

/** The options that decided what a run sends, for commands that go on with it: taken so that another value can be refused in words. */
function addDecidedOptions(command: Command): Command {
  const hidden = group(command, '', true);
  hidden.add('--provider <name>', '').add('--sandbox', '').add('--again', '');
  addReadingOptions(hidden);
  return command;
}

/** Options of the commands that go on with a run; `sends` where they may put rows wrong, and reach people. */
export function addLaterOptions(command: Command, { sends }: { readonly sends: boolean }): Command {
  addDecidedOptions(command);
  if (sends) {
    group(command, '').add('-y, --yes', 'do not ask before people are texted', { usual: true });
    addSendingOptions(command);
  } else addPaceOptions(command);
  addWritingOptions(command);
  addLedgerOptions(command);
  return addCommonOptions(command);
}

/** How fast to send, how patiently, and when to stop. */
function addSendingOptions(command: Command): Command {
  addPaceOptions(command);
  group(command, SENDING).add(
    '--max-errors <n>',
    'stop after more rows that are rejected, failed or unknown; N or N%',
    { standard: 'none' },
  );
  return command;
}

/** How fast to make calls, and how patiently. */
function addPaceOptions(command: Command): Command {
  group(command, SENDING)
    .add('--rate <pace>', '5/s, 30/m, 600/h or off', { standard: BY_PROVIDER, usual: true })
    .add('--concurrency <n>', 'calls at once', { standard: BY_PROVIDER })
    .add('--batch-size <n>', 'contacts in a call, where the provider takes several', { standard: '100' })
    .add('--timeout <time>', 'for a call, answer included', { standard: '30s' })
    .add('--max-retries <n>', 'tries after the first', { standard: '4' })
    .add('--max-wait <time>', 'a longer wait that the provider asks for ends the run', { standard: '10m' })
    .add('--wait <time>', 'for another run on the same account to end', { standard: 'do not wait' });
  return command;
}

/** What to write, and what to print. */
function addWritingOptions(command: Command): Command {
  group(command, 'What is written:')
    .add('--report <file>', 'the fate of every row', { standard: '<input>.report.csv', usual: true })
    .add('--show-numbers', 'phone numbers whole in a report that is a page')
    .add('--rejects <file>', 'the rows to mend', { standard: '<input>.rejects.csv', usual: true })
    .add('--no-defuse', 'leave cells of the report that a spreadsheet would take for a formula')
    .add('--json', 'the summary as one JSON document', { usual: true })
    .add('--metrics <file>', "for Prometheus, such as node_exporter's contacts.prom")
    .add('-q, --quiet', 'nothing but what went wrong', { usual: true })
    .add('--verbose', 'a line for every call, numbers masked')
    .add('--log-format <text|json>', 'of standard error', { standard: 'text' })
    .add('--progress-interval <time>', 'between progress lines where there is no terminal');
  return command;
}

const READING = 'What is read:';
const SENDING = 'How it is sent:';
const OTHERS = 'Where settings come from:';
const BY_PROVIDER = "the provider's";

interface Group {
  add(flags: string, help: string, traits?: Traits): Group;
}

function group(command: Command, heading: string, hidden = false): Group {
  const self: Group = {
    add(flags, help, traits = {}) {
      const flag = new Flag(flags, help, hidden ? { ...traits, hidden } : traits);
      command.addOption(heading === '' ? flag : flag.helpGroup(heading));
      return self;
    },
  };
  return self;
}
