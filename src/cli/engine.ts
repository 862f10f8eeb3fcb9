import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 wait before it compiles WebAssembly anew for speed, as long as its newer versions do: the parser of answers is
 * large, Node 20 would begin with the first answer, and no process ends before that is done.
 */
export function spareShortRuns(): void {
  setFlagsFromString('--wasm-tiering-budget=13000000');
}
