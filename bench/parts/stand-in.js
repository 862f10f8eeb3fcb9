import { CORES, script, start } from './process.js';

let server;

/**
 * The provider that all measured programs call: one process for the whole bench, on a core of its own.
 * `reset` forgets all calls and takes how to answer from now on; `reached` waits for the call of this number and gives
 * the moment of its arrival, in milliseconds of clock.js; `heard` tells what was heard since the reset.
 */
export async function standIn() {
  server ??= await open();
  return server;
}

export async function closeStandIn() {
  const { child } = (await server) ?? {};
  child?.kill('SIGTERM');
  server = undefined;
}

async function open() {
  const child = start([process.execPath, script('parts/stand-in-server.js')], {
    core: CORES.standIn,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const waiting = new Map();
  const hear = (kind) => new Promise((resolve) => waiting.set(kind, resolve));
  child.on('message', (message) => {
    const kind = message.kind === 'reached' ? `reached ${message.call}` : message.kind;
    waiting.get(kind)?.(message);
    waiting.delete(kind);
  });
  const { port } = await hear('open');
  const ask = (kind, message, answer) => {
    const heard = hear(answer);
    child.send({ kind, ...message });
    return heard;
  };
  return {
    child,
    url: `http://127.0.0.1:${port}`,
    reset: (answering = {}) => ask('reset', { answering }, 'ready'),
    heard: () => ask('tell', {}, 'heard'),
    reached: async (call) => (await ask('watch', { call }, `reached ${call}`)).at,
  };
}
