/** Text from outside as it stands in a page: no mark-up, nothing that is no character, no end of a line that matters. */
export function escaped(text: string): string {
  return visible(text).replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Text from outside that keeps its own direction, whatever stands around it. */
export function apart(text: string): string {
  return `<bdi>${escaped(text)}</bdi>`;
}

/** Text without what nobody sees: white space becomes one space, control characters and half characters show. */
export function visible(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\p{Surrogate}\p{Bidi_Control}\p{Noncharacter_Code_Point}]/gu, '\ufffd');
}

/** At most so many characters, the last of them `…` where it was longer. Never cuts a character. */
export function clipped(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** A value in a block of data inside a page: JSON that ends no element and begins no comment. */
export function json(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const THIN = '\u202f';

/** A whole number with its thousands apart, on one line. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, THIN);
}

/** `1 row`, `2 rows`. */
export function counted(count: number, one: string, many: string): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** A share of a whole: `12 %`, `< 0.1 %`; never 0 or 100 where it is not. */
export function share(part: number, whole: number): string {
  if (whole <= 0 || part <= 0) return '0 %';
  if (part >= whole) return '100 %';
  const percent = (100 * part) / whole;
  if (percent < 0.1) return '< 0.1 %';
  if (percent > 99.9) return '> 99.9 %';
  return `${percent.toFixed(1)} %`;
}

/** `2026-01-31 09:45:00`, in UTC. */
export function utc(time: number): string {
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}

/** `0.4 s`, `12.3 s`, `4 min 5 s`, `2 h 40 min`, `3 d 4 h`. */
export function duration(ms: number): string {
  if (ms < 90_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  return parts
    .slice(first, first + 2)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}

/** How long a call took: `85 ms`, `1.25 s`, `31 s`. */
export function latency(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return ms < 10_000 ? `${(ms / 1000).toFixed(2)} s` : `${(ms / 1000).toFixed(1)} s`;
}

/** A rate with as many digits as say something: `0.25`, `3.4`, `128`. */
export function rate(perSecond: number): string {
  if (perSecond >= 100) return grouped(Math.round(perSecond));
  return perSecond >= 10 ? perSecond.toFixed(0) : perSecond >= 1 ? perSecond.toFixed(1) : trimmed(perSecond);
}

function trimmed(perSecond: number): string {
  return perSecond === 0 ? '0' : perSecond.toFixed(2);
}

/** A moment of the work, from its beginning: `0:42`, `12:05`, `1:02:05`. */
export function moment(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (count: number): string => String(count).padStart(2, '0');
  const rest = seconds - whole >= 0.05 ? `.${Math.floor((seconds - whole) * 10 + 0.001)}` : '';
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const end = `${two(whole % 60)}${rest}`;
  return hours > 0 ? `${hours}:${two(minutes)}:${end}` : `${minutes}:${end}`;
}
