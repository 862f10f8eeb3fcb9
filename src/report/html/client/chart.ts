/** What the page tells of the calls over time; lists have a value for each stretch of time. */
interface ActivityData {
  /** How long a stretch is, in seconds. */
  readonly width: number;
  readonly at: readonly number[];
  readonly rows: readonly number[];
  readonly calls: readonly number[];
  readonly throttled: readonly number[];
  readonly retries: readonly number[];
  readonly median: readonly (number | null)[];
  readonly p95: readonly (number | null)[];
  readonly slowest: readonly (number | null)[];
  readonly waits: readonly (readonly [number, number])[];
  readonly marks: readonly { readonly at: number; readonly name: string }[];
}

interface Line {
  readonly values: readonly (number | null)[];
  /** The custom property of the style that holds its colour. */
  readonly colour: string;
  readonly form: 'steps' | 'line' | 'points';
  readonly dash?: readonly number[];
}

interface ChartPlan {
  readonly id: string;
  readonly lines: readonly Line[];
  readonly isLogarithmic: boolean;
  /** On the axis. */
  readonly text: (value: number) => string;
  /** What happened at a place, for the line above the chart. */
  readonly readout: (index: number) => string;
  /** Places with a mark at the top: the index of the stretch. */
  readonly triangles: readonly number[];
  readonly circles: readonly number[];
}

const FONT = '12px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
const HEIGHT = 190;
const AXIS = 58; // of all charts alike, so that one moment stands below the other
const INCREMENTS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800].concat(
  [1, 2, 4, 6, 12, 24, 48, 96, 168, 336, 672].map((hours) => hours * 3600),
);

function colourOf(property: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(property).trim();
}

/** Draws one chart into its place. */
function drawChart(plan: ChartPlan, data: ActivityData, place: HTMLElement, width: number): uPlot {
  const end = (data.at.at(-1) ?? 0) + data.width;
  // A step holds until the next one begins: the last needs an end.
  const times = [...data.at, end];
  const readout = document.querySelector(`#${plan.id} .readout`);
  const [ink, grid] = [colourOf('--ink-soft'), colourOf('--rule')];
  const options: uPlot.Options = {
    width,
    height: HEIGHT,
    padding: [14, 20, 0, 0],
    legend: { show: false },
    cursor: { sync: { key: 'time' }, drag: { x: false, y: false }, points: { show: false }, y: false },
    scales: {
      x: { time: false, range: [0, end] },
      y: plan.isLogarithmic
        ? { distr: 3, range: (_, low, high) => [10 ** Math.floor(Math.log10(Math.max(1, low))), high * 1.4] }
        : { range: (_, __, high) => [0, (high || 1) * 1.15] },
    },
    axes: [
      {
        stroke: ink,
        font: FONT,
        grid: { show: false },
        ticks: { stroke: grid, width: 1, size: 5 },
        incrs: INCREMENTS,
        space: 64,
        size: 32,
        values: (_, splits) => splits.map((at) => moment(at)),
      },
      {
        stroke: ink,
        font: FONT,
        grid: { stroke: grid, width: 1, ...(plan.isLogarithmic ? { filter: roundAlone } : {}) },
        ticks: { show: false },
        space: 34,
        size: AXIS,
        values: (_, splits) => splits.map((value) => (value === null ? '' : plan.text(value))),
        ...(plan.isLogarithmic ? { filter: roundAlone } : {}),
      },
    ],
    series: [{}, ...plan.lines.map(seriesOf)],
    hooks: {
      drawClear: [(chart) => shadeWaits(chart, data.waits)],
      draw: [
        (chart) => {
          markSessions(chart, data.marks);
          for (const index of plan.circles) mark(chart, middleOf(data, index), 'circle');
          for (const index of plan.triangles) mark(chart, middleOf(data, index), 'triangle');
        },
      ],
      setCursor: [
        (chart) => {
          const index = chart.cursor.idx;
          if (readout === null) return;
          const isThere = typeof index === 'number' && index < data.at.length;
          readout.textContent = isThere ? `${moment(data.at[index] ?? 0)}  ${plan.readout(index)}` : '';
        },
      ],
    },
  };
  const values = plan.lines.map(({ values: own, form }) => [...own, form === 'steps' ? (own.at(-1) ?? null) : null]);
  return new uPlot(options, [times, ...values], place);
}

