import type { Output } from './output.js';

/** The text of a file as it is; where it is printed in a file's place, without commands to whatever reads them there. */
export async function* printed(path: string, text: AsyncIterable<string>, output: Output): AsyncGenerator<string> {
  const isPrinted = /^\/(?:dev|proc)\//.test(path);
  for await (const piece of text) yield isPrinted ? output.harmless(piece) : piece;
}
