import { RootCommand } from '@bomb.sh/tab';
import { type Argument, Command, CommanderError, type Option } from 'commander';

/** What stands at the end of a command line, and what was said before it. */
export interface Asked {
  /** The command on the line, or the program itself. */
  readonly command: Command;
  /** Of the options before, as commander has them. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly operands: readonly string[];
  /** What is typed of the word that is asked for, and what stands before that: `--format=`. */
  readonly typed: string;
  readonly before: string;
  /** Whose value is asked for. */
  readonly taker: Option | Argument | undefined;
  /** The commands or flags that may stand here, with their summaries. */
  readonly names: readonly { readonly word: string; readonly help: string }[];
}

/** Finds out what the last of `words` is the beginning of. `words` stand behind the program's name, without quotes. */
export function whatIsAsked(program: Command, words: readonly string[]): Asked {
  const commands = program.createHelp().visibleCommands(program);
  const named = words.length > 1 ? commands.find((command) => command.name() === words[0]) : undefined;
  const command = named ?? program;
  const rest = named === undefined ? words : words.slice(1);
  const word = rest.at(-1) ?? '';
  const read = readLine(command.options, rest.slice(0, -1));
  const [, flag, typed = ''] = /^(--[^=]+)=(.*)$/s.exec(word) ?? [];
  const glued =
    read.open === undefined ? command.options.find((option) => takesValue(option) && option.long === flag) : undefined;
  const open = read.open ?? glued;

  let taker: Option | Argument | undefined;
  const tree = treeOf(program, commands, (found) => {
    taker = found;
  });
  const isFlag =
    word.startsWith('-') || (named !== undefined && read.operands.length >= named.registeredArguments.length);
  // The tree takes `-` for a flag with a value, and knows neither `--flag=value` nor short flags: it is told only what counts.
  tree.parse([
    ...(named === undefined ? [] : [named.name()]),
    ...read.operands.map(() => 'operand'),
    ...(open === undefined ? [isFlag ? '--' : ''] : [open.long ?? '', '']),
  ]);
  const given = command.options
    .filter((option) => read.given.has(option.attributeName()) && !isRepeated(option, read.values))
    .map(({ long }) => long);
  return {
    command,
    values: read.values,
    operands: read.operands,
    typed: glued === undefined ? word : typed,
    before: glued === undefined ? '' : `${flag}=`,
    taker,
    names: tree.completions
      .map(({ value, description = '' }) => ({ word: value, help: description }))
      .filter(({ word: name }) => !given.includes(name)),
  };
}

/** The library's tree of the program; `meet` hears whose value it was asked for. */
function treeOf(program: Command, commands: readonly Command[], meet: (taker: Option | Argument) => void): RootCommand {
  const tree = new RootCommand();
  // It prints what it finds, and always that no file may stand there. We print ourselves.
  Object.defineProperty(tree, 'complete', { value: () => {} });
  for (const command of [program, ...commands]) {
    const node = command === program ? tree : tree.command(command.name(), command.summary() || command.description());
    for (const option of command.options.filter(({ hidden, long }) => !hidden && long)) {
      const name = option.name();
      if (takesValue(option)) node.option(name, option.description, () => meet(option));
      else node.option(name, option.description);
    }
    node.option('help', 'show help');
    for (const argument of command.registeredArguments) {
      node.argument(argument.name(), () => meet(argument), argument.variadic);
    }
  }
  return tree;
}

interface ReadLine {
  readonly values: Readonly<Record<string, unknown>>;
  readonly operands: readonly string[];
  /** The last option, where its value is still to come. */
  readonly open: Option | undefined;
  /** Attributes of the options that were given. */
  readonly given: ReadonlySet<string>;
}

/** Reads the words behind a command as commander does, but hears no `--version` or the like, which would print. */
function readLine(options: readonly Option[], words: readonly string[]): ReadLine {
  const reader = new Command()
    .exitOverride()
    .configureOutput({ outputError: () => {} })
    .helpOption(false);
  for (const option of options) reader.addOption(option);
  try {
    const { operands } = reader.parseOptions([...words]);
    const given = options.map((option) => option.attributeName()).filter((name) => isTyped(reader, name));
    return { values: reader.opts(), operands, open: undefined, given: new Set(given) };
  } catch (error) {
    const last = words.at(-1) ?? '';
    const open = options.find(({ short, long }) => last === short || last === long);
    const isOpen = error instanceof CommanderError && error.code === 'commander.optionMissingArgument';
    if (!isOpen || open === undefined) return { values: {}, operands: [], open: undefined, given: new Set() };
    return { ...readLine(options, words.slice(0, -1)), open };
  }
}

function isTyped(reader: Command, name: string): boolean {
  return reader.getOptionValueSource(name) === 'cli';
}

function takesValue(option: Option): boolean {
  return option.required || option.optional;
}

/** Several values are kept as a list. */
function isRepeated(option: Option, values: Readonly<Record<string, unknown>>): boolean {
  return Array.isArray(values[option.attributeName()]);
}
