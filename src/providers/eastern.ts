const HOUR_MS = 3_600_000;

/**
 * The instant of a `YYYY-MM-DD HH:MM:SS` in US Eastern time, in milliseconds since 1970; undefined for what is no date,
 * such as `0000-00-00 00:00:00`.
 *
 * Read as the clocks of New York show it. A writer that keeps GMT-5 in summer means an hour later, and the hour that
 * New York has twice in autumn may be its second: of two readings this is the earlier one, so that nothing is taken
 * for newer than it is.
 */
export function easternTime(text: unknown): number | undefined {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)) return undefined;
  const iso = `${text.replace(' ', 'T')}.000Z`;
  const wall = Date.parse(iso);
  // Date.parse takes the 31st of February for a day in March.
  if (Number.isNaN(wall) || new Date(wall).toISOString() !== iso) return undefined;
  const [asSummer, asWinter] = [wall + 4 * HOUR_MS, wall + 5 * HOUR_MS];
  return isSummer(asSummer) || isSummer(asWinter) ? asSummer : asWinter;
}

function isSummer(ms: number): boolean {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: 'America/New_York', timeZoneName: 'short' });
  return format.formatToParts(ms).some(({ value }) => value === 'EDT');
}
