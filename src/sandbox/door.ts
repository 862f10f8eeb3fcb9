import { once } from 'node:events';
import type { Server } from 'node:http';

const HOST = '127.0.0.1';
const AGAIN_MS = 20;
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Where a server listens. It can be shut for a while. */
export interface Door {
  /** Listens on a port (0: any free one) and gives it. Rejects when it cannot. */
  open(port: number): Promise<number>;
  /** Cuts all connections and refuses new ones, then listens again on the same port. Infinity: never again. */
  shut(forMs: number): void;
  /** Cuts all connections for good. */
  close(): Promise<void>;
}

export function door(server: Server): Door {
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const cut = (done?: () => void): void => {
    server.close(done);
    server.closeAllConnections();
  };
  const reopen = (port: number): void => {
    if (isClosed) return;
    // A connection that goes elsewhere may have been given the port meanwhile.
    const refused = (): void => {
      timer = setTimeout(reopen, AGAIN_MS, port);
    };
    server.once('error', refused);
    server.listen(port, HOST, () => server.off('error', refused));
  };

  return {
    async open(port) {
      server.listen(port, HOST);
      await once(server, 'listening');
      return portOf(server);
    },
    shut(forMs) {
      if (isClosed || !server.listening) return;
      const port = portOf(server);
      cut();
      // The timer keeps the process alive, as listening does.
      if (forMs === Number.POSITIVE_INFINITY) timer = setInterval(() => undefined, MAX_TIMER_MS);
      else timer = setTimeout(reopen, forMs, port);
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
      return new Promise((resolve) => cut(() => resolve()));
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
