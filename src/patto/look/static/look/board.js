// What does not fit on the board takes turns, each list its own; the turn outlives a refresh.
{
  const seconds = 12;
  let turn = 0;
  const show = () => {
    for (const list of document.querySelectorAll("[data-turns]")) {
      const turns = [...list.querySelectorAll("[data-turn]")], told = list.querySelector("[data-turn-told]");
      const now = turn % turns.length;
      turns.forEach((one, at) => { one.hidden = at !== now; });
      if (told) told.textContent = told.dataset.told.replace("{page}", String(now + 1));
    }
  };
  setInterval(() => { turn += 1; show(); }, seconds * 1000);
  document.addEventListener("DOMContentLoaded", show);
  document.addEventListener("htmx:afterSwap", show);
}
