// Timelines that can be pointed at and chosen from, in place of the still pictures that the pages come with.

import { contentsOf } from "./theme.js";
import { offer, onSelect, select } from "./selecting.js";

const HERE = new URL(".", import.meta.url);
const ROW = 52, BAR = 30, FOOT = 26;

// Both are old scripts that put one name each in the window; Plot needs d3's to be there.
let loading;
function load() {
  const one = (name) => new Promise((done, fail) => {
    const script = document.createElement("script");
    script.src = new URL(`vendor/${name}`, HERE);
    script.onload = done;
    script.onerror = () => fail(new Error(`${name} is missing`));
    document.head.append(script);
  });
  loading ??= one("d3/d3.min.js").then(() => one("plot/plot.umd.min.js")).then(() => globalThis.Plot);
  return loading;
}

// Plot writes a <style> of its own, which our Content-Security-Policy forbids: the picture is made in a document
// without a policy and the style taken out before it comes to the page.
function plot(Plot, options) {
  const elsewhere = document.implementation.createHTMLDocument("");
  const made = Plot.plot({ ...options, document: { documentElement: elsewhere.documentElement, defaultView: window } });
  for (const style of made.querySelectorAll("style")) style.remove();
  made.classList.add("fig-svg", "fig-plot");
  return made;
}

const day = (text) => new Date(`${text}T00:00:00Z`);
const number = new Intl.NumberFormat("en-GB");

function drawDays(Plot, { bars, statuses, words }, width) {
  const order = statuses.map((one) => one.status);
  const wordOf = Object.fromEntries(statuses.map((one) => [one.status, one.word]));
  const rows = bars.map((bar) => ({ ...bar, x1: day(bar.start), x2: day(bar.end) }));
  const most = Math.max(...rows.map((row) => row.count));
  const totals = order.map((status) => ({
    status, count: rows.reduce((sum, row) => sum + (row.status === status ? row.count : 0), 0),
  }));
  const at = { fy: "status" };
  const made = plot(Plot, {
    width, height: ROW * order.length + FOOT,
    marginLeft: 0, marginRight: 0, marginTop: 0, marginBottom: FOOT + 4, ariaLabel: words,
    x: { type: "utc", domain: [Math.min(...rows.map((row) => +row.x1)), Math.max(...rows.map((row) => +row.x2))] },
    y: { axis: null, domain: [0, most * (ROW - 4) / BAR] },
    fy: { axis: null, domain: order, padding: 0 },
    marks: [
      Plot.axisX({ ticks: Math.max(2, Math.min(8, Math.floor(width / 110))), tickSize: 5, label: null, fontSize: 12, className: "fig-date" }),
      Plot.rectY(rows, {
        ...at, x1: "x1", x2: "x2", y: "count", insetLeft: width / bars.length > 6 ? 0.5 : 0, insetRight: 0.5, className: "fig-bars",
        ariaLabel: (row) => `${row.words}: ${row.count} ${wordOf[row.status]}`,
      }),
      Plot.ruleY(order, { fy: (one) => one, y: 0, className: "fig-base" }),
      Plot.text(totals, {
        ...at, frameAnchor: "top-left", dx: 20, dy: 3, fontSize: 13, className: "fig-row",
        text: (row) => `${wordOf[row.status]}  ${number.format(row.count)}`,
      }),
      Plot.tip(rows, Plot.pointerX({
        ...at, x1: "x1", x2: "x2", y: "count", className: "fig-tip", fontSize: 12, anchor: "bottom", maxRadius: 30,
        title: (row) => `${row.words}\n${number.format(row.count)} ${wordOf[row.status]}`,
      })),
    ],
  });
  return made;
}

