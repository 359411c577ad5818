/* Draw every [data-chart] from its json_script: one theme, one place for margins and colours. */

import { ticks, written } from "./formats.js";

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const palette = () => [1, 2, 3, 4, 5, 6, 7, 8].map((n) => css(`--series-${n}`));
const drawn = new Map();
const isNarrow = () => window.innerWidth < 700;

/* The ink that reads best on a colour: by relative luminance (WCAG 2). */
export function inkOn(hex) {
  const part = (at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  const luminance = 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
  return luminance > 0.179 ? "#000000" : "#ffffff";
}

function axis(unit, name, extra = {}) {
  return {
    type: "value",
    name,
    nameTextStyle: { color: css("--muted"), align: "left" },
    axisLabel: { color: css("--muted"), formatter: ticks[unit] ?? String, hideOverlap: true },
    splitLine: { lineStyle: { color: css("--line") } },
    axisLine: { show: false },
    ...extra,
  };
}

function categories(values, extra = {}) {
  return {
    type: "category",
    data: values,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: css("--line-strong") } },
    axisLabel: { color: css("--muted"), hideOverlap: true, interval: "auto" },
    ...extra,
  };
}

function common(spec) {
  const many = (spec.series?.length ?? 0) > 1 && (spec.kind !== "cloud" || spec.isUnlabelled || isNarrow());
  return {
    color: palette(),
    animation: false,
    aria: { enabled: false },
    textStyle: { fontFamily: css("--sans"), fontSize: 12 },
    legend: many
      ? { type: "scroll", top: 0, left: 0, itemWidth: 11, itemHeight: 11, icon: "roundRect", textStyle: { color: css("--ink-2") }, pageTextStyle: { color: css("--ink") }, pageIconColor: css("--brand") }
      : undefined,
    grid: { top: 22 + (many ? 24 : 0) + (spec.yName ? 16 : 0), right: spec.kind === "cloud" && !spec.isUnlabelled && !isNarrow() ? 130 : 20, bottom: spec.xName ? 34 : 10, left: 10, containLabel: true },
    tooltip: {
      confine: true,
      backgroundColor: css("--surface"),
      borderColor: css("--line-strong"),
      textStyle: { color: css("--ink"), fontSize: 13 },
      extraCssText: "",
    },
  };
}

function marks(spec) {
  if (!spec.marks?.length) return undefined;
  return {
    silent: true,
    symbol: ["none", "none"],
    label: {
      color: css("--rose"),
      fontWeight: 600,
      formatter: (mark) => mark.name,
      position: "end",
      distance: 4,
    },
    lineStyle: { color: css("--rose"), type: "dashed", width: 1 },
    data: spec.marks.map((mark) => ({ name: mark.text, xAxis: mark.at })),
  };
}

/* A few names are all written, over several lines where the screen is narrow. */
const FEW = 8;
const few = (count) => ({
  color: css("--muted"),
  interval: 0,
  overflow: "break",
  width: Math.max(36, (Math.min(window.innerWidth, 700) - 110) / count),
});

function baseLine(value) {
  return {
    silent: true,
    symbol: ["none", "none"],
    label: { color: css("--muted"), formatter: () => String(value), position: "start" },
    lineStyle: { color: css("--muted"), type: "dashed" },
    data: [{ xAxis: value }],
  };
}

function rowsTip(spec) {
  return (points) => {
    const list = Array.isArray(points) ? points : [points];
    const lines = list.map((point) => {
      const unit = spec.series[point.seriesIndex]?.unit ?? spec.unit;
      const value = Array.isArray(point.value) ? point.value.at(-1) : point.value;
      return `${point.seriesName}: ${written[unit](value)}`;
    });
    return [list[0].axisValueLabel ?? list[0].name, ...lines].map(escaped).join("<br>");
  };
}

