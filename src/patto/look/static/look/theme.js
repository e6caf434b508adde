// Light or dark as the reader's system has it, before anything is drawn; paper is white.
const dark = matchMedia("(prefers-color-scheme: dark)");
const paper = matchMedia("print");
const show = () => { document.documentElement.dataset.bsTheme = dark.matches && !paper.matches ? "dark" : "light"; };
dark.addEventListener("change", show);
paper.addEventListener("change", show);
show();
// On paper nothing is folded away.
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("main details:not([open])")].filter((one) => one.closest("[data-printed]"));
  for (const one of folded) one.open = true;
});
addEventListener("afterprint", () => { for (const one of folded) one.open = false; });
