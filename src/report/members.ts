/** A member of a JSON object. */
export interface Member {
  readonly key: string;
  /** `"key": value` as written, but on one line. */
  readonly text: string;
}

/** The members of the JSON object that `text` is, in order; undefined when it is none. */
export function membersOf(text: string): readonly Member[] | undefined {
  if (!isObject(text)) return undefined;
  const members: Member[] = [];
  let depth = 0;
  let quoted = false;
  let start = 0;
  let key: string | undefined;
  // No expression for a whole string: one with a million escapes would overflow the stack.
  for (const { 0: token, index } of text.matchAll(/\\.|["[\]{},]/g)) {
    if (token === '"') {
      quoted = !quoted;
      if (!quoted) key ??= String(JSON.parse(text.slice(start, index + 1)));
      continue;
    }
    if (quoted) continue;
    if (token === '{' || token === '[') depth += 1;
    if (token === '}' || token === ']') depth -= 1;
    const ends = depth === 0 || (depth === 1 && token === ',');
    if (ends && key !== undefined) members.push({ key, text: oneLine(text.slice(start, index)) });
    if (ends || (depth === 1 && token === '{' && key === undefined)) {
      start = index + 1;
      key = undefined;
    }
  }
  return members;
}

// Strings hold no line breaks in JSON, so those that are found are white space.
function oneLine(json: string): string {
  return json.trim().replace(/[\r\n]+/g, ' ');
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
