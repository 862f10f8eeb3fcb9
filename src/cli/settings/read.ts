import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { type Environment, readEnvironment } from './environment.js';
import { Flags } from './flags.js';

/** In the working directory. */
export const PROJECT_FILE = 'contact-push.config.json';

/**
 * The settings of a command that was typed. The keys of a project file are the options of `keys`. Throws a ConfigError or
 * a UsageError for a file that cannot be read.
 */
export async function readSettings(
  command: Command,
  keys: Command,
): Promise<{ readonly flags: Flags; readonly environment: Environment }> {
  const typed = command.opts<{ envFile?: string }>();
  const environment = readEnvironment(typed.envFile ?? (process.env['CONTACT_PUSH_ENV_FILE'] || undefined));
  const flags = new Flags(typed, environment);
  const profile = flags.given('profile');
  if (profile === undefined && !existsSync(PROJECT_FILE)) return { flags, environment };
  const { readProject } = await import('./project.js');
  return { flags: new Flags(typed, environment, readProject(keys, profile)), environment };
}
