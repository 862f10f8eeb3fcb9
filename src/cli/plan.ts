import { closest, type Wishes } from '../contact/columns.js';
import { parseDateFormat } from '../contact/date-format.js';
import { CALENDARS, type DateRules } from '../contact/dates.js';
import { asCountry, type PhoneRules } from '../contact/phone.js';
import type { SavedMapping } from '../contact/saved.js';
import { UsageError } from '../errors.js';
import { asEncoding, ENCODINGS } from '../input/encoding.js';
import type { InputOptions } from '../input/index.js';
import { findProvider, providers } from '../providers/index.js';
import type { Provider } from '../providers/provider.js';
import { type ChaosOptions, readChaos } from './chaos.js';
import type { Call } from './command.js';
import { type RunLimits, readLimits } from './limits.js';
import { readChoice, readCount, readDuration } from './parse.js';
import { type Flags, LAYERS } from './settings/flags.js';
import { DELIMITER_WORDS, FORMATS, PHONE_CHECKS } from './words.js';

/** What an `import` was asked to do. */
export interface Plan {
  readonly path: string;
  readonly provider: Provider;
  readonly dryRun: boolean;
  readonly sandbox: boolean;
  readonly chaos: ChaosOptions;
  readonly json: boolean;
  readonly limits: RunLimits;
  readonly inputOptions: InputOptions;
  /** Read a file through before the first call. */
  readonly preflight: boolean;
  readonly wishes: Wishes;
  /** A file to take the mapping from, instead of `wishes`. */
  readonly mapping: string | undefined;
  /** What fills which field, as the run has it that goes on; instead of `wishes` and `mapping`. */
  readonly recorded: SavedMapping | undefined;
  /** A file to write the mapping to. */
  readonly saveMapping: string | undefined;
  readonly phone: PhoneRules;
  readonly dates: DateRules;
  readonly skip: number;
  readonly limit: number;
  /** Send on purpose what was sent before. */
  readonly again: boolean;
  /** Go on with an unfinished run of the same content. */
  readonly resume: boolean;
  /** How long to wait for another run on the account. */
  readonly waitMs: number;
  readonly progressIntervalMs: number | undefined;
  /** All that decides what is sent, for the ledger. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Reads the flags of a command that sends `path`. Throws a UsageError for the first that cannot be. */
export function readPlan({ flags }: Call, path: string, recorded?: SavedMapping): Plan {
  const provider = readProvider(flags);
  const phone = readPhoneRules(flags, provider);
  const dates = readDateRules(flags);
  const wishes = readWishes(flags);
  const mapping = readMappingPath(flags, wishes);
  const skip = flags.read('skip', (name, text) => readCount(name, text, 0), 0);
  const inputOptions = readInputOptions(flags);
  const [again, sandbox] = [flags.on('again'), flags.on('sandbox')];
  const limit = flags.read('limit', (name, text) => readCount(name, text, 1), Number.POSITIVE_INFINITY);
  return {
    path,
    provider,
    dryRun: flags.on('dry-run'),
    sandbox,
    chaos: readChaos(flags, sandbox),
    json: flags.on('json'),
    limits: readLimits(flags, provider),
    inputOptions,
    preflight: !flags.off('preflight'),
    wishes,
    mapping,
    recorded,
    saveMapping: flags.text('save-mapping'),
    phone,
    dates,
    skip,
    limit,
    again,
    resume: flags.on('resume'),
    waitMs: flags.read('wait', (name, text) => readDuration(name, text, Number.POSITIVE_INFINITY), 0),
    progressIntervalMs: flags.read('progress-interval', readDuration, undefined),
    settings: {
      ...wishes,
      country: phone.country ?? null,
      phoneCheck: phone.check,
      dateFormat: dates.format?.text ?? null,
      calendar: dates.calendar,
      encoding: inputOptions.encoding ?? null,
      skip,
      limit: Number.isFinite(limit) ? limit : null,
      again,
      sandbox,
    },
  };
}

/** The provider that `--provider` names. Throws a UsageError that names them all. */
export function readProvider(flags: Flags): Provider {
  const names = providers.map(({ name }) => name);
  const given = flags.given('provider');
  if (given === undefined) throw new UsageError(`--provider is missing: expected ${names.join(', ')}`);
  const provider = findProvider(given.text);
  if (provider !== undefined) return provider;
  const guess = closest(given.text, names);
  const hint = guess === undefined ? '' : `. Did you mean ${guess}?`;
  throw new UsageError(`${given.name} ${given.text}: expected ${names.join(', ')}${hint}`);
}

/** What fills which field. A mapping that was asked for nearer at hand stands instead of columns and values that lie further off. */
function readWishes(flags: Flags): Wishes {
  const rank = (flag: string): number => {
    const layer = flags.layerOf(flag);
    return layer === undefined ? LAYERS.length : LAYERS.indexOf(layer);
  };
  const own = (flag: string): readonly string[] => (rank('mapping') < rank(flag) ? [] : flags.list(flag));
  return { map: own('map'), set: own('set') };
}

function readMappingPath(flags: Flags, { map, set }: Wishes): string | undefined {
  const given = flags.given('mapping');
  if (given !== undefined && map.length + set.length > 0) {
    const other = map.length > 0 ? '--map' : '--set';
    throw new UsageError(
      `${given.name} ${given.text} holds columns and fixed values already: leave out ${other}, or leave out --mapping and write another with --save-mapping`,
    );
  }
  return given?.text;
}

function readPhoneRules(flags: Flags, provider: Provider): PhoneRules {
  const given = flags.given('country');
  const text = given?.text ?? provider.phone.country;
  const country = text === undefined ? undefined : asCountry(text);
  if (text !== undefined && country === undefined) {
    throw new UsageError(`${given?.name ?? 'country'} ${text}: expected a country code of two letters such as FR`);
  }
  const check = flags.read('phone-check', (name, word) => readChoice(name, word, PHONE_CHECKS), 'possible');
  return { country, check };
}

function readDateRules(flags: Flags): DateRules {
  const calendar = flags.read('calendar', (name, word) => readChoice(name, word, CALENDARS), 'gregorian');
  const given = flags.given('date-format');
  if (given === undefined) return { calendar };
  const format = parseDateFormat(given.text);
  if (typeof format === 'string') throw new UsageError(`${given.name} ${given.text}: ${format}`);
  return { calendar, format };
}

function readInputOptions(flags: Flags): InputOptions {
  const format = flags.read('format', (name, text) => readChoice(name, text, FORMATS), undefined);
  const delimiter = flags.read('delimiter', readDelimiter, undefined);
  const encoding = flags.read('encoding', readEncoding, undefined);
  return {
    ...(encoding === undefined ? {} : { encoding }),
    ...(format === undefined ? {} : { format }),
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(flags.off('preflight') ? { glance: true } : {}),
  };
}

/** The one name of an encoding. Throws a UsageError for what is none. */
export function readEncoding(name: string, text: string): string {
  const encoding = asEncoding(text);
  if (encoding !== undefined) return encoding;
  const guess = closest(text.trim().toLowerCase(), ENCODINGS);
  const hint = guess === undefined ? '' : `. Did you mean ${guess}?`;
  throw new UsageError(
    `${name} ${text}: expected the name of an encoding such as ${ENCODINGS.slice(0, 5).join(', ')}${hint}`,
  );
}

const DELIMITERS = new Map(
  Object.entries({ ...DELIMITER_WORDS, ',': ',', ';': ';', '\t': '\t', '\\t': '\t', '|': '|' }),
);

/** The character of a word such as `semicolon`, or the character itself. Throws a UsageError for another. */
export function readDelimiter(name: string, text: string): string {
  const delimiter = DELIMITERS.get(text.toLowerCase());
  if (delimiter === undefined) throw new UsageError(`${name} ${text}: expected comma, semicolon, tab or pipe`);
  return delimiter;
}
