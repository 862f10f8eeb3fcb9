import { redactor } from '../delivery/redact.js';
import type { Sandbox } from '../sandbox/index.js';
import type { Call } from './command.js';
import { type Connection, openConnection } from './connection.js';
import type { Keep } from './keep.js';
import type { Plan } from './plan.js';

/** How a session reaches its provider, and whether that is a stand-in, which it has started then. */
export interface Reached {
  readonly connection: Connection;
  readonly isStandIn: boolean;
}

/** Reads the settings of the provider, or starts a stand-in. From now on no secret is printed. Throws a ConfigError. */
export async function reach({ environment, output }: Call, plan: Plan, keep: Keep): Promise<Reached> {
  const standIn = plan.sandbox && !plan.dryRun ? keep(await standInOf(plan)) : undefined;
  const connection = openConnection(environment, plan, standIn);
  output.redact = redactor(connection.secrets);
  return { connection, isStandIn: standIn !== undefined };
}

async function standInOf({ chaos }: Plan): Promise<Sandbox> {
  const { startSandbox } = await import('../sandbox/index.js');
  return startSandbox(chaos);
}