function drawValues(Plot, { marks, words }, width) {
  const rows = marks.map((mark) => ({ ...mark, x: new Date(mark.at) }));
  const amounts = rows.flatMap((row) => [row.y, row.low, row.high]).filter((n) => n !== null);
  let least = Math.min(...amounts);
  const top = Math.max(...amounts);
  if (least > 0 && least < 0.6 * top) least = 0;
  const room = (top - least) * 0.12 || Math.max(Math.abs(top) * 0.2, 1);
  const y = [least ? least - room : 0, top + room];
  let x = [Math.min(...rows.map((row) => +row.x)), Math.max(...rows.map((row) => +row.x))];
  if (x[1] - x[0] < 7.2e6) x = [x[0] - 4.32e7, x[1] + 4.32e7];
  const edge = (x[1] - x[0]) * 0.095;
  const reach = (y[1] - y[0]) * 0.16;
  const open = rows.filter((row) => row.low !== null || row.high !== null).map((row) => ({
    ...row, y1: row.low ?? Math.max(y[0], row.y - reach), y2: row.high ?? Math.min(y[1], row.y + reach),
  }));
  const ends = open.flatMap((row) => [
    { ...row, end: row.y2, sign: row.high === null ? "↑" : "–" },
    { ...row, end: row.y1, sign: row.low === null ? "↓" : "–" },
  ]);
  // Marks on one spot stand side by side; each step aside is drawn by itself, as Plot moves a mark as a whole.
  const asides = [...new Set(rows.map((row) => row.aside))];
  const of = (list, aside) => list.filter((row) => row.aside === aside);
  const look = (row) => (row.approximate ? "about" : "sure");
  return plot(Plot, {
    width, height: 232, marginLeft: 0, marginRight: 0, marginTop: 16, marginBottom: FOOT, ariaLabel: words,
    x: { type: "utc", domain: [x[0] - edge, x[1] + edge] },
    y: { domain: y },
    marks: [
      Plot.gridY({ ticks: 4, className: "fig-grid", strokeOpacity: 1 }),
      Plot.axisY({ ticks: 4, tickSize: 0, label: null, anchor: "left", textAnchor: "start", dx: 3, dy: -8, fontSize: 12, className: "fig-date" }),
      Plot.axisX({ ticks: Math.max(2, Math.min(7, Math.floor(width / 120))), tickSize: 5, label: null, fontSize: 12, className: "fig-date" }),
      Plot.line(rows, { x: "x", y: "y", z: "letter", className: "fig-thread" }),
      ...asides.flatMap((aside) => [
        Plot.ruleX(of(open, aside), { x: "x", y1: "y1", y2: "y2", dx: 19 * aside, className: "fig-range" }),
        Plot.text(of(ends, aside), { x: "x", y: "end", text: "sign", dx: 19 * aside, fontSize: 13, className: "fig-ends" }),
        ...["sure", "about"].map((kind) => Plot.dot(of(rows, aside).filter((row) => look(row) === kind), {
          x: "x", y: "y", r: 9, dx: 19 * aside, className: `fig-dots fig-${kind}`, ariaLabel: (row) => row.text,
        })),
        Plot.text(of(rows, aside), { x: "x", y: "y", text: "letter", dx: 19 * aside, fontSize: 11, className: "fig-letters" }),
      ]),
      Plot.tip(rows, Plot.pointer({
        x: "x", y: "y", className: "fig-tip", fontSize: 12, maxRadius: 24,
        title: (row) => `${row.letter}  ${row.text}\n${row.origin}\n${row.when}`,
      })),
    ],
  });
}

/** The shapes of the statuses beside their words: Plot has no symbol of ours. */
function addShapes(made, statuses) {
  statuses.forEach(({ status, path }, number) => {
    const shape = made.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "path"));
    shape.setAttribute("d", path);
    shape.setAttribute("fill-rule", "evenodd");
    shape.setAttribute("transform", `translate(8 ${ROW * number + 9}) scale(.8)`);
    shape.setAttribute("class", `shape shape-${status}`);
  });
}

const KINDS = { days: drawDays, values: drawValues };

async function enliven(figure) {
  const stage = figure.querySelector("[data-stage]");
  const draw = KINDS[figure.dataset.timeline];
  if (!stage || !draw) return;
  const [Plot, contents] = await Promise.all([load(), contentsOf(figure)]);
  const still = stage.querySelector("svg");
  let width = 0, shown = null;
  const redraw = () => {
    const now = Math.floor(stage.clientWidth);
    if (!now || now === width) return;
    width = now;
    const made = draw(Plot, contents, width);
    made.setAttribute("role", "img");
    if (contents.statuses) addShapes(made, contents.statuses);
    if (contents.marks) made.addEventListener("click", () => made.value && select([made.value.id], "timeline", made.value.text));
    if (shown) shown.replaceWith(made);
    else stage.append(made);
    shown = made;
    stage.classList.add("is-live");
  };
  new ResizeObserver(redraw).observe(stage);
  redraw();
  if (still) addEventListener("beforeprint", () => stage.classList.remove("is-live"));
  addEventListener("afterprint", () => stage.classList.add("is-live"));
  if (contents.marks) linkValues(figure, contents.marks);
  figure.dataset.ready = "";
}

function linkValues(figure, marks) {
  offer(marks.map((mark) => mark.id), "in the figure");
  onSelect((ids) => {
    for (const row of figure.querySelectorAll("[data-feature]")) {
      row.classList.toggle("is-selected", ids.has(row.dataset.feature));
    }
  });
}

for (const figure of document.querySelectorAll("figure[data-timeline]")) {
  new IntersectionObserver((seen, watch) => {
    if (!seen.some((one) => one.isIntersecting)) return;
    watch.disconnect();
    enliven(figure).catch((error) => console.info(`The timeline stays a picture: ${error.message}`));
  }, { rootMargin: "400px" }).observe(figure);
}
