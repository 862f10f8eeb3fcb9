import { parseArgs } from 'node:util';
import { batches } from './measures/batches.js';
import { oneACall } from './measures/one-a-call.js';
import { PROVIDERS } from './parts/contacts.js';
import { cellsOf } from './parts/lines.js';
import { closeStandIn } from './parts/stand-in.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'rows-scale': { type: 'string' }, rounds: { type: 'string' } },
});
const scale = Number(values['rows-scale'] ?? 1);
process.once('SIGINT', () => process.exit(130));
try {
  for (const m of [oneACall(PROVIDERS.protexting), oneACall(PROVIDERS.amoot), batches]) {
    if (positionals.length && !positionals.includes(m.name)) continue;
    const { lines } = await m.measure({
      rounds: Number(values.rounds ?? m.rounds),
      scaled: (n) => Math.max(1, Math.round(n * scale)),
    });
    for (const l of lines) console.log([...cellsOf(l), l.remark ?? ''].join(' | '));
  }
} finally {
  await closeStandIn();
}
