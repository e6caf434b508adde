// What is typed outlives a session that ends, a server that is away and a page that is closed by
// mistake: it is kept in this tab until a page says that it arrived.
const words = document.documentElement.dataset;
const kept = "typed ";
const place = (form) => `${kept}${words.person} ${form.dataset.keep || location.pathname}`;
const fields = (form) => [...form.elements].filter((one) =>
  one.name && !one.disabled && !["hidden", "password", "file", "submit", "button", "checkbox", "radio"].includes(one.type));
const keys = () => Object.keys(sessionStorage).filter((key) => key.startsWith(kept));
const written = (key) => { try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; } };
const keep = (form, sent) => {
  const told = { sent, values: Object.fromEntries(fields(form).filter((one) => one.value !== first(one)).map((one) => [one.name, one.value])) };
  try { sessionStorage.setItem(place(form), JSON.stringify(told)); } catch { /* too long to keep beside the page */ }
};
const first = (one) => one.tagName === "SELECT" ? (one.querySelector("option[selected]") || one.options[0] || {}).value : one.defaultValue;
const say = (form, text, kind) => {
  form.querySelector("[data-said]")?.remove();
  const said = document.createElement("div");
  said.className = `alert alert-${kind}`;
  said.dataset.said = "";
  said.setAttribute("role", kind === "danger" ? "alert" : "status");
  said.textContent = text;
  (form.querySelector(".card-body") || form).prepend(said);
  if (kind === "danger") said.scrollIntoView({ block: "nearest" });
};
const restore = (form) => {
  const told = written(place(form));
  if (!told) return;
  let back = false;
  for (const one of fields(form)) {
    const value = told.values[one.name];
    if (value === undefined || one.value === value || one.value !== first(one) || (one.tagName !== "SELECT" && one.value)) continue;
    one.value = value;
    one.closest("details")?.setAttribute("open", "");
    back = true;
  }
  if (back) say(form, words.kept, "info");
};
const tooMuch = (form) => {
  const long = [...form.querySelectorAll("[data-most]")].find((one) => one.value.length > Number(one.dataset.most));
  if (long) return [long, words.tooLong.replace("{most}", Number(long.dataset.most).toLocaleString(document.documentElement.lang)).replace("{length}", long.value.length.toLocaleString(document.documentElement.lang))];
  const large = [...form.querySelectorAll("[data-largest]")].find((one) => [...one.files].some((file) => file.size > Number(one.dataset.largest)));
  return large ? [large, words.tooLarge] : null;
};
document.addEventListener("DOMContentLoaded", () => {
  if (document.querySelector(".alert-success")) keys().filter((key) => written(key)?.sent).forEach((key) => sessionStorage.removeItem(key));
  for (const form of document.querySelectorAll("main form[method=post]")) {
    if (!form.querySelector("textarea")) continue;
    const keeps = form.dataset.unkept === undefined;
    if (keeps) restore(form);
    let wait = 0;
    form.addEventListener("input", () => { if (!keeps) return; clearTimeout(wait); wait = setTimeout(() => keep(form, false), 200); });
    form.addEventListener("submit", (event) => {
      clearTimeout(wait);
      const wrong = tooMuch(form);
      if (wrong) {
        event.preventDefault();
        say(form, wrong[1], "danger");
        wrong[0].focus();
        return;
      }
      if (keeps) keep(form, true);
    });
  }
  for (const one of document.querySelectorAll("form[data-forget]")) one.addEventListener("submit", () => keys().forEach((key) => sessionStorage.removeItem(key)));
  for (const one of document.querySelectorAll("select[data-into]")) one.addEventListener("change", () => {
    const text = document.getElementById(one.dataset.into);
    const chosen = one.selectedOptions[0].dataset.text || "";
    text.value = text.value ? `${text.value}\n${chosen}` : chosen;
    one.selectedIndex = 0;
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
  });
});
// The way back from a page of trouble is the page before, with what stands in it.
document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-back]") || history.length < 2) return;
  event.preventDefault();
  history.back();
});
