import { renderTemplate, TEMPLATE_FORMATS } from '../../report/template.js';
import type { Call } from '../command.js';
import { readChoice } from '../parse.js';
import { readProvider } from '../plan.js';

/** Prints a file to start from. */
export async function runTemplate({ flags, output }: Call): Promise<number> {
  const provider = readProvider(flags);
  const format = flags.read('format', (name, text) => readChoice(name, text, TEMPLATE_FORMATS), 'csv');
  output.print(renderTemplate(provider, format).trimEnd());
  return 0;
}
