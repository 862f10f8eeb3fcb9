import { ConfigError } from '../../errors.js';
import type { Provider, Setting } from '../../providers/provider.js';
import { proxySetting } from '../proxy.js';
import { mixedSources, readBaseUrl, settingFault } from '../setting-faults.js';
import type { Environment } from '../settings/environment.js';
import type { Checked } from './checked.js';

/** Each setting of a provider, and where its calls go. `file` is what `.env` is called. Shows no secret. */
export function checkSettings(provider: Provider, environment: Environment, file: string): readonly Checked[] {
  const place = (env: string): string => (environment.origin(env) === 'file' ? `in ${file}` : 'in the environment');
  return [
    ...provider.settings.map((setting) => checkSetting(setting, environment, place)),
    checkBaseUrl(provider, environment, place),
  ];
}

function checkSetting(setting: Setting, environment: Environment, place: (env: string) => string): Checked {
  const { env, secret } = setting;
  const about = { check: 'setting', name: env } as const;
  const fault = settingFault(setting, environment);
  if (fault === undefined) {
    const text = secret ? `set ${place(env)}, not shown` : `${environment.get(env)}, ${place(env)}`;
    return { ...about, mark: 'ok', text };
  }
  const wrong = { ...about, mark: 'wrong', exit: 2 } as const;
  return fault.kind === 'missing'
    ? { ...wrong, when: 'what is missing stands in .env or in the environment', text: fault.text }
    : { ...wrong, when: 'the settings are mended', text: `set ${place(env)}, and cannot be used: it ${fault.text}` };
}

function checkBaseUrl(provider: Provider, environment: Environment, place: (env: string) => string): Checked {
  const { env, default: documented } = provider.baseUrl;
  const about = { check: 'base_url', name: env } as const;
  const given = environment.get(env);
  if (given === undefined) return { ...about, mark: 'ok', text: `not set: calls go to ${documented}, as documented` };
  const wrong = (text: string): Checked => ({
    ...about,
    mark: 'wrong',
    exit: 2,
    when: 'the settings are mended',
    text,
  });
  const base = readBaseUrl(given);
  // The text itself may hold a password.
  if ('fault' in base) return wrong(`set ${place(env)}, and cannot be used: ${base.fault}`);
  const mixed = mixedSources(provider, environment);
  if (mixed !== undefined) return wrong(mixed);
  return base.origin === new URL(documented).origin
    ? { ...about, mark: 'ok', text: `${base.href}, as documented, ${place(env)}` }
    : { ...about, mark: 'note', text: `calls go to ${base.href}, as set ${place(env)}, and not to ${documented}` };
}

/** The proxy of the environment; undefined where none is named. */
export function checkProxy(): Checked | undefined {
  const about = { check: 'proxy' } as const;
  try {
    const proxy = proxySetting();
    if (proxy === undefined) return undefined;
    const text = `calls over https go through ${proxy.host}, but for the hosts in NO_PROXY`;
    return { ...about, name: proxy.env, mark: 'note', text };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const [name = '', ...words] = error.message.split(': ');
    return { ...about, name, mark: 'wrong', exit: 2, when: 'the proxy is named rightly', text: words.join(': ') };
  }
}
