import type { Batch, CallEnd, Contact, HttpRequest, Outcome } from '../model.js';
import type { Course } from './course.js';
import { heardCall } from './heard.js';
import type { Means } from './means.js';
import { Refusals } from './refusals.js';
import { type Ended, NO_PAST, type Past, Story } from './story.js';
import type { Turn } from './turns.js';

/**
 * Sends a batch that has its turn until each of its contacts has a fate, and settles them. Sends again only what
 * certainly was not processed, or where a repeat is harmless. A batch that is refused for what is in it is halved until
 * the bad contacts stand alone.
 */
export async function attempt(batch: Batch, turn: Turn, course: Course, means: Means): Promise<void> {
  const refusals = new Refusals(batch.contacts.length, course, means);
  await send(batch, turn, { past: NO_PAST, refusals }, course, means);
  await refusals.end();
}

/** What a part of a batch comes from. */
interface Whole {
  readonly past: Past;
  readonly refusals: Refusals;
}

/** Settles all of a batch or of a part of one, but for contacts that are refused alone. */
async function send(batch: Batch, firstTurn: Turn, whole: Whole, course: Course, means: Means): Promise<void> {
  const { contacts } = batch;
  const { refusals } = whole;
  const request = means.wire.encode(batch);
  const story = new Story(batch, course, means, whole.past);
  const settle = async (fates: readonly Outcome[], calls?: readonly CallEnd[]): Promise<void> => {
    await means.settle(fates, calls);
    await refusals.others(fates);
  };
  let turn: Turn | undefined = firstTurn;
  for (let tries = 0; turn !== undefined; tries += 1) {
    const call = await sendOnce({ batch, request, tries }, turn, story, course, means);
    if ('stopped' in call) return settle(story.undecided(), [call.stopped]);
    const { step, end } = call;
    if ('fates' in step) {
      await settle(step.fates, [end]);
      const parts = (step.alone ?? []).map((contact) => [contact]);
      return sendApart(parts, batch, { past: story.past, refusals }, course, means);
    }
    if ('refused' in step) {
      const [contact, ...more] = contacts;
      if (contact !== undefined && more.length === 0) return refusals.add({ contact, why: step.refused, story }, end);
      await means.suspend(story.waiting(), end);
      const middle = Math.ceil(contacts.length / 2);
      const halves = [contacts.slice(0, middle), contacts.slice(middle)];
      return sendApart(halves, batch, { past: story.past, refusals }, course, means);
    }
    await means.suspend(story.waiting(), end);
    turn = (await course.rest(step.restMs, step.reason)) ? await course.turn() : undefined;
  }
  await settle(story.undecided());
}

/** Sends parts of a batch, each in calls of its own. */
async function sendApart(
  parts: readonly (readonly Contact[])[],
  { call }: Batch,
  whole: Whole,
  course: Course,
  means: Means,
): Promise<void> {
  for (const contacts of parts) {
    const part = { contacts, call };
    const turn = await course.turn();
    if (turn !== undefined) {
      await send(part, turn, whole, course, means);
      continue;
    }
    const fates = new Story(part, course, means, whole.past).undecided();
    await means.settle(fates);
    await whole.refusals.others(fates);
  }
}

interface Try {
  readonly batch: Batch;
  readonly request: HttpRequest;
  /** How often it was sent before. */
  readonly tries: number;
}

/** One call, from its intent to its answer; `stopped` when the run ended before it could leave. */
async function sendOnce({ batch, request, tries }: Try, turn: Turn, story: Story, course: Course, means: Means) {
  const { clock, tally } = means;
  const startedAt = clock.now();
  const rows = batch.contacts.map((contact) => contact.row);
  const key = await means.intend({ rows, startedAt, outcomes: story.inFlight(startedAt) });
  if (course.ending !== undefined) {
    turn.gone();
    return { stopped: { key, durationMs: 0, ...NEVER_LEFT } };
  }
  tally.calls += 1;
  const number = tally.calls;
  if (tries > 0) tally.retries += 1;
  const startedTicks = clock.ticks();
  const reply = await means.send(request, turn.left);
  const durationMs = clock.ticks() - startedTicks;
  if ('left' in reply && !reply.left) turn.gone();
  else turn.left();
  const understood = story.understand(reply);
  const { httpStatus, said } = understood;
  means.heard?.(heardCall({ number, rows, attempt: tries + 1, durationMs, httpStatus }, said));
  const { step, ended } = story.goOn(understood, startedAt, turn);
  return { step, end: { key, durationMs, ...ended } };
}

const NEVER_LEFT: Ended = {
  httpStatus: null,
  verdict: 'no_reply',
  code: 'not_sent',
  excerpt: 'the run ended before this call left',
};
