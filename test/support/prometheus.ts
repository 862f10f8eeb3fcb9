/** A series of a textfile. */
export interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(,|$)/y;

/**
 * Reads the text format of Prometheus, and throws for all that its collector would not take: a series without HELP and
 * TYPE right before its family, one that comes twice, a label with a bare quote, backslash or line break.
 */
export function readPrometheus(text: string): readonly Series[] {
  if (!text.endsWith('\n')) throw new Error('expected a line end at the end');
  const found: Series[] = [];
  const keys = new Set<string>();
  const typed = new Set<string>();
  let helped = '';
  let family = '';
  for (const line of text.slice(0, -1).split('\n')) {
    const [, word, about = '', more = ''] = /^# (HELP|TYPE) ([a-z_]+) (.+)$/.exec(line) ?? [];
    if (word === 'HELP') {
      helped = about;
    } else if (word === 'TYPE') {
      if (about !== helped || typed.has(about) || more !== 'gauge') throw new Error(`TYPE of its own: ${line}`);
      typed.add(about);
      family = about;
    } else {
      const [, name = '', inner = '', value = ''] = /^([a-z_]+)\{(.*)\} (\S+)$/s.exec(line) ?? [];
      if (name === '' || name !== family) throw new Error(`not of the family ${family}: ${line}`);
      const key = `${name}{${inner}}`;
      if (keys.has(key)) throw new Error(`twice: ${key}`);
      keys.add(key);
      if (value === '' || !Number.isFinite(Number(value))) throw new Error(`no number: ${line}`);
      found.push({ name, labels: labelsOf(inner), value: Number(value) });
    }
  }
  return found;
}

function labelsOf(inner: string): Readonly<Record<string, string>> {
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < inner.length) {
    const [, name = '', value = ''] = LABEL.exec(inner) ?? [];
    if (name === '' || name in labels) throw new Error(`no labels: ${inner}`);
    labels[name] = value.replace(/\\(.)/gs, (_, character: string) => (character === 'n' ? '\n' : character));
  }
  return labels;
}
