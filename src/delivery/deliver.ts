import pLimit from 'p-limit';
import type { Batch } from '../model.js';
import { attempt } from './attempt.js';
import type { Course } from './course.js';
import type { Means } from './means.js';

/**
 * Sends batches, at most `concurrency` at once, until there are none. After a stop the rest is read on and gets its
 * fate without being sent. Resolves when every contact has one fate and that is safe; rejects when fates can no longer
 * be kept or the batches cannot be read, after the calls in flight.
 */
export async function deliver(
  batches: AsyncIterable<Batch>,
  concurrency: number,
  course: Course,
  given: Means,
): Promise<void> {
  const means: Means = {
    ...given,
    settle: (fates, calls) => {
      course.note(fates);
      return given.settle(fates, calls);
    },
  };
  // p-limit bounds what runs, not what waits: a small window keeps the reader from running ahead.
  const limit = pLimit(concurrency);
  const window = concurrency * 2;
  const waiting = new Set<Promise<void>>();
  const faults: unknown[] = [];
  let freed: () => void = () => {};

  const start = (batch: Batch): void => {
    const task = limit(async () => {
      try {
        await sendOrSpare(batch, course, means);
      } catch (error) {
        faults.push(error);
        course.stop('ledger', error instanceof Error ? error.message : String(error));
      }
      waiting.delete(task);
      freed();
    });
    waiting.add(task);
  };

  try {
    for await (const batch of batches) {
      start(batch);
      while (waiting.size >= window) {
        await new Promise<void>((resolve) => {
          freed = resolve;
        });
      }
      if (faults.length > 0) break;
    }
  } catch (error) {
    // The reader may settle rows too.
    course.stop('ledger', error instanceof Error ? error.message : String(error));
    throw error;
  } finally {
    await Promise.all(waiting);
  }
  if (faults.length > 0) throw faults[0];
  await means.resettle(course.spared());
}

async function sendOrSpare(batch: Batch, course: Course, means: Means): Promise<void> {
  const { fates, contacts } = course.reception.sift(batch.contacts);
  if (fates.length > 0) await means.settle(fates);
  for (let rest = contacts; rest.length > 0; ) {
    const turn = await course.enter();
    if (turn === undefined) {
      await means.settle(course.notSent(rest));
      return;
    }
    // A call that was too large may have made batches smaller meanwhile.
    const part = { ...batch, contacts: rest.slice(0, course.batchSize) };
    rest = rest.slice(part.contacts.length);
    try {
      await attempt(part, turn, course, means);
    } finally {
      course.leave();
    }
  }
}
