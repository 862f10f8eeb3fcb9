import { createHash } from 'node:crypto';
import { ConfigError } from '../errors.js';
import type { RunStart } from '../ledger/ledger.js';
import type { Provider } from '../providers/provider.js';
import { mixedSources, readBaseUrl, settingFault } from './setting-faults.js';
import type { Environment } from './settings/environment.js';
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
  const faults = provider.settings.flatMap((setting) => {
    const fault = settingFault(setting, environment);
    return fault === undefined ? [] : [{ env: setting.env, ...fault }];
  });
  const missing = faults.filter(({ kind }) => kind === 'missing');
  if (missing.length > 0) {
    const each = missing.map(({ env, text }) => `${env} ${text}.`);
    const them = missing.length === 1 ? 'it' : 'them';
    throw new ConfigError(`${each.join(' ')} Put ${them} in .env or in the environment, or try --sandbox`);
  }
  const [unsendable] = faults;
  if (unsendable !== undefined) throw new ConfigError(`${unsendable.env}: ${unsendable.text}`);
  const mixed = mixedSources(provider, environment);
  if (mixed !== undefined) throw new ConfigError(`${provider.baseUrl.env} ${mixed}`);
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

/** A connection made of given values; what is not given is a placeholder. */
export function connect(provider: Provider, get: (env: string) => string | undefined): Connection {
  const { env: baseEnv, default: documented } = provider.baseUrl;
  const base = readBaseUrl(get(baseEnv) ?? documented);
  if ('fault' in base) throw new ConfigError(`${baseEnv}: ${base.fault}`);
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
