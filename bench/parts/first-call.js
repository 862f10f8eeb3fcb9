import { once } from 'node:events';
import { now } from './clock.js';
import { emptied } from './folder.js';
import { CORES, start } from './process.js';
import { environment, importArguments, PROGRAM } from './program.js';

/** Milliseconds from the start of an import to its first call; then it is killed. */
export async function firstCallOf(provider, server, input, parent, flags = []) {
  const argv = importArguments(provider, input, emptied(parent, 'state'), ['--rate', 'off', ...flags]);
  return firstCall(provider, server, argv, (child) => child.kill('SIGKILL'));
}

/**
 * Starts the program and waits for its first call.
 * @param finish what becomes of it then; its end is waited for in any case
 * @returns milliseconds from its start to the arrival of the call
 */
export async function firstCall(provider, server, argv, finish) {
  await server.reset();
  const first = server.reached(1);
  const startedAt = now();
  const child = start([process.execPath, PROGRAM, ...argv], {
    core: CORES.measured,
    env: environment(provider, server.url),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const closed = once(child, 'close');
  const at = await Promise.race([first, closed.then(() => undefined)]);
  if (at === undefined) throw new Error(`ended before its first call: ${argv.join(' ')}\n${said}`);
  await finish(child);
  await closed;
  return at - startedAt;
}
