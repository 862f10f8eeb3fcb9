import type { Row } from '../model.js';
import type { ReadFormat } from './format.js';
import { type Item, type ItemCutter, itemsOf } from './items.js';
import { MAX_COLUMNS, tooManyKeys } from './limits.js';
import { pagesOf } from './pages.js';

const LEARN_ITEMS = 1000;

/**
 * Reads objects whose keys are the columns, in the order they are met: the keys of all of them where the text can be read
 * twice, else of the first 1000 items.
 */
export function readObjects(cutterFor: (name: string) => ItemCutter): ReadFormat {
  return async ({ name, chunks, again }) => {
    const columns = new Map<string, number>();
    const late = new Set<string>();
    let rows: number | undefined;
    const learn = (items: readonly Item[]) => {
      for (const { line, object = {} } of items) {
        for (const key of Object.keys(object)) {
          if (!columns.has(key)) columns.set(key, columns.size);
        }
        if (columns.size > MAX_COLUMNS) throw tooManyKeys(name, line);
      }
    };
    const blocks = itemsOf(cutterFor(name), chunks);
    const ahead: (readonly Item[])[] = [];
    let rest = blocks;
    if (again) {
      rows = 0;
      for await (const block of blocks) {
        learn(block);
        rows += block.length;
      }
      rest = itemsOf(cutterFor(name), again());
    } else {
      for (let count = 0; count < LEARN_ITEMS; ) {
        const { done, value } = await blocks.next();
        if (done) break;
        learn(value.slice(0, LEARN_ITEMS - count));
        ahead.push(value);
        count += value.length;
      }
    }
    const pages = rowPages(columns, late, ahead, rest);
    return {
      columns: [...columns.keys()],
      delimiter: '',
      quoting: 'minimal',
      ...(rows !== undefined && { rows }),
      pages,
      lateColumns: () => [...late],
    };
  };
}

async function* rowPages(
  columns: ReadonlyMap<string, number>,
  late: Set<string>,
  ahead: (readonly Item[])[],
  rest: AsyncIterable<readonly Item[]>,
): AsyncGenerator<readonly Row[]> {
  let count = 0;
  const readRow = ({ line, text, object = {}, problem }: Item): Row => {
    count++;
    const cells: unknown[] = new Array(columns.size).fill(undefined);
    for (const key of Object.keys(object)) {
      const place = columns.get(key);
      if (place !== undefined) cells[place] = object[key];
      else if (late.size < MAX_COLUMNS) late.add(key);
    }
    return { row: count, line, cells, record: text, ...(problem && { problem }) };
  };
  for (let block = ahead.shift(); block; block = ahead.shift()) {
    for (const page of pagesOf(block)) yield page.map(readRow);
  }
  for await (const block of rest) {
    for (const page of pagesOf(block)) yield page.map(readRow);
  }
}
