import { type Command, Option } from 'commander';

/** Options that every command has. */
export function addCommonOptions(command: Command): Command {
  return command
    .option('--env-file <file>', 'read settings from this file instead of .env')
    .option('--no-color', 'no colours (also NO_COLOR)');
}

/** Options of the commands that need the ledger. */
export function addLedgerOptions(command: Command): Command {
  return command.option(
    '--state-dir <folder>',
    'where the ledger of runs lies (default: the state folder of the platform)',
  );
}

/** Options of `import`: what to read, what to send, how fast, and what to write. */
export function addImportOptions(command: Command): Command {
  command
    .option('--provider <name>', 'where the contacts go (required)')
    .option('-n, --dry-run', 'do everything but send; needs no credentials')
    .option('--sandbox', 'send to a stand-in inside this process; needs no credentials')
    .option('--chaos <faults>', 'faults of the stand-in, such as timeout=2%,429=5% (see: contact-push help sandbox)')
    .option('--seed <n>', 'another number, other faults (default 1)');
  addReadingOptions(group(command, 'What is read:'));
  group(command, 'What is read:')
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
    .add('--format <format>', 'csv, tsv, json or ndjson (default: by content and extension)')
    .add('--encoding <name>', 'of the text, such as windows-1256 (default: found from the bytes)')
    .add('--delimiter <character>', 'between the cells of a CSV: comma, semicolon, tab or pipe')
    .add('--map <field=column>', 'take a field from this column; may be repeated', collect)
    .add('--set <field=value>', 'the same value for every row; may be repeated', collect)
    .add('--mapping <file>', 'fill the fields as saved; a file with another header is refused')
    .add('--country <code>', 'country of numbers without a prefix, such as FR')
    .add('--phone-check <how>', 'shape, possible or valid (default: possible)')
    .add(
      '--date-format <format>',
      'of the dates in columns: dd/MM/yyyy, d.M.yyyy … (default: yyyy-MM-dd or yyyy/MM/dd)',
    )
    .add('--calendar <calendar>', 'of the dates: gregorian or jalali (default: gregorian)')
    .add('--skip <n>', 'leave out the first n rows')
    .add('--limit <n>', 'take at most n rows');
}

/** The options that decided what a run sends, for commands that go on with it: taken so that another value can be refused in words. */
function addDecidedOptions(command: Command): Command {
  const hidden = group(command, '', true);
  hidden.add('--provider <name>', '').add('--sandbox', '').add('--again', '');
  addReadingOptions(hidden);
  return command;
}

/** Options of the commands that go on with a run; `sends` where they may put rows wrong. */
export function addLaterOptions(command: Command, { sends }: { readonly sends: boolean }): Command {
  addDecidedOptions(command);
  if (sends) addSendingOptions(command);
  else addPaceOptions(command);
  addWritingOptions(command);
  addLedgerOptions(command);
  return addCommonOptions(command);
}

/** How fast to send, how patiently, and when to stop. */
function addSendingOptions(command: Command): Command {
  addPaceOptions(command);
  group(command, 'How it is sent:').add(
    '--max-errors <n>',
    'stop after more rows that are rejected, failed or unknown; N or N% (default: none)',
  );
  return command;
}

/** How fast to make calls, and how patiently. */
function addPaceOptions(command: Command): Command {
  group(command, 'How it is sent:')
    .add('--concurrency <n>', 'calls at once (default: as the provider can take)')
    .add('--rate <pace>', 'calls: 5/s, 30/m, 600/h or off (default: as the provider can take)')
    .add('--batch-size <n>', 'contacts in a call, where the provider takes several (default 100)')
    .add('--timeout <time>', 'for a call, answer included (default 30s)')
    .add('--max-retries <n>', 'tries after the first (default 4)')
    .add('--max-wait <time>', 'a longer wait that the provider asks for ends the run (default 10m)')
    .add('--wait <time>', 'for another run on the same account to end (default: do not wait)');
  return command;
}

/** What to write, and what to print. */
function addWritingOptions(command: Command): Command {
  group(command, 'What is written:')
    .add('--report <file>', 'the fate of every row: .csv, .ndjson or .json (default: <input>.report.csv)')
    .add('--rejects <file>', 'the rows to be mended, as they were read (default: <input>.rejects.csv)')
    .add('--no-defuse', 'leave cells of the report that a spreadsheet would take for a formula')
    .add('--json', 'the summary as one JSON document')
    .add('-q, --quiet', 'nothing but what went wrong')
    .add('--progress-interval <time>', 'between progress lines where there is no terminal');
  return command;
}

interface Group {
  add(flags: string, help: string, parse?: (value: string, before: unknown) => readonly string[]): Group;
}

function group(command: Command, heading: string, hidden = false): Group {
  const self: Group = {
    add(flags, help, parse) {
      const option = new Option(flags, help).helpGroup(heading).hideHelp(hidden);
      command.addOption(parse === undefined ? option : option.argParser(parse));
      return self;
    },
  };
  return self;
}

function collect(value: string, before: unknown): readonly string[] {
  return [...(Array.isArray(before) ? before.map(String) : []), value];
}
