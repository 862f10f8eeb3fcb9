const BOM = Buffer.from('\ufeff');
const CTRL_Z = 0x1a;
const CHUNK_BYTES = 64 * 1024;

/** Text without the byte order marks at its start and the Ctrl-Z at its end, which DOS wrote for the end of a file. */
export async function* withoutMarks(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let begun = false;
  // A number, not bytes: there may be a gibibyte of them.
  let held = 0;
  for await (const chunk of chunks) {
    let start = 0;
    while (!begun && chunk.subarray(start, start + BOM.length).equals(BOM)) start += BOM.length;
    if (start === chunk.length) continue;
    begun = true;
    let end = chunk.length;
    while (end > start && chunk[end - 1] === CTRL_Z) end--;
    if (end > start) {
      for (; held > 0; held -= CHUNK_BYTES) yield Buffer.alloc(Math.min(held, CHUNK_BYTES), CTRL_Z);
      held = 0;
      yield chunk.subarray(start, end);
    }
    held += chunk.length - end;
  }
}
