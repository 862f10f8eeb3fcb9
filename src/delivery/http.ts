import { type Dispatcher, EnvHttpProxyAgent, Pool } from 'undici';
import type { Clock, HttpReply, HttpRequest, NoReply } from '../model.js';

export interface HttpOptions {
  /** Scheme, host and port that all requests go to. */
  readonly origin: string;
  /** Connections at the most. */
  readonly concurrency: number;
  /** For a call, from its start to the last byte of its answer. */
  readonly timeoutMs: number;
  /** False where a stale connection must not leave a call in doubt: then none that was idle for a second is used. */
  readonly repeatable: boolean;
  /** Whether to go through the proxies that the environment names. */
  readonly proxied: boolean;
  readonly clock: Clock;
}

/**
 * Sends requests, one answer each. A reply is never an exception; neither is its absence. Redirects are not followed.
 * Rejects only for a request that no connection can carry, which is a bug.
 */
export interface Http {
  /** `onLeave` is called when the first byte is about to leave: once, or never where the reply says that it did not. */
  send(request: HttpRequest, onLeave?: () => void): Promise<HttpReply | NoReply>;
  close(): Promise<void>;
}

const MAX_ANSWER_BYTES = 1024 * 1024;
const CONNECT_MS = 10_000;
// Whatever NODE_TLS_REJECT_UNAUTHORIZED says: credentials go to nobody whose certificate is not trusted.
const VERIFIED = { rejectUnauthorized: true };

/** Opens the connections of a run. */
export function openHttp(options: HttpOptions): Http {
  const dispatcher = openDispatcher(options);
  return {
    send: (request, onLeave) => exchange(dispatcher, request, options, onLeave),
    close: () => dispatcher.destroy(),
  };
}

function openDispatcher({ origin, concurrency, timeoutMs, repeatable, proxied }: HttpOptions): Dispatcher {
  const idleMs = repeatable ? 4000 : 900;
  const settings: Pool.Options = {
    connections: concurrency,
    pipelining: 1,
    connectTimeout: Math.min(CONNECT_MS, timeoutMs),
    connect: VERIFIED,
    // The deadline of a call is kept here, not there.
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: idleMs,
    keepAliveMaxTimeout: idleMs,
    maxResponseSize: MAX_ANSWER_BYTES,
  };
  return proxied
    ? new EnvHttpProxyAgent({ ...settings, requestTls: VERIFIED, proxyTls: VERIFIED })
    : new Pool(origin, settings);
}

function exchange(
  dispatcher: Dispatcher,
  request: HttpRequest,
  options: HttpOptions,
  onLeave: () => void = () => {},
): Promise<HttpReply | NoReply> {
  return new Promise((resolve, reject) => {
    const url = new URL(request.url);
    const handler = new Exchange(resolve, reject, options, onLeave);
    dispatcher.dispatch(
      {
        origin: url.origin,
        path: url.pathname + url.search,
        method: request.method,
        headers: { ...request.headers },
        body: request.body ?? null,
      },
      handler,
    );
  });
}

/** Follows one call and tells, whatever comes, whether it can have been processed. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #resolve: (reply: HttpReply | NoReply) => void;
  readonly #reject: (error: Error) => void;
  readonly #options: HttpOptions;
  readonly #onLeave: () => void;
  // The library's own timers are coarse and start anew with each part of an answer; this one holds for all of it.
  readonly #deadline: NodeJS.Timeout;
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #late = false;
  #status = 0;
  #headers: Record<string, string> = {};

  constructor(
    resolve: (reply: HttpReply | NoReply) => void,
    reject: (error: Error) => void,
    options: HttpOptions,
    onLeave: () => void,
  ) {
    this.#resolve = resolve;
    this.#reject = reject;
    this.#options = options;
    this.#onLeave = onLeave;
    this.#deadline = setTimeout(() => this.#expire(), options.timeoutMs);
  }

  /** Called when a connection stands and before the first byte leaves: until then the call never left this machine. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#late) {
      controller.abort(new Error('too late'));
      return;
    }
    const first = this.#controller === undefined;
    this.#controller = controller;
    if (first) this.#onLeave();
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    // A server may send hints (1xx) before the answer; what it says there is not the answer's.
    this.#status = status;
    this.#headers = {};
    for (const [name, value] of Object.entries(headers)) {
      if (value !== undefined) this.#headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
    }
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const receivedAt = this.#options.clock.now();
    const body = Buffer.concat(this.#chunks).toString('utf8');
    this.#finish({ status: this.#status, headers: this.#headers, body, receivedAt });
  }

  onResponseError(_controller: unknown, error: Error): void {
    if (codeOf(error) === 'UND_ERR_INVALID_ARG') {
      clearTimeout(this.#deadline);
      this.#reject(error);
      return;
    }
    this.#finish(this.#controller === undefined ? neverLeft(error) : mayHaveArrived(error, this.#late, this.#options));
  }

  #expire(): void {
    this.#late = true;
    if (this.#controller !== undefined) {
      this.#controller.abort(new Error('too late'));
      return;
    }
    const reason = `no connection within ${this.#options.timeoutMs / 1000} s`;
    this.#finish({ left: false, untrusted: false, code: 'connect_timeout', reason });
  }

  #finish(reply: HttpReply | NoReply): void {
    clearTimeout(this.#deadline);
    this.#resolve(reply);
  }
}

function neverLeft(error: Error): NoReply {
  const code = codeOf(error);
  if (UNTRUSTED.test(code)) {
    return {
      left: false,
      untrusted: true,
      code: 'certificate_refused',
      reason: `the server's certificate is not trusted (${code})`,
    };
  }
  const [word, reason] = NO_CONNECTION[code] ?? ['connection_failed', `no connection (${code || error.message})`];
  return { left: false, untrusted: false, code: word, reason };
}

// https://docs.openssl.org/3.0/man1/openssl-verification-options/, and a proxy's own certificate
const UNTRUSTED =
  /^(CERT_|CRL_|DEPTH_ZERO|ERROR_IN_C|ERR_TLS_CERT|HOSTNAME_|INVALID_(CA|PURPOSE)|PATH_LENGTH_|SELF_SIGNED|UNABLE_TO_|UND_ERR_PRX_TLS)/;

const NO_CONNECTION: Readonly<Record<string, readonly [code: string, reason: string]>> = {
  ECONNREFUSED: ['connection_refused', 'nothing answers at this address (ECONNREFUSED)'],
  ENOTFOUND: ['host_not_found', 'the host name is not known (ENOTFOUND)'],
  EAI_AGAIN: ['host_not_found', 'the host name cannot be looked up now (EAI_AGAIN)'],
  UND_ERR_CONNECT_TIMEOUT: ['connect_timeout', 'no connection in time'],
};

function mayHaveArrived(error: Error, late: boolean, { timeoutMs }: HttpOptions): NoReply {
  const code = codeOf(error);
  const lost = (word: string, reason: string): NoReply => ({ left: true, untrusted: false, code: word, reason });
  if (late) {
    return lost('timeout_after_send', `sent, but no whole answer within ${timeoutMs / 1000} s`);
  }
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') return lost('answer_too_large', 'sent, but the answer is over 1 MiB');
  // By its name: the library leaves the code of this one empty.
  if (error.name === 'HTTPParserError') {
    return lost('unreadable_answer', `sent, but the answer cannot be read as HTTP (${error.message})`);
  }
  return lost('connection_lost', `sent, but the connection broke before the whole answer (${code || error.message})`);
}

function codeOf(error: Error): string {
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause instanceof Error ? codeOf(error.cause) : '';
}
