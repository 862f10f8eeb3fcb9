/** What became of one check. `name` and `text` are for people. */
export type Checked = {
  /** Stable word for machines. */
  readonly check: Check;
  readonly name: string;
  readonly text: string;
} & (
  | {
      /** `note`: nothing is wrong, but it is good to know; `unchecked`: what it needs was missing. */
      readonly mark: 'ok' | 'note' | 'unchecked';
    }
  | {
      readonly mark: 'wrong';
      /** Of settings; of the credentials, the account or what it holds; of the way there, or of the answer. */
      readonly exit: 2 | 4 | 5;
      /** What has to be done before checking again is worth it; goes on after "when". */
      readonly when: string;
    }
);

/** Everything that is checked, in that order. */
export type Check =
  | 'node'
  | 'state_dir'
  | 'setting'
  | 'base_url'
  | 'proxy'
  | 'ca_certificates'
  | 'connection'
  | 'credentials'
  | 'credit';

/** The exit status of all checks: 0, or the first line of the contract's table that applies. */
export function exitOfChecks(checks: readonly Checked[]): number {
  const exits = checks.flatMap((checked) => (checked.mark === 'wrong' ? [checked.exit] : []));
  return exits.length === 0 ? 0 : Math.min(...exits);
}
