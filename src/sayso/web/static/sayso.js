// What makes the pages quicker to use; each works without it.

// One key each for what an address or a button does: an element says which with data-key.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  if (event.key === "/") {
    event.preventDefault();
    document.querySelector("input[type=search]")?.focus();
    return;
  }
  const wanted = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!wanted) return;
  event.preventDefault();
  if (wanted.matches("input, select, textarea")) wanted.focus();
  else wanted.click();
});

// Fields that ask for nothing stay out of the address.
function leaveOutEmpty(event) {
  const form = event.target;
  if (form.method !== "get") return;
  for (const field of form.elements) if (field.name && field.value === "") field.disabled = true;
  setTimeout(() => {
    for (const field of form.elements) field.disabled = false;
  });
}
document.addEventListener("submit", leaveOutEmpty);
document.addEventListener("htmx:configRequest", (event) => {
  for (const [name, value] of Object.entries(event.detail.parameters)) {
    if (value === "") delete event.detail.parameters[name];
  }
});

// What a search changed on the page is told, and on a narrow screen the results come first again.
const told = document.createElement("p");
document.body.append(told);
told.className = "hidden";
told.setAttribute("role", "status");
document.addEventListener("htmx:afterSettle", () => {
  if (!told.isConnected) document.body.append(told);
  told.textContent = document.querySelector("#results :is(.count, [role=alert])")?.textContent ?? "";
  document.querySelector(".fold")?.removeAttribute("open");
});
