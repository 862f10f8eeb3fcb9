const FIRST_LINES_MS = [10_000, 60_000];
const LATER_MS = 600_000;

/** How long until the next plain line where so many were printed. `intervalMs` replaces the usual moments. */
export function waitForLineMs(printed: number, elapsedMs: number, intervalMs: number | undefined): number {
  const atMs = FIRST_LINES_MS[printed];
  return intervalMs ?? (atMs === undefined ? LATER_MS : atMs - elapsedMs);
}
