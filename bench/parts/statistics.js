/** The middle of what was measured, the mean of both where there are two in the middle. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** @returns {{ median: number, low: number, high: number }} */
export function spread(values) {
  return { median: median(values), low: Math.min(...values), high: Math.max(...values) };
}

/** The most of these ascending moments that lie in any span shorter than `length`. */
export function mostWithin(moments, length) {
  let most = 0;
  let first = 0;
  for (let last = 0; last < moments.length; last += 1) {
    while (moments[last] - moments[first] >= length) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}
