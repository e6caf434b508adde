// A page with [data-live] asks again for what it shows when the server says that something changed.
document.addEventListener("DOMContentLoaded", () => {
  if (!document.querySelector("[data-live]") || !window.EventSource) return;
  const source = new EventSource("/events");
  // While nobody answers, the page says that it may be out of date.
  source.onopen = () => document.body.classList.remove("is-cut-off");
  source.onerror = () => document.body.classList.add("is-cut-off");
  source.onmessage = () => htmx.trigger(document.body, "changed");
  addEventListener("beforeunload", () => source.close());
});
