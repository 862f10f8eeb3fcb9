import { spawn } from 'node:child_process';

const PATIENCE_MS = 3000; // some browsers stay in the foreground of whoever opened them

/** Opens a file in the person's browser. False where there is none, or no display to show it on. */
export async function openPage(path: string): Promise<boolean> {
  const command = commandFor(path);
  if (command === undefined) return false;
  const [name, ...words] = command;
  return new Promise<boolean>((resolve) => {
    const child = spawn(name, words, { stdio: 'ignore', detached: true, windowsVerbatimArguments: true });
    const patience = setTimeout(() => resolve(true), PATIENCE_MS);
    const end = (opened: boolean): void => {
      clearTimeout(patience);
      resolve(opened);
    };
    child.on('error', () => end(false));
    child.on('exit', (code) => end(code === 0));
    child.unref();
  });
}

function commandFor(path: string): readonly [string, ...string[]] | undefined {
  const { platform, env } = process;
  if (platform === 'darwin') return ['open', path];
  if (platform === 'win32') return ['cmd.exe', '/d', '/c', `start "" "${path}"`];
  const hasDisplay = (env['DISPLAY'] ?? '') !== '' || (env['WAYLAND_DISPLAY'] ?? '') !== '';
  return hasDisplay ? ['xdg-open', path] : undefined;
}
