import type { Provider, Setting } from '../providers/provider.js';
import type { Environment } from './settings/environment.js';

/** What is wrong with a setting, in words that go on after its name. */
export interface SettingFault {
  readonly kind: 'missing' | 'unsendable';
  readonly text: string;
}

/** What keeps a setting from being used; undefined when nothing does. */
export function settingFault({ env, help, where }: Setting, environment: Environment): SettingFault | undefined {
  const value = environment.get(env);
  if (value === undefined) return { kind: 'missing', text: `is not set (${help}, from ${where})` };
  if (SENDABLE.test(value)) return undefined;
  const text = 'holds a line break, a space at an end, or a character that no header can carry. Set it again';
  return { kind: 'unsendable', text };
}

const SENDABLE = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;

/** Where calls go, or what is wrong with it, in words that go on after its name. */
export type BaseUrl = { readonly origin: string; readonly href: string } | { readonly fault: string };

/** Reads a base URL: https, or http on a loopback host, with nothing in it that does not belong there. */
export function readBaseUrl(text: string): BaseUrl {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['https:', 'http:'].includes(url.protocol)) {
    return { fault: 'expected a URL such as https://proxy.example' };
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    return { fault: 'expected scheme, host and port alone, such as https://proxy.example:8443' };
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return {
      fault:
        'http:// would send the credentials in the clear. Use https://, or a loopback host such as http://127.0.0.1:8080',
    };
  }
  return { origin: url.origin, href: url.href.replace(/\/+$/, '') };
}

/** Whether a host name of a URL leads to this computer. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/**
 * A file that lies in the working directory may not send credentials of the environment to a host of its choice. Gives
 * words that go on after the name of the base URL's setting.
 */
export function mixedSources(provider: Provider, environment: Environment): string | undefined {
  if (environment.origin(provider.baseUrl.env) !== 'file') return undefined;
  const elsewhere = provider.settings.find(({ env }) => environment.origin(env) === 'environment');
  if (elsewhere === undefined) return undefined;
  return `stands in .env, but ${elsewhere.env} in the environment: a file may not redirect credentials that are not its own. Put both in one place`;
}
