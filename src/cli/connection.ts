import { createHash } from 'node:crypto';
import { ConfigError } from '../errors.js';
import type { RunStart } from '../ledger/ledger.js';
import type { Provider } from '../providers/provider.js';
import type { Environment } from './environment.js';
import { standInSettings } from './stand-in.js';

/** How a provider is reached, and as whom. */
export interface Connection {
  /** Value of a setting, or of the base URL's variable. */
  readonly read: (env: string) => string;
  /** Scheme, host and port. */
  readonly origin: string;
  /** Names the account without giving a secret away. */
  readonly account: string;
  readonly secrets: readonly string[];
  /** What to tell the user before the run. */
  readonly notices: readonly string[];
}

/** Reads settings from the environment and `.env`. Throws a ConfigError that names what is missing, and where to get it. */
export function readConnection(provider: Provider, environment: Environment): Connection {
  const missing = provider.settings.filter(({ env }) => environment.get(env) === undefined);
  if (missing.length > 0) {
    const each = missing.map(({ env, help, where }) => `${env} is not set (${help}, from ${where}).`);
    const them = missing.length === 1 ? 'it' : 'them';
    throw new ConfigError(`${each.join(' ')} Put ${them} in .env or in the environment, or try --sandbox`);
  }
  for (const { env } of provider.settings) {
    if (SENDABLE.test(environment.get(env) ?? '')) continue;
    throw new ConfigError(
      `${env}: holds a line break, a space at an end, or a character that no header can carry. Set it again`,
    );
  }
  refuseMixedSources(provider, environment);
  return connect(provider, (env) => environment.get(env));
}

/** The connection of a run: to a stand-in where there is one; a dry run needs no settings. */
export function openConnection(
  environment: Environment,
  { provider, dryRun }: { readonly provider: Provider; readonly dryRun: boolean },
  standIn: { readonly url: string } | undefined,
): Connection {
  if (standIn !== undefined) {
    const settings = standInSettings(standIn.url);
    // Whatever is listed there: a stand-in is never the real service.
    const connection = connect(provider, (env) => (env === provider.baseUrl.env ? standIn.url : settings[env]));
    return { ...connection, notices: [] };
  }
  return dryRun ? connect(provider, (env) => environment.get(env)) : readConnection(provider, environment);
}

const SENDABLE = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;

/** A connection made of given values; what is not given is a placeholder. */
export function connect(provider: Provider, get: (env: string) => string | undefined): Connection {
  const { env: baseEnv, default: documented } = provider.baseUrl;
  const base = readBaseUrl(baseEnv, get(baseEnv) ?? documented);
  const read = (env: string): string => (env === baseEnv ? base.href : (get(env) ?? `<${env}>`));
  const other = base.origin !== new URL(documented).origin;
  return {
    read,
    origin: base.origin,
    account: [provider.name, base.origin, ...payers(provider, read)].join(' '),
    secrets: provider.settings.filter(({ secret }) => secret).flatMap(({ env }) => get(env) ?? []),
    notices: other ? [`calls go to ${base.origin} (${baseEnv}), not to ${documented}`] : [],
  };
}

/** The account that the run counts for from now on. Throws a ConfigError where the settings lead to another one. */
export function accountOf(run: RunStart, { account }: Connection, provider: Provider): string {
  if (account === run.account) return account;
  const [, origin = '', ...payer] = account.split(' ');
  const [, runOrigin = '', ...runPayer] = run.account.split(' ');
  if (origin !== runOrigin) {
    throw new ConfigError(
      `run ${run.id} went to ${runOrigin}, and the settings lead to ${origin}: set ${provider.baseUrl.env} as it was, or begin another run with import`,
    );
  }
  const plain = provider.settings.find((setting) => setting.account === 'plain');
  if (plain === undefined) return account;
  throw new ConfigError(
    `run ${run.id} was begun with ${plain.env}=${runPayer.join(' ')}, and it is ${payer.join(' ')} now: set it as it was, or begin another run with import`,
  );
}

function payers(provider: Provider, read: (env: string) => string): readonly string[] {
  return provider.settings.flatMap(({ env, account }) => {
    if (account === undefined) return [];
    const value = read(env);
    return account === 'plain' ? value : createHash('sha256').update(value).digest('hex').slice(0, 16);
  });
}

function readBaseUrl(env: string, text: string): { origin: string; href: string } {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['https:', 'http:'].includes(url.protocol)) {
    throw new ConfigError(`${env}: expected a URL such as https://proxy.example`);
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new ConfigError(`${env}: expected scheme, host and port alone, such as https://proxy.example:8443`);
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new ConfigError(
      `${env}: http:// would send the credentials in the clear. Use https://, or a loopback host such as http://127.0.0.1:8080`,
    );
  }
  return { origin: url.origin, href: url.href.replace(/\/+$/, '') };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** A file that lies in the working directory may not send credentials of the environment to a host of its choice. */
function refuseMixedSources(provider: Provider, environment: Environment): void {
  const { env } = provider.baseUrl;
  if (environment.origin(env) !== 'file') return;
  const elsewhere = provider.settings.find((setting) => environment.origin(setting.env) !== 'file');
  if (elsewhere === undefined) return;
  throw new ConfigError(
    `${env} stands in .env, but ${elsewhere.env} in the environment: a file may not redirect credentials that are not its own. Put both in one place`,
  );
}
