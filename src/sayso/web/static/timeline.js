// Timelines that can be pointed at and chosen from, in place of the still pictures that the pages come with.

import { contentsOf, isOurs, onFigures } from "./theme.js";
import { offer, onSelect, select } from "./selecting.js";

const HERE = new URL(".", import.meta.url);
const ROW = 56, BAR = 30, FOOT = 26;

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
  const made = Plot.plot({
    ...options,
    document: {
      documentElement: elsewhere.documentElement, defaultView: window,
      createTextNode: (text) => document.createTextNode(text),
    },
  });
  for (const style of made.querySelectorAll("style")) style.remove();
  made.classList.add("fig-svg", "fig-plot");
  keepInside(made, options.width);
  nameMarks(made);
  return made;
}

// What is drawn for one value is named with its words; Plot's own names of its layers help nobody.
function nameMarks(made) {
  for (const one of made.querySelectorAll("[aria-label]")) {
    if (one.localName === "g") one.removeAttribute("aria-label");
    else one.setAttribute("role", "img");
  }
}

// Dates at an edge begin or end there, so that none is cut off.
function keepInside(made, width) {
  for (const text of made.querySelectorAll('[aria-label="x-axis tick label"] text')) {
    const x = Number(/translate\(([-\d.]+)/.exec(text.getAttribute("transform"))?.[1]);
    if (x < 0.12 * width) text.setAttribute("text-anchor", "start");
    else if (x > 0.88 * width) text.setAttribute("text-anchor", "end");
  }
}

const day = (text) => new Date(`${text}T00:00:00Z`);
const number = new Intl.NumberFormat("en-GB");

// The dates below a picture are those of the still one, so that both say the same.
function axisOfDates(Plot, dates) {
  const words = new Map(dates.map((one) => [+new Date(one.at), one.words]));
  return Plot.axisX([...words.keys()].map((at) => new Date(at)), {
    tickFormat: (at) => words.get(+at), tickSize: 5, label: null, fontSize: 12, className: "fig-date",
  });
}

function drawDays(Plot, { bars, statuses, dates, words }, width) {
  const order = statuses.map((one) => one.status);
  const wordOf = Object.fromEntries(statuses.map((one) => [one.status, one.word]));
  const rows = bars.map((bar) => ({ ...bar, x1: day(bar.start), x2: day(bar.end) }));
  const most = Math.max(...rows.map((row) => row.count));
  const first = Math.min(...rows.map((row) => +row.x1)), last = Math.max(...rows.map((row) => +row.x2));
  const totals = statuses;
  const gap = 0.06 * width * (+rows[0].x2 - +rows[0].x1) / (last - first);
  return plot(Plot, {
    width, height: ROW * order.length + FOOT, ariaLabel: words,
    marginLeft: 0, marginRight: 0, marginTop: 0, marginBottom: FOOT,
    x: { type: "utc", domain: [first, last] },
    y: { axis: null, domain: [0, most * ROW / BAR] },
    fy: { axis: null, domain: order, padding: 0 },
    marks: [
      axisOfDates(Plot, dates),
      Plot.rectY(rows, {
        fy: "status", x1: "x1", x2: "x2", y: "count", insetRight: Math.min(gap, 4),
        fill: (row) => (row.status === "negated" ? "var(--fig-against)" : "var(--fig-mark)"),
        ariaLabel: (row) => `${row.words}: ${row.count} ${wordOf[row.status]}`,
      }),
      Plot.ruleY(order, { fy: (one) => one, y: 0, className: "fig-base" }),
      Plot.text(totals, {
        fy: "status", frameAnchor: "top-left", dx: 20, dy: 8, fontSize: 13, className: "fig-row",
        text: (row) => `${wordOf[row.status]}  ${number.format(row.count)}`,
      }),
      Plot.tip(rows, Plot.pointerX({
        fy: "status", x1: "x1", x2: "x2", y: "count", className: "fig-tip", fontSize: 12, anchor: "bottom",
        title: (row) => `${row.words}\n${number.format(row.count)} ${wordOf[row.status]}`,
      })),
    ],
  });
}

// How a range ends: a stroke where it ends, an arrow where it is open.
const END = { draw: (pen) => { pen.moveTo(-5, 0); pen.lineTo(5, 0); } };
const UP = { draw: (pen) => { pen.moveTo(-4, 5); pen.lineTo(0, 0); pen.lineTo(4, 5); } };
const DOWN = { draw: (pen) => { pen.moveTo(-4, -5); pen.lineTo(0, 0); pen.lineTo(4, -5); } };

function drawValues(Plot, { marks, words, dates, ticks, least, most, reach, ...edges }, width) {
  const rows = marks.map((mark) => ({ ...mark, x: new Date(mark.at), look: mark.approximate ? "about" : "sure" }));
  const ranges = rows.filter((row) => row.low !== null || row.high !== null).map((row) => ({
    ...row, y1: row.low ?? Math.max(least, row.y - reach), y2: row.high ?? Math.min(most, row.y + reach),
  }));
  const ends = ranges.flatMap((row) => [
    { ...row, end: row.y2, sign: row.high === null ? UP : END },
    { ...row, end: row.y1, sign: row.low === null ? DOWN : END },
  ]);
  // Marks on one spot stand side by side; Plot moves a whole layer, hence one for each step aside.
  const layer = (aside) => {
    const here = (list) => list.filter((row) => row.aside === aside);
    const dx = 19 * aside;
    return [
      Plot.ruleX(here(ranges), { x: "x", y1: "y1", y2: "y2", dx, className: "fig-range" }),
      ...[END, UP, DOWN].map((symbol) => Plot.dot(here(ends).filter((row) => row.sign === symbol), {
        x: "x", y: "end", symbol, dx, className: "fig-ends",
      })),
      ...["sure", "about"].flatMap((look) => {
        const some = here(rows).filter((row) => row.look === look);
        return [
          Plot.dot(some, { x: "x", y: "y", r: 9, dx, className: `fig-${look}`, ariaLabel: (row) => row.text }),
          Plot.text(some, { x: "x", y: "y", text: "letter", dx, fontSize: 11, className: `fig-letters-${look}` }),
        ];
      }),
    ];
  };
  return plot(Plot, {
    width, height: 232, ariaLabel: words, marginLeft: 0, marginRight: 0, marginTop: 16, marginBottom: FOOT,
    x: { type: "utc", domain: [new Date(edges.from), new Date(edges.to)] },
    y: { axis: null, domain: [least, most] },
    marks: [
      Plot.gridY(ticks, { className: "fig-grid", strokeOpacity: 1 }),
      Plot.text(ticks, {
        y: (tick) => tick, frameAnchor: "left", dy: -9, fontSize: 12, className: "fig-date", text: (tick) => number.format(tick),
      }),
      axisOfDates(Plot, dates),
      Plot.line(rows, { x: "x", y: "y", z: "letter", className: "fig-thread" }),
      ...[...new Set(rows.map((row) => row.aside))].flatMap(layer),
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
    shape.setAttribute("transform", `translate(8 ${ROW * number + 14.5}) scale(.8)`);
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
    if (contents.bars?.some((bar) => bar.href)) {
      made.classList.add("fig-linked");
      made.addEventListener("click", () => made.value && isOurs(made.value.href) && location.assign(made.value.href));
    }
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
  onSelect(figure, (ids) => {
    for (const row of figure.querySelectorAll("[data-feature]")) {
      row.classList.toggle("is-selected", ids.has(row.dataset.feature));
    }
  });
}

onFigures("figure[data-timeline]", (figure) => {
  enliven(figure).catch((error) => console.info(`The timeline stays a picture: ${error.message}`));
});
