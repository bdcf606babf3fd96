// Charts of half hours, in SVG drawn to the pixel. Each has a caption, and the same numbers
// as a table and as a file: a drawing alone is nothing to who cannot see it.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { downloadCsv } from "../csv.js";
import { html } from "../dom.js";
import { countOf, t } from "../i18n.js";
import { Icon } from "../icons.js";
import { PlainTable } from "./table.js";

const HEIGHT = 176;
const EDGE = { top: 8, right: 16, bottom: 24, left: 40 };
const LABEL_PX = 56;
const BAR_PX_MAX = 28;

/**
 * @param {{id: string, title: string, labels: string[], series: {code: string, name: string,
 *   values: (number | null)[]}[], kind: "bars" | "line", top?: number, unit?: string,
 *   columns: string[], rows: any[][]}} props
 *   `labels` name the half hours, `top` is the axis's end where it is known, `rows` the table's.
 */
export function Chart({ id, title, labels, series, kind, top, unit = "", columns, rows }) {
  const [place, width] = useWidth();
  const save = () => downloadCsv(`${id}.csv`, columns, rows);
  return html`<figure class="chart">
    <figcaption>
      <h3>${title}</h3>
      <${Legend} series=${series} />
    </figcaption>
    <div class="chart-place" ref=${place}>
      ${width > 0 &&
      html`<${Drawing}
        ...${{ title, labels, series, kind, width, unit }}
        top=${top ?? topOf(series)}
      />`}
    </div>
    <details>
      <summary>${t("chart.table")}</summary>
      <${PlainTable} caption=${title} columns=${columns} rows=${rows} />
    </details>
    <button class="secondary" type="button" onClick=${save}>
      <${Icon} name="download" /> ${t("csv.download")}
      <span class="visually-hidden">${title}</span>
    </button>
  </figure>`;
}

function Legend({ series }) {
  if (series.length < 2) return null;
  return html`<ul class="legend">
    ${series.map(
      ({ code, name }) => html`<li key=${code}>
        <svg viewBox="0 0 12 12" aria-hidden="true">
          <rect class=${`series-${code}`} width="12" height="12" rx="2" />
        </svg>
        ${name}
      </li>`,
    )}
  </ul>`;
}

/** @returns {[{current: HTMLElement}, number]} A place and how wide it is, in px. */
function useWidth() {
  const place = useRef(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const measure = () => setWidth(place.current ? Math.floor(place.current.clientWidth) : 0);
    const observer = new ResizeObserver(measure);
    observer.observe(place.current);
    measure();
    return () => observer.disconnect();
  }, []);
  return [place, width];
}

/** Return the end of an axis that holds every bar: 1, 2 or 5 times a power of ten. */
function topOf(series) {
  const sums = series[0].values.map((_, n) =>
    series.reduce((sum, { values }) => sum + (values[n] ?? 0), 0),
  );
  const most = Math.max(4, ...sums);
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 5, 10].map((step) => step * power).find((end) => end >= most);
}

function Drawing({ title, labels, series, kind, width, top, unit }) {
  const inner = Math.max(1, width - EDGE.left - EDGE.right);
  const step = inner / Math.max(1, labels.length);
  const x = (n) => EDGE.left + step * (n + 0.5);
  const y = (value) => EDGE.top + (HEIGHT - EDGE.top - EDGE.bottom) * (1 - value / top);
  const scale = { x, y, step, top, width, unit, labels };
  const Marks = kind === "bars" ? Bars : Line;
  return html`<svg
    class="drawing"
    width=${width}
    height=${HEIGHT}
    viewBox=${`0 0 ${width} ${HEIGHT}`}
    role="img"
    aria-label=${t("chart.label", { title })}
  >
    <${Axes} ...${scale} />
    <${Marks} series=${series} ...${scale} />
  </svg>`;
}

function Axes({ x, y, top, width, unit, labels }) {
  const ticks = [0, top / 2, top];
  const every = Math.max(1, Math.ceil(LABEL_PX / ((width - EDGE.left) / labels.length)));
  return html`<g class="axes">
    ${ticks.map(
      (tick) => html`<line x1=${EDGE.left} x2=${width - EDGE.right} y1=${y(tick)} y2=${y(tick)} />
        <text x=${EDGE.left - 6} y=${y(tick) + 4} text-anchor="end">${countOf(tick)}${unit}</text>`,
    )}
    ${labels.map(
      (label, n) =>
        n % every === 0 &&
        html`<text x=${x(n)} y=${HEIGHT - 6} text-anchor="middle">${label}</text>`,
    )}
  </g>`;
}

function Bars({ series, x, y, step, labels }) {
  const wide = Math.min(BAR_PX_MAX, step * 0.7);
  return labels.map((label, n) => {
    let below = 0;
    return series.map(({ code, name, values }) => {
      const value = values[n] ?? 0;
      const from = below;
      below += value;
      if (!value) return null;
      return html`<rect
        key=${`${code}-${n}`}
        class=${`series-${code}`}
        x=${x(n) - wide / 2}
        y=${y(below)}
        width=${wide}
        height=${y(from) - y(below)}
      >
        <title>${t("chart.point", { label, name, value: countOf(value) })}</title>
      </rect>`;
    });
  });
}

// A half hour without anything to divide is a gap, not a zero.
function Line({ series, labels, x, y, unit }) {
  const [{ code, name, values }] = series;
  const said = (n, value) =>
    t("chart.point", { label: labels[n], name, value: `${countOf(value)}${unit}` });
  const points = values.map((value, n) => ({ value, n })).filter(({ value }) => value !== null);
  const runs = points.reduce((all, point) => {
    const last = all.at(-1);
    if (last && last.at(-1).n === point.n - 1) last.push(point);
    else all.push([point]);
    return all;
  }, []);
  return html`<g class=${`line-${code}`}>
    ${runs.map((run) => {
      const way = run.map(({ n, value }) => `${x(n)},${y(value)}`).join(" ");
      return html`<polyline key=${run[0].n} points=${way} />`;
    })}
    ${points.map(
      ({ n, value }) => html`<circle key=${n} cx=${x(n)} cy=${y(value)} r="3.5">
        <title>${said(n, value)}</title>
      </circle>`,
    )}
  </g>`;
}
