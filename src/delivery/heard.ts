import { maskPhones } from '../mask.js';
import type { Answer, NoReply, Verdict } from '../model.js';

/** A wait before a call. */
export interface Wait {
  readonly event: 'wait';
  readonly ms: number;
  /** For people. */
  readonly reason: string;
}

/** Another pace. */
export interface PaceChange {
  readonly event: 'pace';
  /** Calls a second from now on; Infinity for no pace. */
  readonly perSecond: number;
}

/** A call that has ended. Numbers in it are masked, secrets are not there. */
export interface HeardCall {
  readonly event: 'call';
  /** Among the calls of the session, from 1, in the order in which they left. */
  readonly number: number;
  readonly rows: readonly number[];
  /** Of the batch, or of the part of one that is called with, from 1. */
  readonly attempt: number;
  readonly durationMs: number;
  /** null when no whole answer came. */
  readonly httpStatus: number | null;
  readonly verdict: Verdict['kind'] | 'no_reply';
  /** Whether it may have been processed; false where that is certain not to be. */
  readonly left: boolean;
  /** How many contacts fared how, where they were answered one by one; `unanswered` are those that were left out. */
  readonly answers: Readonly<Partial<Record<Answer['status'] | 'unanswered', number>>>;
  /** Stable machine word of what went wrong, of the first contact where they fared differently; empty when all is well. */
  readonly code: string;
  /** The same for people. */
  readonly reason: string;
}

/** What delivery tells of its doings to whoever asks for every detail. */
export type Heard = HeardCall | Wait;

/** A call and what was said to it, as it is told. */
export function heardCall(
  call: Pick<HeardCall, 'number' | 'rows' | 'attempt' | 'durationMs' | 'httpStatus'>,
  said: Verdict | NoReply,
): HeardCall {
  const { code, reason } = wrong(said);
  return {
    event: 'call',
    ...call,
    verdict: 'kind' in said ? said.kind : 'no_reply',
    left: 'kind' in said || said.left,
    answers: 'kind' in said && said.kind === 'answered' ? countsOf(said.answers) : {},
    code,
    reason: maskPhones(reason),
  };
}

function wrong(said: Verdict | NoReply): { readonly code: string; readonly reason: string } {
  if (!('kind' in said) || said.kind !== 'answered') return said;
  const answer = said.answers.find((each) => each !== undefined && each.status !== 'ok');
  return { code: answer?.code ?? '', reason: answer?.message ?? '' };
}

function countsOf(answers: Extract<Verdict, { kind: 'answered' }>['answers']): HeardCall['answers'] {
  const counts: Partial<Record<Answer['status'] | 'unanswered', number>> = {};
  for (const answer of answers) {
    const status = answer?.status ?? 'unanswered';
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}
