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
  const held = figure.querySelector('script[type="application/json"]');
  if (held) return JSON.parse(held.textContent);
  const answer = await fetch(figure.dataset.src, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${figure.dataset.src}: ${answer.status}`);
  return answer.json();
}
