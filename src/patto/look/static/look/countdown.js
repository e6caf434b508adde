// Every [data-due] says how long it is until, or since, its moment; once a second, on the server's clock.
const offset = Number(document.documentElement.dataset.now || Date.now()) - Date.now();
const two = (n) => String(n).padStart(2, "0");
const told = (ms) => {
  const s = Math.floor(Math.abs(ms) / 1000), h = Math.floor(s / 3600);
  const days = Math.floor(h / 24);
  const clock = days > 0 ? `${days} d ${two(h % 24)}:${two(Math.floor(s / 60) % 60)}`
    : `${h}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
  return ms < 0 ? `+${clock}` : clock;
};
const tick = () => {
  const now = Date.now() + offset;
  for (const one of document.querySelectorAll("[data-due]")) {
    const left = Number(one.dataset.due) - now;
    one.textContent = told(left);
    one.classList.toggle("text-danger", left < 0);
  }
};
setInterval(tick, 1000);
document.addEventListener("htmx:afterSwap", tick);
document.addEventListener("DOMContentLoaded", tick);
