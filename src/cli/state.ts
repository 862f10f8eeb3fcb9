import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Flags } from './flags.js';

/** The folder of the ledger: as asked for, else where the platform keeps the state of programs. */
export function stateFolder(flags: Flags): string {
  return flags.text('state-dir') ?? platformFolder();
}

function platformFolder(): string {
  const { env, platform } = process;
  const home = homedir();
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'contact-push');
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'contact-push');
  return join(env['XDG_STATE_HOME'] || join(home, '.local', 'state'), 'contact-push');
}
