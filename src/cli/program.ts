import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { beside } from './beside.js';
import type { Work } from './command.js';
import { addCompletion } from './commands/completion.js';
import { addDoctor } from './commands/doctor.js';
import { addExplain } from './commands/explain.js';
import { addImport } from './commands/import.js';
import { addProviders } from './commands/providers.js';
import { addReconcile } from './commands/reconcile.js';
import { addReport } from './commands/report.js';
import { addResume } from './commands/resume.js';
import { addRetry } from './commands/retry.js';
import { addRuns } from './commands/runs.js';
import { addSandbox } from './commands/sandbox.js';
import { addTemplate } from './commands/template.js';
import { addExamples, HELP } from './help.js';

const COMMANDS = [
  addImport,
  addResume,
  addRetry,
  addReconcile,
  addRuns,
  addReport,
  addExplain,
  addProviders,
  addDoctor,
  addTemplate,
  addSandbox,
  addCompletion,
];

/** The command line with all that it understands; `does` turns the work of a command into what commander calls. */
export function program(does: (work: Work) => (this: Command) => Promise<void>): Command {
  const root = new Command('contact-push')
    .description('Imports contacts into Octopush, ProTexting and Amoot SMS, and proves each row.')
    .usage('<command> [options]')
    .version(version(), '-V, --version')
    .exitOverride()
    .configureOutput({ outputError: () => {} })
    .configureHelp(HELP)
    .showSuggestionAfterError();
  for (const add of COMMANDS) add(root, does);
  return addExamples(root, [
    'contact-push import contacts.csv --provider octopush --sandbox',
    'contact-push import contacts.csv --provider octopush --country FR',
    'contact-push import --help-all',
  ]);
}

function version(): string {
  const text = readFileSync(beside('package.json'), 'utf8');
  const read: unknown = JSON.parse(text);
  return typeof read === 'object' && read !== null && 'version' in read ? String(read.version) : '';
}
