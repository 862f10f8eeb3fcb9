import { OUR_COLUMNS } from '../contact/columns.js';
import type { Filled, SavedMapping } from '../contact/saved.js';
import { typed, UsageError } from '../errors.js';
import type { RunStart } from '../ledger/ledger.js';
import type { Provider } from '../providers/provider.js';
import { readDelimiter, readEncoding } from './plan.js';
import type { Decided, Flags } from './settings/flags.js';

/** What a run was begun with, as flags: later sessions go on with it. What fills which field is in `recordedMapping`. */
export function decidedBy(run: RunStart): Decided {
  const { settings } = run;
  const text = (value: unknown): string | undefined =>
    typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  const on = (value: unknown): true | undefined => (value === true ? true : undefined);
  return {
    provider: run.provider,
    format: run.format,
    delimiter: run.delimiter === '' ? undefined : run.delimiter,
    encoding: text(settings['encoding']),
    country: text(settings['country']),
    'phone-check': text(settings['phoneCheck']),
    'date-format': text(settings['dateFormat']),
    calendar: text(settings['calendar']),
    skip: text(settings['skip']),
    limit: text(settings['limit']),
    map: texts(settings['map']),
    set: texts(settings['set']),
    mapping: undefined,
    again: on(settings['again']),
    sandbox: on(settings['sandbox']),
  };
}

/** The words that an import of the run's is typed with, without its file. */
export function decidedWords(run: RunStart, { phone }: Provider): readonly string[] {
  const usual: Decided = { 'phone-check': 'possible', calendar: 'gregorian', country: phone.country };
  // Of the file itself, not of what is sent.
  const ofFile = ['format', 'delimiter', 'encoding', 'skip', 'limit', 'again'];
  return Object.entries(decidedBy(run)).flatMap(([flag, value]) => {
    if (value === undefined || value === usual[flag] || ofFile.includes(flag)) return [];
    if (value === true) return [`--${flag}`];
    return typeof value === 'string' ? [`--${flag}`, value] : value.flatMap((each) => [`--${flag}`, each]);
  });
}

/** Which columns and values fill which fields in a run. */
export function recordedMapping({ provider, settings, columns }: RunStart): SavedMapping {
  const fields = settings['fields'];
  const filled: Record<string, string | readonly string[]> = {};
  if (typeof fields === 'object' && fields !== null) {
    for (const [field, column] of Object.entries(fields)) {
      filled[field] = typeof column === 'string' ? column : texts(column);
    }
  }
  const header = columns.filter((name) => !OUR_COLUMNS.has(name));
  return { provider, fields: filled satisfies Filled, set: texts(settings['set']), header };
}

/** Throws a UsageError for the first flag, or variable, that asks for something else than what the run was begun with. */
export function refuseOthers(flags: Flags, run: RunStart): void {
  for (const [flag, before] of Object.entries(decidedBy(run))) {
    const refused = (name: string, now: string, then: string): UsageError =>
      new UsageError(
        `${name}${now}: run ${run.id} was begun with ${then === '' ? `no --${flag}` : then}, and goes on with it. Leave ${name} out, or begin another run with import`,
      );
    if (flag === 'again' || flag === 'sandbox') {
      if (flags.on(flag) && before !== true) throw refused(flags.nameOf(flag), '', '');
    } else if (flag === 'map' || flag === 'set') {
      const now = flags.list(flag);
      const then = Array.isArray(before) ? before.map(String) : [];
      const strange = now.find((each) => !then.includes(each));
      if (strange !== undefined) {
        throw refused(
          flags.nameOf(flag),
          ` ${typed(strange)}`,
          then.map((each) => `--${flag} ${typed(each)}`).join(' '),
        );
      }
    } else {
      const now = flags.given(flag);
      const then = flag === 'mapping' ? run.settings['mapping'] : before;
      if (now === undefined || isSame(flag, now.text, String(then ?? ''))) continue;
      throw refused(now.name, ` ${typed(now.text)}`, typeof then === 'string' ? `--${flag} ${typed(then)}` : '');
    }
  }
}

/** Whether two words mean the same to a flag. */
function isSame(flag: string, now: string, then: string): boolean {
  const meant = (text: string): string =>
    text === '' ? text : (READ[flag]?.(`--${flag}`, text) ?? text).toLowerCase();
  return meant(now) === meant(then);
}

/** Flags that have several words for one thing. */
const READ: Readonly<Record<string, (name: string, text: string) => string>> = {
  delimiter: readDelimiter,
  encoding: readEncoding,
};

/** What differs between two runs of the same content in what they send; empty when nothing does. */
export function differences(run: RunStart, other: RunStart): readonly string[] {
  const decides = ['fields', 'set', 'country', 'phoneCheck', 'dateFormat', 'calendar', 'skip', 'limit', 'again'];
  const shown = (value: unknown): string => (value === undefined || value === null ? 'none' : JSON.stringify(value));
  return decides.flatMap((name) => {
    const [then, now] = [shown(run.settings[name]), shown(other.settings[name])];
    return then === now ? [] : `${name}: ${then} then, ${now} now`;
  });
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
