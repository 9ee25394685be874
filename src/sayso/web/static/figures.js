// What makes the pictures handier. They come with the page, and their marks are links or have a title: this adds the
// title where a mark is pointed at, the arrow keys from mark to mark, and zoom.

const tip = Object.assign(document.createElement("p"), { className: "fig-tip", ariaHidden: "true" });
const within = (least, value, most) => Math.min(Math.max(value, least), most);

/** The title of a mark above it, and the entries of the key that it belongs to; of no mark, nothing. */
function point(mark) {
  tip.remove();
  for (const entry of document.querySelectorAll(".fig .is-selected")) entry.classList.remove("is-selected");
  if (!mark) return;
  const stage = mark.closest(".fig-stage"), box = stage.getBoundingClientRect(), at = mark.getBoundingClientRect();
  tip.textContent = mark.ariaLabel;
  stage.append(tip);
  const left = at.left + at.width / 2 - box.left - tip.offsetWidth / 2, above = at.top - box.top - tip.offsetHeight - 4;
  tip.style.left = `${within(0, left, box.width - tip.offsetWidth)}px`;
  tip.style.top = `${above < 0 ? at.bottom - box.top + 4 : above}px`;
  for (const kind of kindsOf(mark)) stage.parentElement.querySelector(`[data-only="${CSS.escape(kind)}"]`)?.classList.add("is-selected");
}

const kindsOf = (mark) => mark.closest("[data-kind]")?.dataset.kind.split(" ") ?? [];

/** Only the marks of one entry of the key stay clear; of no entry, all. */
function single(entry) {
  for (const mark of document.querySelectorAll(".fig [data-kind]")) {
    const beside = entry?.closest(".fig") === mark.closest(".fig");
    mark.classList.toggle("is-faint", beside && !kindsOf(mark).includes(entry.dataset.only));
  }
}

for (const [event, part] of [["pointerover", (one) => one], ["focusin", (one) => one], ["pointerout", () => null], ["focusout", () => null]]) {
  document.addEventListener(event, ({ target }) => {
    point(part(target.closest?.(".fig-point")));
    single(part(target.closest?.("[data-only]")));
  });
}

document.addEventListener("keydown", (event) => {
  const way = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key], mark = event.target.closest?.(".fig-point");
  if (event.key === "Escape") point(null);
  if (!way || !mark) return;
  event.preventDefault();
  const marks = [...mark.closest(".fig-stage").querySelectorAll(".fig-point")];
  const next = marks[(marks.indexOf(mark) + way + marks.length) % marks.length];
  mark.tabIndex = -1;
  next.tabIndex = 0;
  next.focus({ preventScroll: true });
});

/** A map that zooms by the box of its land: signs and names keep their size and move along. */
function zoomable(stage) {
  const picture = stage.querySelector("svg"), land = picture.querySelector(".fig-ground"), most = Number(picture.dataset.most);
  const { x: left, y: top, width, height } = land.viewBox.baseVal;
  const signs = [...picture.children].filter((one) => one !== land).map((one) => [one, parseFloat(one.getAttribute("x")), parseFloat(one.getAttribute("y"))]);
  let zoom = 1, x = 0, y = 0;  // what is left of and above the part that is shown, as shares of the whole
  const show = (nextZoom, nextX, nextY) => {
    zoom = within(1, nextZoom, most);
    [x, y] = [nextX, nextY].map((share) => within(0, share, 1 - 1 / zoom));
    land.setAttribute("viewBox", [left + x * width, top + y * height, width / zoom, height / zoom].join(" "));
    for (const [sign, across, down] of signs) {
      sign.setAttribute("x", `${(across - 100 * x) * zoom}%`);
      sign.setAttribute("y", `${(down - 100 * y) * zoom}%`);
      sign.classList.toggle("is-near", Number(sign.dataset.zoom) <= zoom);
    }
    nearer.disabled = zoom === most;
    farther.disabled = zoom === 1;
    stage.classList.toggle("is-zoomed", zoom > 1);
    point(null);
  };
  const by = (factor, across = 0.5, down = 0.5) => {
    const next = within(1, zoom * factor, most), gain = 1 / zoom - 1 / next;
    show(next, x + across * gain, y + down * gain);
  };
  const button = (sign, label, factor) => {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: sign, ariaLabel: label });
    made.addEventListener("click", () => by(factor));
    return made;
  };
  const nearer = button("+", "Zoom in", 2), farther = button("−", "Zoom out", 0.5);
  const buttons = Object.assign(document.createElement("div"), { className: "fig-zoom" });
  buttons.append(nearer, farther);
  stage.prepend(buttons);
  const shareOf = (event) => {
    const box = stage.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  };
  stage.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;  // without, the page scrolls
    event.preventDefault();
    by(2 ** (-event.deltaY / 100), ...shareOf(event));
  }, { passive: false });
  let from = null, moved = false;
  stage.addEventListener("pointerdown", (event) => {
    from = zoom > 1 && event.isPrimary ? shareOf(event) : null;
    moved = false;
  });
  stage.addEventListener("pointermove", (event) => {
    if (!from) return;
    const at = shareOf(event), [across, down] = [from[0] - at[0], from[1] - at[1]];
    if (!moved && Math.hypot(across, down) < 0.01) return;
    if (!moved) stage.setPointerCapture(event.pointerId);
    moved = true;
    from = at;
    show(zoom, x + across / zoom, y + down / zoom);
  });
  for (const end of ["pointerup", "pointercancel"]) stage.addEventListener(end, () => { from = null; });
  stage.addEventListener("dragstart", (event) => event.preventDefault());
  stage.addEventListener("click", (event) => moved && event.preventDefault(), true);
  // A mark that has the focus is in the part that is shown.
  stage.addEventListener("focusin", ({ target }) => {
    if (!target.matches(".fig-point")) return;
    const [, across, down] = signs.find(([sign]) => sign.contains(target));
    const inside = [across / 100 - x, down / 100 - y].every((share) => share >= 0 && share <= 1 / zoom);
    if (!inside) show(zoom, across / 100 - 0.5 / zoom, down / 100 - 0.5 / zoom);
  });
  show(1, 0, 0);
}

function begin() {
  for (const stage of document.querySelectorAll(".fig-stage:not([data-ready])")) {
    stage.dataset.ready = "";
    for (const title of stage.querySelectorAll(".fig-point > title")) {
      title.parentElement.ariaLabel = title.textContent;
      title.remove();  // or the browser shows it, too
    }
    const first = stage.querySelector(".fig-point");
    if (first) first.tabIndex = 0;
    if (stage.matches(".fig-map-stage")) zoomable(stage);
  }
}

// So has the one that the address asks for; a row of a closed table is opened.
addEventListener("hashchange", () => {
  document.querySelector(".fig-point:target")?.focus({ preventScroll: true });
  document.querySelector(".fig details:has(:target)")?.setAttribute("open", "");
});
for (const moment of ["htmx:afterSettle", "htmx:historyRestore"]) document.addEventListener(moment, begin);
begin();