const escaped = (text) =>
  String(text).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const builders = {
  bars(spec) {
    return {
      xAxis: categories(spec.names, spec.names.length <= FEW ? { axisLabel: few(spec.names.length) } : spec.xName ? { name: spec.xName, nameLocation: "middle", nameGap: 28, nameTextStyle: { color: css("--muted") } } : {}),
      yAxis: axis(spec.unit, spec.yName),
      tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, formatter: rowsTip(spec) },
      series: spec.series.map((one, index) => ({
        type: one.line ? "line" : "bar",
        name: one.name,
        stack: spec.stacked && !one.line ? "all" : undefined,
        barMaxWidth: 28,
        symbol: "none",
        lineStyle: one.dashed ? { type: "dashed", width: 2 } : undefined,
        itemStyle: { borderRadius: spec.stacked && index < spec.series.length - 1 ? 0 : [3, 3, 0, 0] },
        data: one.values.map((value, at) => ({ value, href: one.links?.[at] })),
        markLine: index === 0 ? marks(spec) : undefined,
      })),
    };
  },
  rows(spec) {
    // The strongest stands on top: a category axis counts from below.
    const down = (values) => [...(values ?? [])].reverse();
    return {
      xAxis: axis(spec.unit, spec.xName),
      yAxis: categories(down(spec.names), { axisLabel: { color: css("--ink-2"), width: isNarrow() ? 110 : 170, overflow: "truncate" } }),
      tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, formatter: rowsTip(spec) },
      series: spec.series.map((one, index) => ({
        type: "bar",
        name: one.name,
        barMaxWidth: 20,
        itemStyle: { borderRadius: [0, 3, 3, 0] },
        data: down(one.values.map((value, at) => ({ value, href: one.links?.[at] }))),
        markLine: index === 0 && spec.base ? baseLine(spec.base) : undefined,
      })),
    };
  },
  lines(spec) {
    return {
      xAxis: categories(spec.names, { boundaryGap: false }),
      yAxis: axis(spec.unit, spec.yName),
      tooltip: { trigger: "axis", formatter: rowsTip(spec) },
      series: spec.series.map((one, index) => ({
        type: "line",
        name: one.name,
        symbol: "circle",
        symbolSize: one.values.length > 60 ? 0 : 5,
        lineStyle: { width: 2.2, type: one.dashed ? "dashed" : "solid" },
        areaStyle: index === 0 && spec.series.length === 1 ? { opacity: 0.08 } : undefined,
        data: one.values.map((value, at) => ({ value, href: one.links?.[at] })),
        markLine: index === 0 ? marks(spec) : undefined,
      })),
    };
  },
  curve(spec) {
    return {
      xAxis: axis(spec.xUnit, spec.xName, { max: spec.xMax, nameLocation: "middle", nameGap: 28, nameTextStyle: { color: css("--muted") } }),
      yAxis: axis(spec.unit, spec.yName, { max: spec.yMax }),
      tooltip: {
        trigger: "item",
        formatter: ({ value }) =>
          `${escaped(spec.xName)}: ${ticks[spec.xUnit](value[0])}<br>${escaped(spec.yName)}: ${written[spec.unit](value[1])}`,
      },
      series: spec.series.map((one, index) => ({
        type: "line",
        name: one.name,
        symbol: "circle",
        symbolSize: one.links ? 9 : 0,
        lineStyle: { width: one.dots ? 0 : 2.4, type: one.dashed ? "dashed" : "solid" },
        itemStyle: one.dots ? { color: css("--series-1") } : undefined,
        areaStyle: index === 0 ? { opacity: 0.09 } : undefined,
        data: one.points.map((value, at) => ({ value, href: one.links?.[at] })),
      })),
    };
  },
  cloud(spec) {
    return {
      xAxis: axis(spec.xUnit, spec.xName, { type: spec.xLog ? "log" : "value", nameLocation: "middle", nameGap: 28, nameTextStyle: { color: css("--muted") } }),
      yAxis: axis(spec.unit, spec.yName, { type: spec.yLog ? "log" : "value" }),
      tooltip: {
        trigger: "item",
        formatter: ({ seriesName, value }) =>
          [seriesName, `${spec.xName}: ${written[spec.xUnit](value[0])}`, `${spec.yName}: ${written[spec.unit](value[1])}`, value[3] ?? ""]
            .map(escaped)
            .join("<br>"),
      },
      series: spec.series.map((one) => ({
        type: "scatter",
        name: one.name,
        symbolSize: spec.sizes ? (value) => value[2] : 7,
        itemStyle: { opacity: 0.78 },
        label: { show: spec.sizes && !spec.isUnlabelled && !isNarrow(), formatter: "{a}", position: "right", color: css("--ink-2"), fontSize: 12 },
        labelLayout: { hideOverlap: true },
        data: one.points.map((value, at) => ({ value, href: one.links?.[at] })),
      })),
    };
  },
  flow(spec) {
    const colours = palette();
    return {
      tooltip: {
        trigger: "item",
        formatter: ({ data }) =>
          data.source
            ? `${escaped(data.from)} → ${escaped(data.to)}: ${written.count(data.value)}`
            : `${escaped(data.label)}: ${written.count(data.total)}`,
      },
      series: [
        {
          type: "sankey",
          left: 8,
          right: 130,
          top: 14,
          bottom: 14,
          nodeGap: 14,
          emphasis: { focus: "adjacency" },
          lineStyle: { color: "source", opacity: 0.28 },
          label: { color: css("--ink"), formatter: ({ data }) => data.label },
          data: spec.nodes.map((node) => ({ ...node, itemStyle: { color: colours[node.tone % colours.length] } })),
          links: spec.links,
        },
      ],
    };
  },
};

function draw(element) {
  const source = document.getElementById(element.dataset.chart);
  if (!source) return;
  const spec = JSON.parse(source.textContent);
  drawn.get(element)?.dispose();
  const chart = window.echarts.init(element, null, { renderer: "svg" });
  const base = common(spec);
  const built = builders[spec.kind](spec);
  chart.setOption({ ...base, ...built, tooltip: { ...base.tooltip, ...built.tooltip } });
  chart.on("click", ({ data }) => {
    if (data?.href) window.location.assign(data.href);
  });
  drawn.set(element, chart);
}

export function drawAll(root = document) {
  for (const element of root.querySelectorAll("[data-chart]")) draw(element);
}

drawAll();
document.addEventListener("shuke:theme", () => drawAll());
document.addEventListener("htmx:afterSettle", (event) => drawAll(event.target));
let waiting = 0;
window.addEventListener("resize", () => {
  cancelAnimationFrame(waiting);
  waiting = requestAnimationFrame(() => drawn.forEach((chart) => chart.resize()));
});
