// A form with [data-busy] is sent once, and says meanwhile that it takes a while.
for (const form of document.querySelectorAll("form[data-busy]")) {
  form.addEventListener("submit", () => {
    for (const one of form.querySelectorAll("button")) one.disabled = true;
    for (const one of form.querySelectorAll("[data-busy-told]")) one.hidden = false;
  });
}
// Back from the page that followed, it can be sent again.
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
