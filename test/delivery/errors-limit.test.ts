import { describe, expect, it } from 'vitest';
import { ErrorsLimit, type MaxErrors } from '../../src/delivery/errors-limit.js';
import type { Status } from '../../src/model.js';

/** What is said after each of these numbers of rows with a status. */
function told(max: MaxErrors, ...rows: readonly (readonly [count: number, status: Status])[]): (string | undefined)[] {
  const limit = new ErrorsLimit(max);
  return rows.map(([count, status]) => limit.settled(Array.from({ length: count }, () => ({ status }))));
}

describe('a limit of rows', () => {
  it('is passed by one row more, of any error', () => {
    expect(told({ rows: 10 }, [5, 'rejected'], [4, 'failed'], [1, 'unknown'], [2, 'rejected'])).toEqual([
      undefined,
      undefined,
      undefined,
      '12 rows were rejected, failed or unknown, more than --max-errors 10',
    ]);
  });

  it('of none is passed by the first', () => {
    expect(told({ rows: 0 }, [9, 'ok'], [1, 'failed'])).toEqual([
      undefined,
      '1 row was rejected, failed or unknown, more than --max-errors 0',
    ]);
  });

  it.each(['ok', 'duplicate', 'invalid', 'not_sent'] as const)('is not passed by rows that are %s', (status) => {
    expect(told({ rows: 0 }, [1000, status])).toEqual([undefined]);
  });
});

describe('a limit of a share', () => {
  it('counts from the hundredth row on', () => {
    expect(told({ percent: 10 }, [99, 'rejected'], [1, 'ok'])).toEqual([
      undefined,
      '99 of 100 rows were rejected, failed or unknown, more than --max-errors 10%',
    ]);
  });

  it('is passed by more than the share', () => {
    expect(told({ percent: 2.5 }, [195, 'ok'], [5, 'unknown'], [1, 'unknown'])).toEqual([
      undefined,
      undefined,
      '6 of 201 rows were rejected, failed or unknown, more than --max-errors 2.5%',
    ]);
  });

  it('looks at a batch as a whole', () => {
    const limit = new ErrorsLimit({ percent: 10 });
    const statuses = [...Array<Status>(20).fill('rejected'), ...Array<Status>(180).fill('ok')];
    expect(limit.settled(statuses.map((status) => ({ status })))).toBe(undefined);
  });

  it.each(['duplicate', 'invalid', 'not_sent'] as const)('is no share of rows that are %s', (status) => {
    expect(told({ percent: 10 }, [1000, status], [50, 'failed'], [49, 'ok'], [1, 'ok'])).toEqual([
      undefined,
      undefined,
      undefined,
      '50 of 100 rows were rejected, failed or unknown, more than --max-errors 10%',
    ]);
  });
});

it('without a limit, nothing is too many', () => {
  expect(told(undefined, [1000, 'failed'])).toEqual([undefined]);
});
