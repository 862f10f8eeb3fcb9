import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { closest } from '../../contact/columns.js';
import { ConfigError, UsageError } from '../../errors.js';
import { providers } from '../../providers/index.js';
import { PROJECT_FILE } from './read.js';
import { EXPECTED, type Keys, keysOf, shapeOf, whyNot } from './shape.js';

/** A value of the project file: text, several (`field=value`), or yes or no. */
export type Value = string | readonly string[] | boolean;

/** A value with where it stands. */
export interface Stated {
  /** The file and the key, for messages. */
  readonly name: string;
  readonly value: Value;
  /** The profile it stands in; undefined outside of profiles. */
  readonly profile: string | undefined;
}

/** What a project file says, by key of an option; a chosen profile goes before the rest. */
export type Project = ReadonlyMap<string, Stated>;

/**
 * Reads the project file in the working directory; nothing where there is none. `command` is the one whose options are
 * its keys. Throws a ConfigError with the line for what cannot be, a UsageError for a profile that is not there.
 */
export function readProject(command: Command, profile: { name: string; text: string } | undefined): Project {
  const text = readText();
  if (text === undefined) {
    if (profile === undefined) return new Map();
    throw new UsageError(`${profile.name} ${profile.text}: there is no ${PROJECT_FILE} here that could hold it`);
  }
  const keys = keysOf(command);
  const { profiles, $schema: _, ...rest } = check(parse(text), text, keys);
  const chosen = profile === undefined ? undefined : choose(profiles ?? {}, profile);
  const layer = (values: object, name: string | undefined): readonly (readonly [string, Stated])[] =>
    Object.entries(values).map(([key, value]) => [
      key,
      {
        name: `${PROJECT_FILE}: ${name === undefined ? '' : `profiles.${name}.`}${key}`,
        value: asValue(value),
        profile: name,
      },
    ]);
  return new Map([...layer(rest, undefined), ...layer(chosen ?? {}, profile?.text)]);
}

function readText(): string | undefined {
  try {
    return readFileSync(PROJECT_FILE, 'utf8').replace(/^\ufeff/, '');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT') return undefined;
    throw new ConfigError(`${PROJECT_FILE}: cannot be read (${code})`, { cause: error });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const what = messageOf(error)
      .replace(/, (\.\.\.)?".*$/s, '')
      .replace(/ in JSON at.*$/, '');
    throw new ConfigError(`${PROJECT_FILE}:${brokenLine(text)}: is no JSON: ${what}`, { cause: error });
  }
}

/** The line at which a text stops to be JSON. */
function brokenLine(text: string): number {
  const lines = text.split('\n');
  const isBroken = (_: string, index: number): boolean => {
    const start = lines.slice(0, index + 1).join('\n');
    const message = messageOfParsing(start);
    const position = /position (\d+)/.exec(message)?.[1];
    return position === undefined ? message.includes('Unexpected token') : Number(position) < start.trimEnd().length;
  };
  const index = lines.findIndex(isBroken);
  return index < 0 ? text.trimEnd().split('\n').length : index + 1;
}

function messageOfParsing(text: string): string {
  try {
    JSON.parse(text);
    return '';
  } catch (error) {
    return messageOf(error);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function check(read: unknown, text: string, keys: Keys) {
  const checked = shapeOf(keys).safeParse(read);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  if (issue === undefined) throw checked.error;
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') throw unknownKey(issue.keys[0] ?? '', path, text, keys);
  const isInProfile = path[0] === 'profiles' && path.length > 2;
  const key = (isInProfile ? path[2] : path[0]) ?? '';
  const sort = keys.get(key)?.sort;
  const expected = sort === undefined ? 'an object' : EXPECTED[sort];
  const where = path.slice(0, isInProfile ? 3 : sort === undefined ? path.length : 1);
  const found = where.reduce<unknown>((value, name) => memberOf(value, name), read);
  throw new ConfigError(
    `${PROJECT_FILE}${lineOf(key, text)}: ${[...where, ''].join('.').replace(/\.$/, ': ')}expected ${expected}, found ${JSON.stringify(found)}`,
  );
}

function unknownKey(key: string, path: readonly string[], text: string, keys: Keys): ConfigError {
  const place = `${PROJECT_FILE}${lineOf(key, text)}: ${[...path, key].join('.')}`;
  if (isSecretOrPlace(key)) {
    return new ConfigError(`${place}: secrets and base URLs come from the environment or .env alone. Take it out here`);
  }
  const why = whyNot(key);
  if (why !== undefined) return new ConfigError(`${place}: has no place here: ${why}`);
  const dashed = key
    .replaceAll('_', '-')
    .replace(/(?<=[a-z])[A-Z]/g, '-$&')
    .toLowerCase()
    .replace(/^no-/, '');
  const names = [...keys.keys(), ...(path.length === 0 ? ['profiles'] : [])];
  const guess = names.find((name) => name === dashed) ?? closest(dashed, names);
  const hint = guess === undefined ? 'See: contact-push import --help-all' : `Did you mean ${guess}?`;
  return new ConfigError(`${place}: there is no such setting. ${hint}`);
}

function isSecretOrPlace(key: string): boolean {
  const ours = providers.flatMap(({ settings, baseUrl }) => [...settings.map(({ env }) => env), baseUrl.env]);
  const plain = (text: string): string => text.toLowerCase().replace(/[-_]/g, '');
  return ours.some((env) => plain(env) === plain(key)) || /token|secret|password|apikey|baseurl|login/.test(plain(key));
}

function choose(profiles: Readonly<Record<string, object>>, { name, text }: { name: string; text: string }): object {
  const chosen = Object.hasOwn(profiles, text) ? profiles[text] : undefined;
  if (chosen !== undefined) return chosen;
  const names = Object.keys(profiles);
  const guess = closest(text, names);
  const there = names.length === 0 ? 'no profiles' : `the profiles ${names.join(', ')}`;
  const hint = guess === undefined ? '' : `. Did you mean ${guess}?`;
  throw new UsageError(`${name} ${text}: ${PROJECT_FILE} has ${there}${hint}`);
}

function asValue(value: unknown): Value {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value).map(
    ([field, each]) => `${field}=${Array.isArray(each) ? each.join(',') : String(each)}`,
  );
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

/** `:LINE` of the key, where it stands only once. */
function lineOf(key: string, text: string): string {
  const written = JSON.stringify(key);
  const at = text.indexOf(written);
  return key === '' || at < 0 || text.includes(written, at + 1) ? '' : `:${lineAt(text, at)}`;
}

function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}
