/**
 * Text as SQLite can give it back: the binding cuts what it reads at the first NUL and cannot hold half a surrogate
 * pair. Both become U+FFFD; what must come back unchanged is stored as JSON, which escapes them.
 */
export function clean(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\ufffd') : text;
}
