const PRINT_WIDTH = 660; // of A4 and Letter alike, in CSS pixels

/** Draws the charts, and draws them anew where the window, the colours or the medium change. */
function startCharts(): void {
  const data = blockOf('activity') as ActivityData | undefined;
  if (data === undefined) return;
  const plans = chartPlans(data);
  const [first] = document.querySelectorAll<HTMLElement>('.plot');
  if (first === undefined) return;
  let charts: uPlot[] = [];
  let width = 0;

  const draw = (next: number): void => {
    width = next;
    for (const chart of charts) chart.destroy();
    charts = plans.flatMap((plan) => {
      const place = document.querySelector<HTMLElement>(`#${plan.id} .plot`);
      return place === null ? [] : [drawChart(plan, data, place, width)];
    });
  };
  draw(first.clientWidth);
  new ResizeObserver(() => {
    if (first.clientWidth === width || first.clientWidth === 0) return;
    width = first.clientWidth;
    for (const chart of charts) chart.setSize({ width, height: HEIGHT });
  }).observe(first);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => draw(width));
  addEventListener('beforeprint', () => {
    // Paper is light.
    document.documentElement.classList.add('paper');
    draw(PRINT_WIDTH);
  });
  addEventListener('afterprint', () => {
    document.documentElement.classList.remove('paper');
    draw(first.clientWidth);
  });
}

function chartPlans(data: ActivityData): readonly ChartPlan[] {
  const indexes = (counts: readonly number[]): readonly number[] =>
    counts.flatMap((count, index) => (count > 0 ? [index] : []));
  const of = (values: readonly (number | null)[], index: number): number => values[index] ?? 0;
  const known = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);
  const most = Math.max(1, ...known(data.slowest));
  const least = Math.max(1, Math.min(most, ...known(data.median)));
  const plain = { isLogarithmic: false, triangles: [], circles: [] };
  return [
    {
      ...plain,
      id: 'chart-rows',
      lines: [{ values: data.rows, colour: '--rows', form: 'steps' }],
      text: rateText,
      readout: (index) => `${rateText(of(data.rows, index))} rows/s`,
    },
    {
      ...plain,
      id: 'chart-calls',
      lines: [{ values: data.calls, colour: '--calls', form: 'steps' }],
      text: rateText,
      readout: (index) => {
        const [throttled, retries] = [of(data.throttled, index), of(data.retries, index)];
        return [
          `${rateText(of(data.calls, index))} calls/s`,
          ...(throttled > 0 ? [`${throttled} throttled`] : []),
          ...(retries > 0 ? [`${retries} ${retries === 1 ? 'retry' : 'retries'}`] : []),
        ].join(', ');
      },
      triangles: indexes(data.throttled),
      circles: indexes(data.retries),
    },
    {
      ...plain,
      id: 'chart-latency',
      isLogarithmic: most > 20 * least,
      lines: [
        { values: data.slowest, colour: '--slowest', form: 'points' },
        { values: data.p95, colour: '--p95', form: 'line', dash: [5, 4] },
        { values: data.median, colour: '--median', form: 'line' },
      ],
      text: latencyText,
      readout: (index) => {
        const [median, p95, slowest] = [data.median[index], data.p95[index], data.slowest[index]];
        if (median == null || p95 == null || slowest == null) return 'no answer';
        return `median ${latencyText(median)}, 95th ${latencyText(p95)}, slowest ${latencyText(slowest)}`;
      },
    },
  ];
}
