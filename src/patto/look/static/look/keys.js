// Everything by keyboard: the arrow keys choose in a list, Ctrl+Enter sends what is being written,
// and single keys lead around: / searches, c asks who calls, q opens the queue, d the day. Whoever
// does not want single keys turns them off in the menu; this browser keeps that in mind.
const off = "keys off";
// What has just been closed keeps the focus until the page is drawn again.
const typing = (one) => one.checkVisibility() && one.closest("input, textarea, select, [contenteditable]");
// Once a key leads to another page, keys act no more on this one.
const patience = 10000;
let left = 0;
addEventListener("pageshow", () => { left = 0; });
addEventListener("keydown", (event) => {
  if (!left || (event.target instanceof Element && typing(event.target))) return;
  if (event.key === "Escape" || Date.now() - left > patience) { left = 0; return; }
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);
document.addEventListener("keydown", (event) => {
  const here = event.target;
  if (!(here instanceof Element)) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && here.matches("textarea")) {
    event.preventDefault();
    here.form?.requestSubmit(here.form.querySelector("button:not([type=button])"));
    return;
  }
  if (event.key === "ArrowDown" || event.key === "ArrowUp") return along(event, here);
  if (event.ctrlKey || event.metaKey || event.altKey || typing(here) || localStorage.getItem(off)) return;
  const way = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!way) return;
  event.preventDefault();
  // What is typed next is for the field, so that is opened here: a page that loads loses letters.
  const field = way.matches("input") ? way : document.querySelector(way.dataset.keyField || "nothing");
  if (field) { field.closest("dialog")?.showModal(); field.focus(); field.select(); return; }
  if (way.matches("a[href]")) left = Date.now();
  way.click();
});
const along = (event, here) => {
  const list = here.closest("[data-arrows]") || document.querySelector(here.dataset.arrowsInto || "nothing");
  if (!list) return;
  const links = [...list.querySelectorAll("a")], at = links.indexOf(here) + (event.key === "ArrowDown" ? 1 : -1);
  const field = document.querySelector("[data-arrows-into]");
  const next = at < 0 ? field : links[at];
  if (!next) return;
  event.preventDefault();
  next.focus();
};
document.addEventListener("DOMContentLoaded", () => {
  for (const one of document.querySelectorAll("[data-keys]")) {
    const show = () => { one.setAttribute("aria-pressed", String(!localStorage.getItem(off))); };
    one.addEventListener("click", () => {
      if (localStorage.getItem(off)) localStorage.removeItem(off); else localStorage.setItem(off, "1");
      show();
    });
    one.hidden = false;
    show();
  }
});
