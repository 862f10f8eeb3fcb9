import { spawn, spawnSync } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { delimiter } from 'node:path';
import { type Desk, PROGRAM } from './program.js';

export type ShellName = 'bash' | 'zsh' | 'fish';

/** Whether the shell is on this machine. */
export function has(shell: ShellName): boolean {
  return spawnSync(shell, ['-c', 'exit 0']).status === 0;
}

// Ctrl-X x prints the line as it stands, Ctrl-U empties it.
const BASH_RC = `
eval "$(contact-push completion bash)"
bind 'set bell-style none'
bind -x '"\\C-xx": printf "<%s>\\n" "$READLINE_LINE"'
PS1=`;

// A terminal of its own; keys are pressed when its line editor is there, not before.
const ZSH = `
zmodload zsh/zpty
zpty z 'zsh -f -i'
zpty -w z 'PS1= ; source <(contact-push completion zsh); show() { print -r -- "<$BUFFER>"; BUFFER= }; zle -N show; bindkey "^Xx" show; zle-line-init() { print re""ady }; zle -N zle-line-init'
zpty -r -m z out '*ready*'
for line; do
  zpty -w -n z "$line"$'\\t\\C-xx'
  zpty -r -m z out $'*>\\r*'
  print -r -- "$out"
done
zpty -d z`;

/** Types each line into the shell, presses Tab, and gives what then stands there. */
export async function pressTab(
  shell: 'bash' | 'zsh',
  desk: Desk,
  lines: readonly string[],
): Promise<readonly string[]> {
  const file = await desk.write(`tab.${shell}`, shell === 'bash' ? BASH_RC : ZSH);
  const printed =
    shell === 'bash'
      ? await printedBy(
          desk,
          'bash',
          ['--rcfile', file, '-i'],
          `${lines.map((line) => `${line}\t\x18x\x15`).join('')}exit\n`,
        )
      : await printedBy(desk, 'zsh', ['-f', file, ...lines], '');
  return [...printed.matchAll(/<(contact-push .*)>\r?$/gm)].map(([, line = '']) => line);
}

/** What fish offers for the end of a line: a word, a tab and its help where there is one. */
export async function fishOffers(desk: Desk, line: string): Promise<readonly string[]> {
  const script = 'contact-push completion fish | source; complete -C "$argv[1]"';
  const printed = await printedBy(desk, 'fish', ['--no-config', '-c', script, line], '');
  return printed.split('\n').filter((each) => each !== '');
}

async function printedBy(desk: Desk, shell: ShellName, argv: readonly string[], keys: string): Promise<string> {
  await installed(desk);
  const env = {
    PATH: `${desk.path('bin')}${delimiter}${process.env['PATH'] ?? ''}`,
    HOME: desk.path('home'),
    LC_ALL: 'C.UTF-8',
    TERM: 'xterm',
    CONTACT_PUSH_STATE_DIR: desk.path('state'),
  };
  const child = spawn(shell, [...argv], { cwd: desk.folder, env });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      printed += text;
    });
  }
  child.stdin.on('error', () => {});
  child.stdin.end(keys);
  await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  return printed;
}

/** Puts the built program on the PATH, as an installation does. */
async function installed({ path }: Desk): Promise<void> {
  await mkdir(path('bin'), { recursive: true });
  await mkdir(path('home'), { recursive: true });
  await writeFile(path('bin/contact-push'), `#!/bin/sh\nexec '${process.execPath}' '${PROGRAM}' "$@"\n`);
  await chmod(path('bin/contact-push'), 0o755);
}
