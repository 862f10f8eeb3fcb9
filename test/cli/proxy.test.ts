import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type Server } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { CERTIFICATE, KEY } from '../support/certificate.js';
import { desk } from '../support/program.js';

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

it('calls a provider with TLS through the proxy that the environment names', async () => {
  const ways: string[] = [];
  const proxy = createServer().on('connect', ({ url = '' }, socket) => {
    ways.push(url);
    const [host = '', port = ''] = url.split(':');
    const there = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      there.pipe(socket).pipe(there);
    });
    for (const end of [there, socket]) end.on('error', () => {});
  });
  const provider = createTlsServer({ cert: CERTIFICATE, key: KEY }, (request, response) => {
    request.resume().on('end', () => {
      response.writeHead(201, { 'Content-Type': 'application/json' });
      response.end('{"items":[{"phone_number":"+33639980001","email":null,"status":"added"}]}');
    });
  });
  const port = await portOf(provider);
  const place = await desk();
  const { exit, stdout } = await place.run(
    ['import', await place.write('c.csv', 'phone_number\n+33639980001\n'), '--provider', 'octopush', '--json'],
    {
      env: {
        HTTPS_PROXY: `http://127.0.0.1:${await portOf(proxy)}`,
        NODE_EXTRA_CA_CERTS: await place.write('ca.pem', CERTIFICATE),
        OCTOPUSH_BASE_URL: `https://127.0.0.1:${port}`,
        OCTOPUSH_API_LOGIN: 'someone@example.com',
        OCTOPUSH_API_KEY: 'key-that-cannot-work',
      },
    },
  );
  expect(JSON.parse(stdout)).toMatchObject({ counts: { ok: 1 } });
  expect(exit).toBe(0);
  expect(ways).toEqual([`127.0.0.1:${port}`]);
});
