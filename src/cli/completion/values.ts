import { Argument, type Option } from 'commander';
import { findProvider, providers } from '../../providers/index.js';
import { DELIMITER_WORDS, FORMATS, PHONE_CHECKS } from '../words.js';
import type { Asked } from './asked.js';
import type { Line, Offer, Offers } from './offer.js';

type Source = (line: Line) => Offers | Promise<Offers>;

/**
 * Where values come from, by the flag, by command and operand, or by what its help calls the value. Words that stand
 * in the help itself, `<text|json>`, and commander's choices need no line here.
 */
const SOURCES: Readonly<Record<string, Source>> = {
  '--provider': () => providers.map(({ name, title }) => ({ word: name, help: title })),
  '--format': () => plain(FORMATS),
  '--phone-check': () => plain(PHONE_CHECKS),
  '--delimiter': () => plain(Object.keys(DELIMITER_WORDS)),
  '--calendar': async () => plain((await import('../../contact/dates.js')).CALENDARS),
  '--encoding': async () => plain((await import('../../input/encoding.js')).ENCODINGS),
  '--as': async () => plain((await import('../../report/index.js')).FORMATS.map(({ name }) => name)),
  '--country': async () => (await import('./countries.js')).offerCountries(),
  '--profile': async () => (await import('./profiles.js')).offerProfiles(),
  '--set': fields,
  '--map': async (line) => (line.typed.includes('=') ? (await import('./header.js')).offerColumns(line) : fields(line)),
  'providers <name>': (line) => SOURCES['--provider']?.(line) ?? [],
  'help <command>': ({ program }) =>
    program
      .createHelp()
      .visibleCommands(program)
      .map((command) => ({ word: command.name(), help: command.summary() || command.description() })),
  '<run>': async (line) => (await import('./runs.js')).offerRuns(line),
  '<provider>': (line) => SOURCES['--provider']?.(line) ?? [],
  '<file>': () => 'files',
  '<folder>': () => 'folders',
};

/** What may stand where a value is asked for; nothing where nobody knows. */
export async function offerValues({ command, taker }: Pick<Asked, 'command' | 'taker'>, line: Line): Promise<Offers> {
  if (taker === undefined) return [];
  const called = taker instanceof Argument ? taker.name() : calledIn(taker);
  const words = taker.argChoices ?? (called.includes('|') ? called.split('|') : undefined);
  if (words !== undefined) return plain(words);
  const name = taker instanceof Argument ? `${command.name()} <${called}>` : (taker.long ?? '');
  const source = SOURCES[name] ?? SOURCES[`<${called}>`];
  return source === undefined ? [] : source(line);
}

/** `file` of `--report <file>`. */
function calledIn({ flags }: Option): string {
  return /[<[](.+?)(?:\.\.\.)?[>\]]/.exec(flags)?.[1] ?? '';
}

/** Fields of the provider on the line, else of all, ready for a value: `list_name=`. */
function fields({ flags, typed }: Line): readonly Offer[] {
  if (typed.includes('=')) return [];
  const chosen = findProvider(flags.text('provider') ?? '');
  return (chosen === undefined ? providers : [chosen]).flatMap((provider) =>
    provider.fields.map(({ name, help }) => ({
      word: `${name}=`,
      help: chosen === undefined ? `${provider.title}: ${help}` : help,
    })),
  );
}

function plain(words: readonly string[]): readonly Offer[] {
  return words.map((word) => ({ word, help: '' }));
}
