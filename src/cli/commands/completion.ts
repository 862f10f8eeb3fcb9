import type { AddCommand } from '../command.js';
import { addExamples, helpSentence } from '../help.js';
import { columnsOf } from '../terminal/columns.js';

const WHERE = [
  ['~/.bashrc', 'eval "$(contact-push completion bash)"'],
  ['~/.zshrc', 'source <(contact-push completion zsh)'],
  ['~/.config/fish/config.fish', 'contact-push completion fish | source'],
] as const;

const columns = columnsOf(process.stdout);

const MORE = [
  '',
  helpSentence('To have it in every shell, add one line, and open another terminal:'),
  // Lines to copy are never broken.
  ...WHERE.flatMap(([file, line]) => (columns < 80 ? [`  ${file}`, `    ${line}`] : [`  ${file.padEnd(26)}  ${line}`])),
].join('\n');

const EXAMPLES = ['contact-push completion bash', 'contact-push completion zsh', 'contact-push completion fish'];

/**
 * `completion`, and the hidden `complete -- WORD…` that its scripts call. Neither reads settings: a shell that starts in
 * a folder with a broken `.env` is to start all the same.
 */
export const addCompletion: AddCommand = (program) => {
  const command = program
    .command('completion')
    .summary('print a completion script for a shell')
    .description(
      'Prints a script that lets a shell complete commands, flags, providers, fields, columns and run ids when Tab is pressed.',
    )
    .argument('<bash|zsh|fish>', 'the shell')
    .addHelpText('after', MORE)
    .action(async (shell: string) => {
      const { completionScript, SHELLS } = await import('../completion/scripts.js');
      const { readChoice } = await import('../parse.js');
      process.stdout.write(completionScript(readChoice('completion', shell, SHELLS)));
    });
  addExamples(command, EXAMPLES);
  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .action(async (words: readonly string[]) => {
      const { complete } = await import('../work/complete.js');
      process.stdout.write(await complete(program, words));
    });
};
