import { type Argument, type Command, CommanderError, Help, type Option } from 'commander';
import { Flag, traitsOf } from './option.js';
import { columnsOf } from './terminal/columns.js';

/** Commands that are asked for all of their help. */
const inFull = new WeakSet<Command>();

/** How help is laid out: on one screen what is mostly wanted, and with `--help-all` everything. */
export const HELP: Partial<Help> = {
  formatHelp(command, helper) {
    const laidOut: Help = Object.assign(new Help(), helper, { formatHelp: undefined, visibleOptions: optionsOnScreen });
    return Help.prototype.formatHelp.call(laidOut, command, laidOut);
  },
  optionTerm: ({ flags, short }) => (short === undefined ? `    ${flags}` : flags),
  subcommandTerm: (command) => [command.name(), ...command.registeredArguments.map(nameOfArgument)].join(' '),
  styleUsage: (usage) => hanging(`Usage: ${usage}`, columnsOf(process.stdout), 2).slice('Usage: '.length),
  formatItem: helpItem,
};

/** A term with its description beside it, or below where there is no room, in lines that fit the terminal. */
export function helpItem(term: string, termWidth: number, description: string): string {
  const columns = columnsOf(process.stdout);
  const start = 2 + termWidth + 2;
  if (columns - start >= LEAST_BESIDE) return hanging(`  ${term.padEnd(termWidth)}  ${description}`, columns, start);
  return [`  ${term.trimStart()}`, ...lines(description, columns - 6).map((line) => `      ${line}`)].join('\n');
}

/** A sentence in lines that fit the terminal. */
export function helpSentence(text: string): string {
  return lines(text, columnsOf(process.stdout)).join('\n');
}

/** Columns that words need beside a term; where there are less, they stand below it. */
const LEAST_BESIDE = 30;

/** Lines that fit, all but the first so far in. */
function hanging(text: string, columns: number, indent: number): string {
  const [first = '', ...rest] = [text.slice(0, indent), ...lines(text.slice(indent), columns - indent)];
  return first + rest.join(`\n${' '.repeat(indent)}`);
}

/** commander breaks them: the widths of all the world's letters are more to load than help needs. */
function lines(text: string, columns: number): readonly string[] {
  return Object.assign(new Help(), { minWidthToWrap: 1 }).boxWrap(text, columns).split('\n');
}

/** Only what is laid out is left out: a word that was mistyped may be meant for any option. */
function optionsOnScreen(command: Command): Option[] {
  const shown = command.options.filter((option) => !option.hidden);
  // Everybody knows these two, and a list of commands needs the lines.
  if (command.parent === null) return [];
  return inFull.has(command) ? shown : shown.filter(isUsual).map(withoutHeading);
}

/** Adds `--help-all` to a command whose options are not all usual ones. */
export function addHelpAll(command: Command): void {
  const rest = command.options.filter((option) => !option.hidden && !isUsual(option)).length;
  if (rest === 0) return;
  command.addOption(new Flag('--help-all', `every option (${rest} more)`, { usual: true }));
  command.on('option:help-all', () => {
    inFull.add(command);
    command.outputHelp();
    throw new CommanderError(0, 'commander.helpDisplayed', '');
  });
}

const EXAMPLES_AT_FIRST = 4;

const TWINS = 'Options may stand in the environment too: --rate as CONTACT_PUSH_RATE.';

/** Ends a command's help with examples, the first few on one screen; `more` stands before them in `--help-all`. */
export function addExamples(command: Command, examples: readonly string[], more = ''): Command {
  const shown = ['', 'Examples:', ...examples.map((example) => `  ${example}`)];
  return command.addHelpText('after', () =>
    inFull.has(command)
      ? [...(more === '' ? [] : ['', more]), '', helpSentence(TWINS), ...shown].join('\n')
      : shown.slice(0, 2 + EXAMPLES_AT_FIRST).join('\n'),
  );
}

function isUsual(option: Option): boolean {
  return traitsOf(option).usual === true;
}

/** On one screen there is no room for groups. */
function withoutHeading(option: Option): Option {
  return new Flag(option.flags, option.description);
}

function nameOfArgument(argument: Argument): string {
  const text = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${text}>` : `[${text}]`;
}
