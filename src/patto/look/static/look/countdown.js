// Every [data-due] says how long it is until, or since, its moment, as one would say it; the board
// on the wall counts by the clock. Once a second, on the server's clock.
const said = document.documentElement.dataset;
const offset = Number(said.now || Date.now()) - Date.now();
const two = (n) => String(n).padStart(2, "0");
const parts = (ms) => {
  const s = Math.floor(Math.abs(ms) / 1000);
  return [Math.floor(s / 86400), Math.floor(s / 3600) % 24, Math.floor(s / 60) % 60, s % 60];
};
const byClock = (ms) => {
  const [days, h, min, s] = parts(ms);
  const clock = days > 0 ? `${days} ${said.day} ${two(h)}:${two(min)}` : `${h}:${two(min)}:${two(s)}`;
  return ms < 0 ? `+${clock}` : clock;
};
// Close to its moment every second counts, far from it not every minute does.
const inWords = (ms) => {
  const [days, h, min, s] = parts(ms);
  const near = days === 0 && h === 0 && min < 10;
  const time = [[days, said.day], [h, "h"], [days ? 0 : min, "min"], [near ? s : 0, "s"]]
    .filter(([n]) => n).map(([n, unit]) => `${n} ${unit}`).join(" ") || "0 s";
  return (ms < 0 ? said.late : said.left).replace("{time}", time);
};
const tick = () => {
  const now = Date.now() + offset;
  const told = document.body.classList.contains("board") ? byClock : inWords;
  for (const one of document.querySelectorAll("[data-due]")) {
    const left = Number(one.dataset.due) - now;
    const text = told(left);
    if (one.textContent !== text) one.textContent = text;
    one.classList.toggle("text-danger", left < 0);
  }
};
setInterval(tick, 1000);
document.addEventListener("htmx:afterSwap", tick);
document.addEventListener("DOMContentLoaded", tick);
