import { describe, expect, it } from 'vitest';
import { describe as describeStats, type SandboxStats, type ServiceStats } from '../../src/sandbox/index.js';

const NONE: ServiceStats = {
  contacts: 0,
  calls: 0,
  throttled: 0,
  repeated: 0,
  unknownKeys: 0,
  textMessages: 0,
  faults: {},
};
const IDLE: SandboxStats = { octopush: NONE, protexting: NONE, amoot: NONE };

describe('describe', () => {
  it('has a line for every service that was called', () => {
    const stats = {
      ...IDLE,
      octopush: { ...NONE, calls: 3, contacts: 257 },
      amoot: { ...NONE, calls: 2, contacts: 1, repeated: 1 },
    };
    expect(describeStats(stats)).toBe(
      'octopush holds 257 contacts; 0 numbers reached it twice\namoot holds 1 contact; 1 number reached it twice',
    );
  });

  it('tells how many people would have been texted', () => {
    const stats = { ...IDLE, protexting: { ...NONE, calls: 2, contacts: 2, textMessages: 2 } };
    expect(describeStats(stats)).toBe(
      'protexting holds 2 contacts; 0 numbers reached it twice; 2 text messages would have gone out',
    );
  });

  it('names the faults that calls met', () => {
    const stats = { ...IDLE, amoot: { ...NONE, calls: 9, faults: { timeout: 2, '429-date': 1 } } };
    expect(describeStats(stats)).toBe(
      'amoot holds 0 contacts; 0 numbers reached it twice; faults: timeout (2), 429-date (1)',
    );
  });

  it('says so when no service was called', () => {
    expect(describeStats(IDLE)).toBe('no service was called');
  });
});
