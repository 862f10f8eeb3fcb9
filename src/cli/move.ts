import type { Ledger, RunRecord } from '../ledger/ledger.js';
import type { Call } from './command.js';
import { openConnection } from './connection.js';
import { takeLock } from './lock.js';
import type { Plan } from './plan.js';

/**
 * Has a run of which nothing is left to send count for the account of the settings, where those hold another token than
 * the run was begun with: whom it has sent to is known to later runs then. Does nothing where they hold none.
 */
export async function moveRun(call: Call, plan: Plan, ledger: Ledger, run: RunRecord): Promise<void> {
  const { provider } = plan;
  const { end } = run;
  const isSet = provider.settings.every(({ env }) => call.environment.get(env) !== undefined);
  if (!isSet || plan.sandbox || end === null || provider.settings.every((setting) => setting.account !== 'hashed'))
    return;
  const { account } = openConnection(call.environment, plan, undefined);
  if (account === run.account || originOf(account) !== originOf(run.account)) return;
  const { output } = call;
  const held = await takeLock(ledger, { account, run: run.id, waitMs: plan.waitMs, output });
  try {
    const again = { ...run, kind: 'resume', startedAt: Date.now(), account } as const;
    const session = await ledger.reopen(run.id, again, held.lock);
    await session.end({ ...end, calls: 0, retries: 0, throttled: 0 });
  } finally {
    await held.close();
  }
  output.notice(`run ${run.id} counts for another token of ${provider.title} from now on`);
}

function originOf(account: string): string | undefined {
  return account.split(' ')[1];
}
