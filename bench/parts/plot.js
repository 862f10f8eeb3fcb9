import * as echarts from 'echarts';
import { median } from './statistics.js';

/**
 * Draws how time and memory grow with the rows: seconds on two logarithmic axes, where what is a straight line at 45°
 * costs the same for each row, and beside it the peak memory.
 * @param {readonly import('./results.js').Series[]} series
 * @returns {string} the SVG
 */
export function plotOf(series) {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 960, height: 420 });
  const axis = { nameLocation: 'middle', splitLine: { show: true } };
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    legend: { top: 8, data: series.map(({ name }) => name) },
    grid: [
      { left: 70, top: 60, width: 370, bottom: 55 },
      { left: 560, top: 60, width: 370, bottom: 55 },
    ],
    xAxis: [0, 1].map((gridIndex) => ({
      ...axis,
      type: 'log',
      gridIndex,
      name: 'rows',
      nameGap: 30,
      axisLabel: { formatter: powerText },
    })),
    yAxis: [
      { ...axis, type: 'log', gridIndex: 0, name: 'wall, s', nameGap: 45 },
      { ...axis, type: 'value', min: 0, gridIndex: 1, name: 'peak memory, MB', nameGap: 45 },
    ],
    series: [0, 1].flatMap((gridIndex) => series.map(({ name, points }) => lineOf(name, points, gridIndex))),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${svg}\n`;
}

const powerText = (rows) => (rows >= 1e6 ? `${rows / 1e6} M` : rows >= 1000 ? `${rows / 1000} k` : String(rows));

function lineOf(name, points, gridIndex) {
  const of = gridIndex === 0 ? ({ seconds }) => median(seconds) : ({ peakMb }) => median(peakMb);
  return {
    name,
    type: 'line',
    xAxisIndex: gridIndex,
    yAxisIndex: gridIndex,
    symbol: 'circle',
    symbolSize: 7,
    data: points.map((point) => [point.rows, Number(of(point).toPrecision(4))]),
  };
}
