import { ConfigError } from '../errors.js';

/** The proxy for https that the environment names. */
export interface ProxySetting {
  readonly env: string;
  /** Host and port, without the credentials that may stand before them. */
  readonly host: string;
}

/** Undefined where no proxy is named. Throws a ConfigError for what names none. */
export function proxySetting(): ProxySetting | undefined {
  const env = ['HTTPS_PROXY', 'https_proxy'].find((each) => (process.env[each] ?? '') !== '');
  if (env === undefined) return undefined;
  const proxy = process.env[env] ?? '';
  const url = URL.canParse(proxy) ? new URL(proxy) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol)) return { env, host: url.host };
  throw new ConfigError(`${env}: expected the URL of a proxy such as http://proxy.example:3128`);
}
