import { execFile, spawnSync } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

const LOOK_MS = 50;
const MOST_MS = 90_000;
const HISTORY = 50_000;
const SERVER = ['-L', 'contact-push-tour', '-f', '/dev/null'];

/** What bash does before each prompt, so that it can be seen from outside that a command has ended, and how. */
const PROMPT_COMMAND = 'echo $? >> "$HOME/.ended"';

/**
 * A terminal of tmux with a shell in it, in a folder of its own. It has its own server, whose socket lies in that folder.
 * @param {string} folder
 * @param {{ columns: number, env: Readonly<Record<string, string>> }} look
 */
export async function openTerminal(folder, { columns, env }) {
  const ended = join(folder, '.ended');
  appendFileSync(ended, '');
  const options = { cwd: folder, env: { HOME: folder, LANG: 'C.UTF-8', TMUX_TMPDIR: folder, ...env } };
  const tmux = async (...argv) => (await run('tmux', [...SERVER, ...argv], options)).stdout;
  const shell = `env PROMPT_COMMAND='${PROMPT_COMMAND}' PS1='$ ' HISTFILE= bash --norc --noprofile -i`;
  const size = ['-x', String(columns), '-y', '24'];
  await tmux(
    'start-server',
    ';',
    'set-option',
    '-g',
    'history-limit',
    String(HISTORY),
    ';',
    'new-session',
    '-d',
    ...size,
    shell,
  );

  const statuses = () => readFileSync(ended, 'utf8').split('\n').slice(0, -1).map(Number);
  const until = async (met, what) => {
    const latest = performance.now() + MOST_MS;
    while (!(await met())) {
      if (performance.now() > latest) throw new Error(`waited ${MOST_MS / 1000} s in vain for ${what}`);
      await sleep(LOOK_MS);
    }
  };
  /** Lines above the cursor, those that have scrolled away among them. */
  const reached = async () => {
    const [history, y] = (await tmux('display-message', '-p', '#{history_size} #{cursor_y}')).split(' ').map(Number);
    return { history, line: history + y };
  };
  /** The screen from a line on, as it looks; `whole` with lines that the terminal has broken made whole again. */
  const since = async (line, whole = false) => {
    const { history } = await reached();
    const text = await tmux('capture-pane', '-p', whole ? '-J' : '-e', '-S', String(line - history));
    return text.trimEnd();
  };

  await until(() => statuses().length === 1, 'a shell');
  return {
    /** Types a command. `ends` gives its exit status, as soon as there is a prompt again. */
    async start(text) {
      const before = statuses().length;
      const { line } = await reached();
      await tmux('send-keys', '-l', text);
      await tmux('send-keys', 'Enter');
      return {
        screen: () => since(line),
        whole: () => since(line, true),
        async shows(pattern) {
          await until(async () => pattern.test(await since(line, true)) || statuses().length > before, `${pattern}`);
        },
        async ends() {
          await until(() => statuses().length > before, `the end of ${text}`);
          // The prompt comes a moment later.
          await until(async () => / ?\$$/.test(await since(line, true)), 'a prompt');
          return statuses().at(-1);
        },
      };
    },
    press: (...keys) => tmux('send-keys', ...keys),
    close: () => void spawnSync('tmux', [...SERVER, 'kill-server'], options),
  };
}
