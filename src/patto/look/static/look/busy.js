// A form with [data-busy] is sent once, and says meanwhile that it takes a while, and how far it is.
for (const form of document.querySelectorAll("form[data-busy]")) {
  form.addEventListener("submit", () => {
    for (const one of form.querySelectorAll("button")) one.disabled = true;
    for (const one of form.querySelectorAll("[data-busy-told]")) one.hidden = false;
    const bar = form.querySelector("progress");
    if (bar && form.dataset.busy) setInterval(() => ask(form.dataset.busy, bar), 400);
  });
}
const ask = async (address, bar) => {
  try {
    const { share } = await (await fetch(address)).json();
    bar.value = Math.max(bar.value, share);
  } catch { /* The page that follows says what happened. */ }
};
// Back from the page that followed, it can be sent again.
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
