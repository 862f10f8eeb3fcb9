import { type IncomingHttpHeaders, request } from 'node:http';
import type { Sandbox, ServiceName } from '../../src/sandbox/index.js';

/** What a client saw of one call. */
export interface Seen {
  /** 0 when no answer began. */
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** In how many pieces the body came. */
  readonly pieces: number;
  /** The code of the error that ended it; empty when the answer came whole. */
  readonly error: string;
}

export interface Raw {
  /** Settles when the answer is whole or the connection has ended. */
  readonly seen: Promise<Seen>;
  /** What came so far. */
  sofar(): string;
  leave(): void;
}

/** A call on a connection of its own, which bears whatever is done to it. */
export function call({ port }: Sandbox, { method, path, headers = {}, body = '' }: Asked): Raw {
  let status = 0;
  let answered: IncomingHttpHeaders = {};
  let text = '';
  let pieces = 0;
  const req = request({ host: '127.0.0.1', port, method, path, headers, agent: false });
  const seen = new Promise<Seen>((resolve) => {
    const settle = (error: string): void => resolve({ status, headers: answered, body: text, pieces, error });
    const fail = (error: NodeJS.ErrnoException): void => settle(error.code ?? error.message);
    req.on('error', fail);
    req.on('response', (response) => {
      status = response.statusCode ?? 0;
      answered = response.headers;
      response.setEncoding('utf8');
      response.on('data', (piece: string) => {
        text += piece;
        pieces += 1;
      });
      response.on('error', fail);
      response.on('end', () => settle(''));
    });
  });
  req.end(body);
  return { seen, sofar: () => text, leave: () => req.destroy() };
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const OCTOPUSH = { 'api-login': 'sandbox@example.org', 'api-key': 'sandbox-key', 'content-type': 'application/json' };
const AMOOT = { authorization: 'sandbox-token', 'content-type': 'application/x-www-form-urlencoded' };
const EMPTY = Object.fromEntries(
  [
    ...['GenderType', 'Labels', 'FName', 'LName', 'CompanyTitle', 'JobTitle', 'Email', 'CityName', 'AddressText'],
    ...[1, 2, 3, 4, 5, 6].map((n) => `CustomText${n}`),
    ...['BornDate', 'AnniversaryDate', 'CustomDate1', 'CustomDate2', 'CustomDate3'],
  ].map((key) => [key, '']),
);

/** The n-th number of a service, from 0 to 9, as it takes it. */
export function numberOf(service: ServiceName, n: number): string {
  return { octopush: `+3363998000${n}`, protexting: `1646555010${n}`, amoot: `0912000000${n}` }[service];
}

/** The call that creates contacts with these numbers (one, but at Octopush). */
export function creating(service: ServiceName, ...ns: readonly number[]): Asked {
  const numbers = ns.map((n) => numberOf(service, n));
  const [first = ''] = numbers;
  switch (service) {
    case 'octopush': {
      const body = JSON.stringify({ contacts: numbers.map((phone_number) => ({ phone_number })) });
      return { method: 'POST', path: '/v1/public/contact/create', headers: OCTOPUSH, body };
    }
    case 'protexting':
      return {
        method: 'POST',
        path: '/v1/contacts-opt-in/create?access_token=sandbox-token',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ PhoneNumber: first, GroupIds: [1] }),
      };
    case 'amoot': {
      const form = { ...EMPTY, ContactGroupID: '0', Active: 'true', Mobile: first };
      return { method: 'POST', path: '/rest/ContactCreate', headers: AMOOT, body: String(new URLSearchParams(form)) };
    }
  }
}

/** A call that changes nothing: of a number, where the service can find one, else of the account. */
export function finding(service: ServiceName, n: number): Asked {
  switch (service) {
    case 'octopush':
      return { method: 'GET', path: '/v1/public/wallet/check-balance', headers: OCTOPUSH };
    case 'protexting':
      return { method: 'GET', path: `/v1/contacts/find?access_token=sandbox-token&number=${numberOf(service, n)}` };
    case 'amoot':
      return {
        method: 'POST',
        path: '/rest/ContactSearch',
        headers: AMOOT,
        body: `Mobile=${numberOf(service, n)}`,
      };
  }
}
