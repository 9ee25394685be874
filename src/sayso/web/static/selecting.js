// What is selected on a page: a row of a table, a mark of a figure, or both, as they are one thing.
// A row says what it is about with data-feature="ID ID"; a figure says which ids it shows.

const rows = () => document.querySelectorAll("[data-feature]:not(figure [data-feature])");
const idsOf = (row) => row.dataset.feature.split(/\s+/);
const told = [];
let region;

/** Call `then(ids, from)` whenever something is selected; ids is a Set, empty for nothing. */
export function onSelect(then) {
  told.push(then);
}

/** Select all that is about these ids. `from` is who asks, `words` what is read out. */
export function select(ids, from, words = "") {
  const wanted = new Set(ids);
  let first = null;
  for (const row of rows()) {
    const is = idsOf(row).some((id) => wanted.has(id));
    row.classList.toggle("is-selected", is);
    row.querySelector(":scope .find")?.setAttribute("aria-pressed", String(is));
    if (is) first ??= row;
  }
  if (first && from !== "row") bringIntoView(first);
  for (const then of told) then(wanted, from);
  say(words);
}

/** Give each row that a figure shows a button that shows it there. `ids` is what the figure shows. */
export function offer(ids, where) {
  const shown = new Set(ids);
  for (const row of rows()) {
    if (row.querySelector(":scope .find") || !idsOf(row).some((id) => shown.has(id))) continue;
    const place = row.querySelector("[data-find]") ?? row.querySelector("td, th") ?? row;
    place.prepend(button(row, where));
  }
}

function button(row, where) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "find";
  made.setAttribute("aria-pressed", "false");
  const label = row.dataset.label || row.textContent.trim().replace(/\s+/g, " ").slice(0, 80);
  made.setAttribute("aria-label", `Show ${where}: ${label}`);
  made.addEventListener("click", () => {
    const was = made.getAttribute("aria-pressed") === "true";
    select(was ? [] : idsOf(row), "row", was ? "Nothing selected" : "");
  });
  return made;
}

// Only a box that scrolls by itself is moved: the page stays where its reader put it.
function bringIntoView(row) {
  const box = row.closest("[data-scroll]");
  if (!box) return;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const off = row.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 3;
  box.scrollBy({ top: off, behavior: calm ? "auto" : "smooth" });
}

function say(words) {
  if (!region) {
    region = document.createElement("p");
    region.className = "hidden";
    region.setAttribute("role", "status");
    document.body.append(region);
  }
  region.textContent = words;
}
