import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { ConfigError } from '../errors.js';
import type { Flags } from './settings/flags.js';

/** The folder of the ledger: as asked for, else where the platform keeps the state of programs. */
export function stateFolder(flags: Flags): string {
  return flags.text('state-dir') ?? platformFolder();
}

function platformFolder(): string {
  const { env, platform } = process;
  if (platform === 'linux' && isAbsolute(env['XDG_STATE_HOME'] ?? ''))
    return join(env['XDG_STATE_HOME'] ?? '', 'contact-push');
  const home = homeFolder();
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'contact-push');
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'contact-push');
  return join(home, '.local', 'state', 'contact-push');
}

function homeFolder(): string {
  try {
    const home = homedir();
    if (isAbsolute(home)) return home;
  } catch {
    // Nobody by this number has an account here, as happens in containers.
  }
  throw new ConfigError('there is no home folder to keep the ledger in. Name a folder with --state-dir');
}
