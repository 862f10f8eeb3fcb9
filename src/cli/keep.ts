/** Takes care that a thing is closed in the end, and gives it back. */
export type Keep = <T extends { close(): Promise<void> }>(thing: T) => T;

/** Does work whose things are closed when it is done, the last one first. */
export async function keeping<T>(work: (keep: Keep) => Promise<T>): Promise<T> {
  const opened: (() => Promise<void>)[] = [];
  try {
    return await work((thing) => {
      opened.unshift(() => thing.close());
      return thing;
    });
  } finally {
    // Each is closed, whatever another one says; what went wrong before matters more.
    for (const close of opened) await close().catch(() => {});
  }
}
