import { readFileSync } from 'node:fs';
import { beside } from '../beside.js';

const FILES = { bash: 'contact-push.bash', zsh: '_contact-push', fish: 'contact-push.fish' } as const;

export type Shell = keyof typeof FILES;

/** The shells that have a script. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const satisfies readonly Shell[];

/** The script that makes a shell ask `contact-push complete` when Tab is pressed. */
export function completionScript(shell: Shell): string {
  return readFileSync(beside(`completions/${FILES[shell]}`), 'utf8');
}
