// A page with [data-live] asks again for what it shows when the server says that something changed.
document.addEventListener("DOMContentLoaded", () => {
  if (!document.querySelector("[data-live]") || !window.EventSource) return;
  const source = new EventSource("/events");
  source.onmessage = () => htmx.trigger(document.body, "changed");
  addEventListener("beforeunload", () => source.close());
});
