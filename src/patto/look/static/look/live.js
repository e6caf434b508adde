// A page with [data-live] asks again for what it shows when the server says that something changed:
// at once while it can be seen, and as soon as it can be again.
document.addEventListener("DOMContentLoaded", () => {
  const live = document.querySelector("[data-live]");
  if (!live || !window.EventSource) return;
  const silent = 50000, longest = 30000;
  let source = null, waits = 0, tries = 0, missed = false, heard = Date.now(), hides = 0;
  const said = () => { heard = Date.now(); };
  const ask = () => { said(); htmx.trigger(document.body, "changed"); };
  const isCutOff = (off) => document.body.classList.toggle("is-cut-off", off);
  const close = () => { clearTimeout(waits); source?.close(); source = null; };
  const open = () => {
    close();
    said();
    source = new EventSource(live.dataset.live || "/events");
    source.onopen = () => { tries = 0; said(); isCutOff(false); if (missed) ask(); missed = false; };
    source.onmessage = ask;
    source.addEventListener("alive", said);
    source.onerror = () => {
      missed = true;
      isCutOff(true);
      // What was refused is not tried again by the browser.
      if (source?.readyState === EventSource.CLOSED) waits = setTimeout(open, Math.min(longest, 1000 * 2 ** tries++));
    };
  };
  const again = () => { missed = false; open(); ask(); };
  // A tab that nobody sees holds no connection, of which a browser has few; seen again, it asks.
  document.addEventListener("visibilitychange", () => {
    clearTimeout(hides);
    if (document.hidden) hides = setTimeout(close, 5000);
    else again();
  });
  addEventListener("pageshow", (event) => { if (event.persisted) again(); });
  addEventListener("online", again);
  addEventListener("pagehide", close);
  // After a sleep the line may be dead without anybody having said so.
  setInterval(() => { if (source && Date.now() - heard > silent) again(); }, 5000);
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    if (live.dataset.gone !== undefined && [403, 404].includes(status)) location.reload();
    document.body.classList.toggle("is-signed-out", status === 401);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) document.body.classList.remove("is-signed-out");
  });
  document.addEventListener("htmx:sendError", () => isCutOff(true));
  open();
});
