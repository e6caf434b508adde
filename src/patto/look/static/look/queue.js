// Lists of tickets: choosing many, and working by the keyboard; the choice outlives a refresh.
{
  const rows = () => [...document.querySelectorAll("#list [data-ticket]")];
  const boxOf = (row) => row?.querySelector("input[name=chosen]");
  const chosen = new Set();
  let current = "", anchor = "";
  const tell = () => {
    for (const row of rows()) row.classList.toggle("is-chosen", Boolean(boxOf(row)?.checked));
    const all = document.querySelector("[data-choose-all]");
    if (all) {
      all.checked = rows().length > 0 && rows().every((row) => boxOf(row)?.checked);
      all.indeterminate = chosen.size > 0 && !all.checked;
    }
    const acts = document.getElementById("chosen_acts");
    if (acts) htmx.trigger(acts, "chosen");
  };
  const mark = (row, on) => {
    const box = boxOf(row);
    if (!box) return;
    box.checked = on;
    if (on) chosen.add(row.dataset.ticket); else chosen.delete(row.dataset.ticket);
  };
  const choose = (row, on, far) => {
    const all = rows(), to = all.indexOf(row), from = all.findIndex((one) => one.dataset.ticket === anchor);
    if (far && from >= 0) all.slice(Math.min(from, to), Math.max(from, to) + 1).forEach((one) => mark(one, on));
    else mark(row, on);
    anchor = row.dataset.ticket;
    tell();
  };
  const none = () => { rows().forEach((row) => mark(row, false)); chosen.clear(); tell(); };
  const go = (step) => {
    const all = rows(), at = all.findIndex((one) => one.dataset.ticket === current);
    const to = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)];
    to?.querySelector(".list-open").focus();
    to?.scrollIntoView({ block: "nearest" });
  };
  // What is chosen on the page when it opens, or comes back, is chosen.
  const start = () => { for (const row of rows()) if (boxOf(row)?.checked) chosen.add(row.dataset.ticket); if (chosen.size) tell(); };
  document.addEventListener("DOMContentLoaded", start);
  addEventListener("pageshow", start);
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id !== "list") return;
    const there = new Set(rows().map((row) => row.dataset.ticket));
    for (const one of [...chosen]) if (!there.has(one)) chosen.delete(one);
    for (const row of rows()) mark(row, chosen.has(row.dataset.ticket));
    tell();
  });
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest?.("#list [data-ticket]");
    if (!row) return;
    current = row.dataset.ticket;
  });
  document.addEventListener("click", (event) => {
    const box = event.target.closest("input[name=chosen]");
    if (box) choose(box.closest("[data-ticket]"), box.checked, event.shiftKey);
    if (event.target.closest("[data-choose-none]")) none();
    if (event.target.closest("[data-choose-all]")) { const on = event.target.checked; rows().forEach((row) => mark(row, on)); tell(); }
    if (event.target.closest("[data-keys-show]")) document.querySelector("dialog.keys").showModal();
  });
  document.addEventListener("keydown", (event) => {
    const field = event.target.closest?.("input:not([type=checkbox]), textarea, select");
    if (event.key === "Enter" && event.target.name === "other") {
      event.preventDefault();
      event.target.parentElement.querySelector("button").click();
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.id === "chosen_text") {
      event.preventDefault();
      event.stopImmediatePropagation();
      document.querySelector("#chosen button[value=noted]")?.click();
    }
    if (field || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    // Whoever wants no single keys has none here either.
    if (event.key.length === 1 && localStorage.getItem("keys off")) return;
    const row = rows().find((one) => one.dataset.ticket === current);
    const does = {
      j: () => go(1), k: () => go(-1),
      x: () => row && choose(row, !boxOf(row)?.checked, event.shiftKey),
      Enter: () => event.target.type === "checkbox" && row?.querySelector(".list-open").click(),
      Escape: none, f: () => document.getElementById("q")?.focus(),
      "?": () => document.querySelector("dialog.keys")?.showModal(),
    }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!does) return;
    if (event.key !== "Enter" || event.target.type === "checkbox") event.preventDefault();
    does();
  }, true);
  // An address says only what is asked for.
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-sparse]")) return;
    for (const one of event.target.elements) if (one.name && !one.value) one.disabled = true;
  });
  addEventListener("pageshow", () => document.querySelectorAll("[data-sparse] [disabled]").forEach((one) => { one.disabled = false; }));
}