function seriesOf({ colour, form, dash }: Line): uPlot.Series {
  const stroke = colourOf(colour);
  const { stepped } = uPlot.paths;
  if (form === 'points') {
    return { stroke, paths: () => null, points: { show: true, size: 5, width: 1, stroke, fill: stroke } };
  }
  return {
    stroke,
    width: 1.75,
    spanGaps: true,
    points: { show: false },
    ...(dash === undefined ? {} : { dash: [...dash] }),
    ...(form === 'steps' && stepped ? { paths: stepped({ align: 1 }), fill: `${stroke}2e` } : {}),
  };
}

function middleOf(data: ActivityData, index: number): number {
  return (data.at[index] ?? 0) + data.width / 2;
}

/** 1, 10, 100 … on an axis of powers. */
function roundAlone(_chart: uPlot, splits: number[]): (number | null)[] {
  return splits.map((value) => (Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-9 ? value : null));
}

function shadeWaits({ ctx, bbox, valToPos }: uPlot, waits: ActivityData['waits']): void {
  ctx.save();
  ctx.fillStyle = colourOf('--wait');
  for (const [from, to] of waits) {
    const [left, right] = [valToPos(from, 'x', true), valToPos(to, 'x', true)];
    ctx.fillRect(left, bbox.top, Math.max(1, right - left), bbox.height);
  }
  ctx.restore();
}

function markSessions({ ctx, bbox, valToPos }: uPlot, marks: ActivityData['marks']): void {
  if (marks.length < 2) return;
  const pixel = devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = colourOf('--ink-soft');
  ctx.fillStyle = colourOf('--ink-soft');
  ctx.font = FONT.replace('12px', `${11 * pixel}px`);
  ctx.lineWidth = pixel;
  ctx.setLineDash([3 * pixel, 3 * pixel]);
  ctx.textBaseline = 'bottom';
  ctx.textAlign = 'left';
  marks.forEach(({ at, name }, index) => {
    const x = Math.round(valToPos(at, 'x', true));
    const next = marks[index + 1];
    const room = (next === undefined ? bbox.left + bbox.width : valToPos(next.at, 'x', true)) - x;
    if (at > 0) {
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
    }
    // The number alone where the whole name would run into the next.
    const shown = [name, name.split(' ')[0] ?? ''].find((text) => ctx.measureText(text).width + 6 * pixel < room);
    if (shown !== undefined) ctx.fillText(shown, x + 2 * pixel, bbox.top - pixel);
  });
  ctx.restore();
}

/** A sign near the top, whose form tells what it is, not its colour alone. */
function mark({ ctx, bbox, valToPos }: uPlot, at: number, form: 'triangle' | 'circle'): void {
  const pixel = devicePixelRatio;
  const [x, y] = [valToPos(at, 'x', true), bbox.top + (form === 'triangle' ? 7 : 19) * pixel];
  const size = 4.5 * pixel;
  ctx.save();
  ctx.beginPath();
  if (form === 'triangle') {
    ctx.fillStyle = colourOf('--throttled');
    ctx.moveTo(x - size, y - size);
    ctx.lineTo(x + size, y - size);
    ctx.lineTo(x, y + size);
    ctx.closePath();
    ctx.fill();
  } else {
    ctx.strokeStyle = colourOf('--retry');
    ctx.lineWidth = 1.75 * pixel;
    ctx.arc(x, y, size - pixel, 0, 2 * Math.PI);
    ctx.stroke();
  }
  ctx.restore();
}
