import { once } from 'node:events';
import { createServer } from 'node:http';
import { onTestFinished } from 'vitest';

/** A request as it arrived. */
export interface Arrived {
  readonly method: string;
  readonly url: string;
  /** Name and value in turn, as on the wire. */
  readonly rawHeaders: readonly string[];
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface Reply {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Recorder {
  readonly url: string;
  readonly arrived: Arrived[];
}

/** An answer that never comes. */
export const never = new Promise<Reply>(() => {});

/** A server on 127.0.0.1 that keeps what arrives and answers as told; gone after the test. */
export async function recorder(
  answer: (request: Arrived, before: number) => Reply | Promise<Reply>,
): Promise<Recorder> {
  const arrived: Arrived[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const { method = '', url = '', rawHeaders, headers } = request;
      const came = { method, url, rawHeaders, headers, body };
      arrived.push(came);
      const reply = await answer(came, arrived.length - 1);
      response.writeHead(reply.status, reply.headers).end(reply.body ?? '');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, arrived };
}
