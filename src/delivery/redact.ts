/** Gives a function that replaces every secret, as it is and as it stands in a URL, a form, JSON or HTML, by `***`. */
export function redactor(secrets: Iterable<string>): (text: string) => string {
  const writings = new Set<string>();
  for (const secret of secrets) {
    // A secret of a letter or two would blacken half of every message and protect nothing.
    if (secret.length < 4) continue;
    const json = JSON.stringify(secret).slice(1, -1);
    const slashed = json.replaceAll('/', '\\/');
    writings.add(secret);
    writings.add(encodeURIComponent(secret));
    writings.add(encodeURI(secret));
    writings.add(encodeURIComponent(encodeURIComponent(secret)));
    for (const apostrophe of ['&#39;', '&#x27;', '&apos;', '&#039;']) writings.add(inHtml(secret, apostrophe));
    writings.add(new URLSearchParams([['', secret]]).toString().slice(1));
    writings.add(json);
    writings.add(slashed);
    writings.add(inAscii(json));
    writings.add(inAscii(slashed));
  }
  if (writings.size === 0) return (text) => text;
  // The longest first: a shorter writing may be the beginning of it.
  const all = [...writings].sort((a, b) => b.length - a.length);
  const any = all.map(quoted).join('|');
  // Most texts hold none, which is found out much sooner without looking ahead.
  const there = new RegExp(any, 'i');
  // Looks ahead and takes nothing, so that a writing that begins inside another one is found too.
  const pattern = new RegExp(`(?=(${any}))`, 'gi');
  return (text) => {
    if (!there.test(text)) return text;
    let safe = '';
    let end = 0;
    for (const { index, 1: found = '' } of text.matchAll(pattern)) {
      // What overlaps what is hidden already goes into the same stars.
      if (index >= end) safe += `${text.slice(end, index)}***`;
      end = Math.max(end, index + found.length);
    }
    return safe + text.slice(end);
  };
}

/** As writers of JSON put it that keep to ASCII. */
function inAscii(json: string): string {
  return json.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function quoted(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

function inHtml(text: string, apostrophe: string): string {
  const names: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => names[character] ?? '').replaceAll("'", apostrophe);
}
