import type { Ledger, RunRecord, RunStart } from '../ledger/ledger.js';

/** Runs of an account that a resume could go on with. */
export interface Unfinished {
  /** The latest with the same content, and whether any of its rows was sent, or may have been. */
  readonly same: { readonly run: RunRecord; readonly touched: boolean } | undefined;
  /** With other content, the latest first. */
  readonly others: readonly RunRecord[];
  /** The latest run with the same content that another account of the same service has made, finished or not. */
  readonly elsewhere: RunRecord | undefined;
}

/** Looks for runs of the account of `run` that were interrupted or stopped before all rows were sent. */
export async function lookForUnfinished(ledger: Ledger, run: RunStart): Promise<Unfinished> {
  const runs = await ledger.runs();
  const open = runs.filter((each) => each.account === run.account && isUnfinished(each));
  const same = open.find((each) => hasSameContent(each, run));
  const others = open.filter((each) => !hasSameContent(each, run));
  const elsewhere = runs.find((each) => !each.dryRun && isElsewhere(each, run) && hasSameContent(each, run));
  if (same === undefined) return { same, others, elsewhere };
  const { counts } = await ledger.counts(same.id);
  return { same: { run: same, touched: counts.ok + counts.unknown > 0 }, others, elsewhere };
}

/** Whether a resume would have something to do. */
export function isUnfinished({ dryRun, end }: RunRecord): boolean {
  return !dryRun && (end === null || end.left > 0);
}

/** Whether two runs went to the same service for other accounts. */
function isElsewhere(one: RunStart, other: RunStart): boolean {
  const serviceOf = ({ account }: RunStart): string => account.split(' ', 2).join(' ');
  return one.account !== other.account && serviceOf(one) === serviceOf(other);
}

/** Where one of two was not read through, the same file is taken for the same content. */
function hasSameContent(one: RunStart, other: RunStart): boolean {
  if (one.content !== null && other.content !== null) return one.content === other.content;
  return one.inputPath !== null && one.inputPath === other.inputPath;
}
