/** What a peek found. */
export interface Peeked {
  readonly head: Buffer;
  /** True when nothing follows. */
  readonly ended: boolean;
  /** The chunks as if nothing had been read. */
  readonly chunks: AsyncGenerator<Buffer>;
}

/**
 * Reads until `enough` is true of what was read, or to the end; with `idleMs`, also no further than to a pause of that length after
 * the first chunk.
 */
export async function peek(
  chunks: AsyncIterable<Buffer>,
  enough: (head: Buffer) => boolean,
  idleMs?: number,
): Promise<Peeked> {
  const iterator = chunks[Symbol.asyncIterator]();
  let head: Buffer = Buffer.alloc(0);
  let pending: Promise<IteratorResult<Buffer>> | undefined;
  let ended = false;
  while (!enough(head)) {
    pending = iterator.next();
    // What goes wrong is heard of by who reads on, after what was there before.
    pending.catch(() => {});
    const settled = pending.catch(() => undefined);
    const next = idleMs === undefined || head.length === 0 ? await settled : await within(idleMs, settled);
    if (next === undefined) break;
    pending = undefined;
    ended = next.done === true;
    if (next.done) break;
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
  }
  return { head, ended, chunks: joined() };

  async function* joined(): AsyncGenerator<Buffer> {
    if (head.length > 0) yield head;
    const late = await pending;
    if (late?.done) return;
    if (late !== undefined) yield late.value;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
}

/** What `pending` gives, or undefined when it takes longer. */
async function within<T>(ms: number, pending: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const pause = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined);
  });
  try {
    return await Promise.race([pending, pause]);
  } finally {
    clearTimeout(timer);
  }
}
