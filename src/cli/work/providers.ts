import { closest } from '../../contact/columns.js';
import { UsageError } from '../../errors.js';
import { findProvider, providers } from '../../providers/index.js';
import type { Provider } from '../../providers/provider.js';
import type { Call } from '../command.js';
import { providerData } from '../facts/data.js';
import { providerList, providerText } from '../facts/text.js';
import { columnsOf } from '../terminal/columns.js';

/** Shows all providers in short, or all facts of one. */
export async function runProviders({ flags, output, operands: [name] }: Call): Promise<number> {
  const one = name === undefined ? undefined : named(name);
  if (flags.on('json')) {
    output.print(JSON.stringify(one === undefined ? providers.map(providerData) : providerData(one)));
    return 0;
  }
  const paper = { columns: columnsOf(process.stdout), paint: output.paint };
  output.print((one === undefined ? providerList(providers, paper) : providerText(one, paper)).join('\n'));
  return 0;
}

function named(name: string): Provider {
  const provider = findProvider(name);
  if (provider !== undefined) return provider;
  const names = providers.map((each) => each.name);
  const guess = closest(name, names);
  const hint = guess === undefined ? '' : `. Did you mean ${guess}?`;
  throw new UsageError(`${name}: expected ${names.join(', ')}${hint}`);
}
