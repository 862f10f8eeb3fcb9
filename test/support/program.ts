import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** The built program. */
export const PROGRAM = fileURLToPath(new URL('../../bin/contact-push.js', import.meta.url));

export interface Ran {
  /** null when a signal ended it. */
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface More {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string | Buffer;
  /** Leaves standard input open, as a pipe whose writer lives on. */
  readonly endless?: boolean;
  /** The working directory; the desk's folder unless given. */
  readonly cwd?: string;
}

/** The program while it runs; killed after the test, should it run on. */
export interface Running {
  readonly ended: Promise<Ran>;
  kill(signal: NodeJS.Signals): void;
  /** Resolves when standard error holds this. Rejects when the program ends without having said it. */
  says(pattern: RegExp): Promise<void>;
}

export interface Desk {
  /** The working directory; the ledger lies in `state` below it. */
  readonly folder: string;
  /** Runs the built program there, with these variables and nothing else from the environment that it would read. */
  run(argv: readonly string[], more?: More): Promise<Ran>;
  /** The same, without waiting for its end. */
  start(argv: readonly string[], more?: More): Running;
  write(name: string, content: string | Buffer): Promise<string>;
  path(name: string): string;
}

/** An empty working directory with the built program in reach; gone after the test. */
export async function desk(): Promise<Desk> {
  const folder = await mkdtemp(join(tmpdir(), 'contact-push-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = (name: string): string => join(folder, name);
  const start: Desk['start'] = (argv, { env = {}, stdin = '', endless = false, cwd = folder } = {}) => {
    const child = spawn(process.execPath, [PROGRAM, ...argv], {
      cwd,
      env: { PATH: process.env['PATH'] ?? '', HOME: folder, CONTACT_PUSH_STATE_DIR: path('state'), ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    child.stdin.on('error', () => {});
    if (endless) child.stdin.write(stdin);
    else child.stdin.end(stdin);
    return follow(child);
  };
  return {
    folder,
    path,
    async write(name, content) {
      await writeFile(path(name), content);
      return path(name);
    },
    start,
    run: (argv, more) => start(argv, more).ended,
  };
}

function follow(child: ChildProcess): Running {
  let stdout = '';
  let stderr = '';
  let heard: () => void = () => {};
  let isOver = false;
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    stderr += text;
    heard();
  });
  const ended = new Promise<Ran>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exit) => {
      isOver = true;
      resolve({ exit, stdout, stderr });
      heard();
    });
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return {
    ended,
    kill: (signal) => void child.kill(signal),
    async says(pattern) {
      while (!pattern.test(stderr)) {
        if (isOver) throw new Error(`it ended without saying ${pattern}: ${stderr}`);
        await new Promise<void>((resolve) => {
          heard = resolve;
        });
      }
    },
  };
}
