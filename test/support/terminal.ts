import { spawn, spawnSync } from 'node:child_process';
import { onTestFinished } from 'vitest';
import { type Desk, PROGRAM } from './program.js';

/** Whether there is a program that gives a command a terminal of its own. */
export const hasTerminal = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0;

export interface Session {
  readonly ended: Promise<{ readonly exit: number | null; readonly screen: string }>;
  /** Resolves when the terminal was sent this. Rejects when the program ends without it. */
  shows(pattern: RegExp): Promise<void>;
  type(text: string): void;
}

/** Starts the built program in a pseudo-terminal of so many columns; gone after the test. */
export function inTerminal(
  { folder, path }: Desk,
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
  columns = 80,
): Session {
  const quoted = [process.execPath, PROGRAM, ...argv].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  const child = spawn('script', ['-qefc', `stty cols ${columns} rows 24 -echo; exec ${quoted}`, '/dev/null'], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      TERM: 'xterm',
      CONTACT_PUSH_STATE_DIR: path('state'),
      ...env,
    },
  });
  let screen = '';
  let heard: () => void = () => {};
  let isOver = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen += text;
    heard();
  });
  child.stdin.on('error', () => {});
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = new Promise<{ exit: number | null; screen: string }>((resolve) => {
    child.on('close', (exit) => {
      isOver = true;
      heard();
      resolve({ exit, screen });
    });
  });
  return {
    ended,
    async shows(pattern) {
      while (!pattern.test(screen)) {
        if (isOver) throw new Error(`it ended without ${pattern}: ${screen}`);
        await new Promise<void>((resolve) => {
          heard = resolve;
        });
      }
    },
    type: (text) => void child.stdin.write(text),
  };
}
