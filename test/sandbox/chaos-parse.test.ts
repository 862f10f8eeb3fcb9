import { describe, expect, it } from 'vitest';
import { type Chaos, FAULTS, parseChaos, startSandbox } from '../../src/sandbox/index.js';

function read(text: string): { shares: Record<string, number>; down?: Chaos['down'] } | string {
  const chaos = parseChaos(text);
  if (typeof chaos === 'string') return chaos;
  const shares = Object.fromEntries(chaos.shares.map(({ fault, percent }) => [fault.name, percent]));
  return { shares, ...(chaos.down && { down: chaos.down }) };
}

describe('parseChaos', () => {
  it('reads every fault that is listed', () => {
    for (const { name } of FAULTS) expect(read(`${name}=${name === 'down' ? '1s' : '1%'}`)).toBeTypeOf('object');
  });

  it.each([
    ['timeout=2%', { shares: { timeout: 2 } }],
    [' timeout = 2% , 429=0.5% ', { shares: { timeout: 2, 429: 0.5 } }],
    ['reset=0%,reset-after=100%', { shares: { reset: 0, 'reset-after': 100 } }],
    ['500=33.4%,502=33.3%,504=33.3%', { shares: { 500: 33.4, 502: 33.3, 504: 33.3 } }],
    ['down=2s', { shares: {}, down: { forMs: 2000 } }],
    ['down=1.5m@10,html=1%', { shares: { html: 1 }, down: { forMs: 90_000, afterCalls: 10 } }],
    ['down=forever@0', { shares: {}, down: { forMs: Number.POSITIVE_INFINITY, afterCalls: 0 } }],
  ])('reads %j', (text, chaos) => {
    expect(read(text)).toEqual(chaos);
  });

  it.each([
    ['', /^expected faults such as timeout=2%,429=5%, found nothing\. There are reset, reset-after, timeout/],
    ['timeout=2%,', /found nothing/],
    ['tiemout=2%', /^expected reset, reset-after, timeout, .*, down, found tiemout\. Did you mean timeout\?$/],
    ['Reset=2%', /found Reset\. Did you mean reset\?$/],
    ['429-dat=2%', /Did you mean 429-date\?$/],
    ['weather=2%', /found weather$/],
    ['timeout', /^expected a percentage such as timeout=2%, found timeout alone$/],
    ['timeout=2', /^expected a percentage such as timeout=2%, found timeout=2$/],
    ['timeout=-2%', /found timeout=-2%$/],
    ['timeout=1=2%', /found timeout=1=2%$/],
    ['timeout=1%,timeout=1%', /^expected each fault once, found timeout twice$/],
    ['down=1s,down=2s', /^expected each fault once, found down twice$/],
    ['timeout=60%,429=40.5%', /^expected at most 100% in all, found 100\.5%$/],
    ['down=2%', /^expected down=2s, down=2s@10 or down=forever, found down=2%$/],
    ['down', /found down alone$/],
    ['down=0s', /found down=0s$/],
    ['down=2s@', /found down=2s@$/],
  ])('says of %j what was expected and what was found', (text, message) => {
    expect(read(text)).toMatch(message);
  });
});

it.each([
  [{ chaos: 'tiemout=2%' }, /^chaos tiemout=2%: expected .*Did you mean timeout\?/],
  [{ seed: -1 }, /^Expected the seed to be a whole number from 0 to 4294967295, found -1$/],
  [{ seed: 1.5 }, /found 1\.5$/],
])('startSandbox refuses %j', async (options, message) => {
  const starting = startSandbox(options);
  await expect(starting).rejects.toThrow(RangeError);
  await expect(starting).rejects.toThrow(message);
});
