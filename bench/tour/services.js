import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../bin/contact-push.js', import.meta.url));

/** Starts `contact-push sandbox` in a process of its own; gives the settings that lead there, as it prints them. */
export async function startSandbox() {
  const child = spawn(process.execPath, [PROGRAM, 'sandbox'], { stdio: ['ignore', 'pipe', 'ignore'] });
  let settings = '';
  for await (const chunk of child.stdout) {
    settings += chunk;
    if (/AMOOT_TOKEN=.*\n/.test(settings)) break;
  }
  return { settings, stop: () => void child.kill('SIGTERM') };
}

/**
 * Stands before a service. Of every `each` calls it turns one away, and asks for so many seconds of quiet; the others it
 * passes on.
 */
export async function startBusyDoor(url, { each, seconds }) {
  let calls = 0;
  const server = createServer((incoming, response) => {
    calls += 1;
    if (calls % each === 0) {
      incoming.resume();
      response
        .writeHead(429, { 'retry-after': String(seconds), 'content-type': 'text/plain' })
        .end('Too many requests');
      return;
    }
    const { method, headers } = incoming;
    const beyond = request(`${url}${incoming.url}`, { method, headers, agent: false }, (reply) => {
      response.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(response);
    });
    beyond.on('error', () => response.destroy());
    incoming.pipe(beyond);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
