// What is typed outlives a session that ends, a server that is away and a page that is closed by
// mistake: it is kept in this tab until a page says that it arrived.
const words = document.documentElement.dataset;
const kept = "typed ";
const place = (form) => `${kept}${words.person} ${form.dataset.keep || form.getAttribute("action") || location.pathname}`;
const fields = (form) => [...form.elements].filter((one) =>
  one.name && !one.disabled && !["hidden", "password", "file", "submit", "button"].includes(one.type));
// What is ticked is one of several of a name.
const ticked = (one) => one.type === "checkbox" || one.type === "radio";
const name = (one) => ticked(one) ? `${one.name}=${one.value}` : one.name;
const valued = (one) => ticked(one) ? String(one.checked) : one.value;
const write = (one, value) => { if (ticked(one)) one.checked = value === "true"; else one.value = value; };
const typedIn = (one) => !ticked(one) && one.tagName !== "SELECT";
const keys = () => Object.keys(sessionStorage).filter((key) => key.startsWith(kept));
const written = (key) => { try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; } };
const field = "typed-mark";
// Another mark each time it is sent; the server hands it back in a cookie once it took it.
const marked = (form) => {
  const mark = [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");
  const own = form.querySelector(`input[name=${field}]`) || form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name: field }));
  own.value = mark;
  return mark;
};
const arrived = (mark) => {
  if (!mark || !document.cookie.split("; ").includes(`arrived-${mark}=1`)) return false;
  document.cookie = `arrived-${mark}=; max-age=0; path=/`;
  return true;
};
const keep = (form, sent) => {
  const told = { sent, values: Object.fromEntries(fields(form).filter((one) => valued(one) !== first(one)).map((one) => [name(one), valued(one)])) };
  try { sessionStorage.setItem(place(form), JSON.stringify(told)); } catch { /* too long to keep beside the page */ }
};
const first = (one) => ticked(one) ? String(one.defaultChecked) : one.tagName === "SELECT" ? (one.querySelector("option[selected]") || one.options[0] || {}).value : one.defaultValue;
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
    const value = told.values[name(one)];
    if (value === undefined || valued(one) === value || valued(one) !== first(one) || (typedIn(one) && one.value)) continue;
    write(one, value);
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
// What was sent has arrived once the server says so and the page that follows finds nothing wrong. It
// has not where the server was away or asked to sign in: then it is kept, whatever page is opened next.
const settle = () => {
  const wrong = document.querySelector("main [aria-invalid=true], main .alert-danger, main .invalid-feedback");
  for (const key of keys()) {
    const told = written(key);
    if (!told?.sent) continue;
    if (arrived(told.sent) && !wrong) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify({ ...told, sent: "" }));
  }
};
// A page that comes back with something wrong begins where it is.
const begin = () => {
  const wrong = document.querySelector("main [aria-invalid=true], main .alert-danger[role=alert]");
  if (!wrong || document.querySelector("[data-said]")) return;
  wrong.closest("details")?.setAttribute("open", "");
  if (wrong.classList.contains("alert")) wrong.tabIndex = -1;
  wrong.focus();
};
document.addEventListener("DOMContentLoaded", () => {
  settle();
  for (const form of document.querySelectorAll("main form[method=post]")) {
    if (!fields(form).some(typedIn)) continue;
    const keeps = form.dataset.unkept === undefined;
    if (keeps) restore(form);
    let wait = 0;
    form.addEventListener("input", () => { if (!keeps) return; clearTimeout(wait); wait = setTimeout(() => keep(form, ""), 200); });
    form.addEventListener("submit", (event) => {
      clearTimeout(wait);
      const wrong = tooMuch(form);
      if (wrong) {
        event.preventDefault();
        say(form, wrong[1], "danger");
        wrong[0].focus();
        return;
      }
      if (keeps) keep(form, marked(form));
    });
  }
  begin();
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
