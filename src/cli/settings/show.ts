import type { Command, Option } from 'commander';
import { findProvider } from '../../providers/index.js';
import type { Provider } from '../../providers/provider.js';
import type { Call } from '../command.js';
import { isSwitch, keyOf, traitsOf } from '../option.js';
import { columnsOf } from '../terminal/columns.js';
import { printable } from '../terminal/printable.js';
import { wrapped } from '../terminal/wrap.js';
import type { Environment } from './environment.js';
import { type Flags, type Layer, twinOf } from './flags.js';
import { PROJECT_FILE } from './read.js';

interface Shown {
  readonly setting: string;
  /** null where there is none, and for a secret. */
  readonly value: string | readonly string[] | boolean | null;
  readonly from: string;
}

/** Prints what each setting of a command is, and where that comes from; secrets are named, never shown. */
export function showSettings({ flags, environment, output }: Call, command: Command): void {
  const provider = findProvider(flags.text('provider') ?? '');
  const shown = [
    ...command.options
      .filter((option) => !option.hidden && !['show-settings', 'help-all'].includes(keyOf(option)))
      .map((option) => showOption(option, flags, environment, provider)),
    ...(provider === undefined ? [] : showConnection(provider, environment)),
  ];
  if (flags.on('json')) {
    output.print(JSON.stringify(shown));
    return;
  }
  const texts = shown.map(({ setting, value, from }) => [setting, valueText(value), from] as const);
  const widths = [0, 1].map((column) => Math.max(...texts.map((cells) => cells[column]?.length ?? 0)));
  const columns = columnsOf(process.stdout, Number.POSITIVE_INFINITY);
  const [first, second] = [widths[0] ?? 0, Math.min(40, widths[1] ?? 0)];
  const below = first + 2;
  const lines = texts.flatMap(([setting, value, from]) => {
    const start = `${setting.padEnd(first)}  `;
    if (columns < LEAST_TABLE) {
      const where = from === 'default' || from === '' ? '' : ` (${from})`;
      return wrapped(`${start}${value}${where}`, columns, { indent: below });
    }
    const whole = `${start}${value.padEnd(second)}  ${from}`.trimEnd();
    return whole.length <= columns ? [whole] : [start + value, ' '.repeat(below) + from];
  });
  output.print(lines.join('\n'));
}

/** Columns that a table needs; with less, only what is no default has its place named. */
const LEAST_TABLE = 72;

function showOption(option: Option, flags: Flags, environment: Environment, provider: Provider | undefined): Shown {
  const { negate } = option;
  const [key, traits] = [keyOf(option), traitsOf(option)];
  const layer = flags.layerOf(key, negate);
  const from = layer === undefined ? 'default' : placeOf(layer, flags, environment, key, negate);
  if (isSwitch(option)) return { setting: key, value: negate ? !flags.off(key) : flags.on(key), from };
  if (traits.repeats) return { setting: key, value: flags.list(key), from };
  return { setting: key, value: flags.text(key) ?? standardOf(key, traits.standard, provider), from };
}

function placeOf(layer: Layer, flags: Flags, environment: Environment, key: string, negate: boolean): string {
  const twin = twinOf(negate ? `no-${key}` : key);
  if (layer === 'flag') return negate ? `--no-${key}` : `--${key}`;
  if (layer === 'environment') return `${twin} in the environment`;
  if (layer === 'file') return `${twin} in ${environment.path}`;
  return layer === 'project' ? PROJECT_FILE : `${PROJECT_FILE}, profile ${flags.text('profile') ?? ''}`;
}

function standardOf(key: string, standard: string | undefined, provider: Provider | undefined): string | null {
  const { limits, phone } = provider ?? {};
  const own: Readonly<Record<string, string | undefined>> = {
    rate: limits && `${limits.perSecond}/s`,
    concurrency: limits && String(limits.concurrency),
    'batch-size': limits && String(limits.batchSize),
    country: phone?.country,
  };
  return own[key] ?? standard ?? null;
}

function showConnection({ settings, baseUrl }: Provider, environment: Environment): readonly Shown[] {
  const from = (env: string, otherwise: string): string => {
    const origin = environment.origin(env);
    if (origin === undefined) return otherwise;
    return origin === 'file' ? environment.path : 'the environment';
  };
  return [
    ...settings.map(({ env, secret }) => {
      const value = environment.get(env);
      const shown = value === undefined ? 'not set' : secret ? 'set, not shown' : value;
      return { setting: env, value: shown, from: from(env, '') };
    }),
    {
      setting: baseUrl.env,
      value: environment.get(baseUrl.env) ?? baseUrl.default,
      from: from(baseUrl.env, 'default'),
    },
  ];
}

function valueText(value: Shown['value']): string {
  if (value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return printable(typeof value === 'string' ? value : value.join(' ') || 'none');
}
