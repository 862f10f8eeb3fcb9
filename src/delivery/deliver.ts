import pLimit from 'p-limit';
import type { Batch } from '../model.js';
import { attempt, type Means } from './attempt.js';
import type { Course } from './course.js';

/**
 * Sends batches, at most `concurrency` at once, until there are none. After a stop the rest is read on and gets its
 * fate without being sent. Resolves when every contact has one fate and that is safe; rejects when fates can no longer
 * be kept or the batches cannot be read, after the calls in flight.
 */
export async function deliver(
  batches: AsyncIterable<Batch>,
  concurrency: number,
  course: Course,
  means: Means,
): Promise<void> {
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
        course.stop('ledger', 'the fates of rows could no longer be kept');
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
    course.stop('ledger', 'the fates of rows could no longer be kept');
    throw error;
  } finally {
    await Promise.all(waiting);
  }
  if (faults.length > 0) throw faults[0];
  await means.settle(course.spared(), []);
}

async function sendOrSpare(batch: Batch, course: Course, means: Means): Promise<void> {
  if (!(await course.enter())) return means.settle(course.notSent(batch), []);
  try {
    await attempt(batch, course, means);
  } finally {
    course.leave();
  }
}
