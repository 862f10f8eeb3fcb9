import type { Provider } from '../../providers/provider.js';
import { line, type Next, PLACES, sameLine } from '../next.js';
import type { Checked } from './checked.js';

/** What to type when the checks of `argv` are done: the same once more when they found something, else a first import. */
export function nextOf(
  { name, fields }: Provider,
  checks: readonly Checked[],
  argv: readonly string[],
  sandbox: boolean,
): Next {
  const whens = new Set(checks.flatMap((checked) => (checked.mark === 'wrong' ? [checked.when] : [])));
  if (whens.size > 0) {
    return { line: sameLine(argv), hint: `when ${[...whens].join(', and ')}` };
  }
  const sets = fields
    .filter(({ scope, required }) => scope === 'call' && required)
    .flatMap((field) => ['--set', `${field.name}=${field.example}`]);
  const how = sandbox ? '--sandbox' : '--dry-run';
  return {
    line: line(['import', 'contacts.csv', '--provider', name, ...sets, how], argv, PLACES),
    hint: `a file to start from: contact-push template --provider ${name} > contacts.csv`,
  };
}
