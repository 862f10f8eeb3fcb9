import { Option } from 'commander';

/** What commander does not know of an option. */
export interface Traits {
  /** On the first screen of help, not only on `--help-all`. */
  readonly usual?: true;
  /** What holds where it is not given, in words. */
  readonly standard?: string;
  /** May be given several times. */
  readonly repeats?: true;
  /** Taken, but in no help. */
  readonly hidden?: true;
}

/** An option with what help, the project file and `--show-settings` tell of it. */
export class Flag extends Option {
  readonly traits: Traits;

  constructor(flags: string, help: string, traits: Traits = {}) {
    super(flags, traits.standard === undefined ? help : `${help} (default: ${traits.standard})`);
    this.traits = traits;
    if (traits.hidden) this.hideHelp();
    if (traits.repeats) this.argParser(collect);
  }
}

/** What is told of an option; one without traits is a usual one. */
export function traitsOf(option: Option): Traits {
  return option instanceof Flag ? option.traits : { usual: true };
}

/** Whether it is on or off, and has no value. */
export function isSwitch(option: Option): boolean {
  return option.negate || option.isBoolean();
}

/** As typed, without the dashes and without `no-`. */
export function keyOf(option: Option): string {
  return option.name().replace(/^no-/, '');
}

function collect(value: string, before: unknown): readonly string[] {
  return [...(Array.isArray(before) ? before.map(String) : []), value];
}
