// [data-timer] counts minutes of work into the field it names; without it they are typed.
document.addEventListener("DOMContentLoaded", () => {
  for (const one of document.querySelectorAll("[data-timer]")) {
    const key = `timer ${one.dataset.timer}`;
    const button = one.querySelector("button"), shown = one.querySelector("output");
    const field = document.getElementById(one.dataset.field);
    const since = () => Number(localStorage.getItem(key) || 0);
    const show = () => {
      const start = since(), s = Math.floor((Date.now() - start) / 1000);
      button.textContent = start ? one.dataset.stop : one.dataset.start;
      button.setAttribute("aria-pressed", String(Boolean(start)));
      shown.textContent = start ? `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}` : "";
    };
    button.addEventListener("click", () => {
      const start = since();
      if (start) {
        field.value = String(Math.max(1, Math.ceil((Date.now() - start) / 60000)) + Number(field.value || 0));
        field.dispatchEvent(new Event("input", { bubbles: true }));
        localStorage.removeItem(key);
      } else {
        localStorage.setItem(key, String(Date.now()));
      }
      show();
    });
    one.hidden = false;
    show();
    setInterval(show, 1000);
  }
});
