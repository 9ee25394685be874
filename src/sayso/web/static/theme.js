// The colours of the page's tokens, for what is drawn on a canvas, and when they change.

/** The colour that a custom property of the element comes to, as rgb(). */
export function colour(element, token) {
  const probe = document.createElement("span");
  probe.style.color = `var(${token})`;
  probe.hidden = true;
  element.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

/** Call `then` when the colour scheme changes, by the system or by the page. */
export function onTheme(then) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", then);
  new MutationObserver(then).observe(document.documentElement, {
    attributes: true,
    attributeFilter: ["data-theme", "class"],
  });
}

/** Whether movement should be left out. */
export const isCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** What a figure shows: the JSON in it, or that at the address of its data-src. */
export async function contentsOf(figure) {
  const held = figure.querySelector("data[hidden]");
  if (held) return JSON.parse(held.textContent);
  const answer = await fetch(figure.dataset.src, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${figure.dataset.src}: ${answer.status}`);
  return answer.json();
}

/** Whether an address is one of this site, whatever a row says. */
export function isOurs(href) {
  if (typeof href !== "string") return false;
  const url = new URL(href, location.href);
  return url.origin === location.origin && /^https?:$/.test(url.protocol);
}

/** Call `then` for each figure that comes into view, now or after a part of the page was changed. */
export function onFigures(wanted, then) {
  const known = new WeakSet();
  const look = () => {
    for (const figure of document.querySelectorAll(wanted)) {
      if (known.has(figure)) continue;
      known.add(figure);
      // Far below the fold a figure costs nothing.
      new IntersectionObserver((seen, watch) => {
        if (!seen.some((one) => one.isIntersecting)) return;
        watch.disconnect();
        then(figure);
      }, { rootMargin: "400px" }).observe(figure);
    }
  };
  for (const moment of ["htmx:afterSettle", "htmx:historyRestore"]) document.addEventListener(moment, look);
  look();
}
