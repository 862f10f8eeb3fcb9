import type { Quota, Reply } from './exchange.js';

/** Adds the headers that Yii2 puts on every answer. */
export function withQuota(reply: Reply, quota: Quota | undefined): Reply {
  // Without a limit, the numbers of the vendor's sample: a Reset of 0 says nothing.
  if (!quota) return withRate(reply, 1000, 999, 0);
  // Yii2's arithmetic: seconds until the quota is whole again, rounded down.
  return withRate(reply, quota.limit, quota.remaining, Math.floor((quota.limit - quota.remaining) / quota.limit));
}

/** Adds the headers of a call that was one too many: Reset is the length of the window, and there is no Retry-After. */
export function withoutQuota(reply: Reply, { limit }: Quota): Reply {
  return withRate(reply, limit, 0, 1);
}

function withRate(reply: Reply, limit: number, remaining: number, reset: number): Reply {
  const rate = {
    'x-rate-limit-limit': String(limit),
    'x-rate-limit-remaining': String(remaining),
    'x-rate-limit-reset': String(reset),
  };
  return { ...reply, headers: { ...reply.headers, ...rate } };
}
