// Numbers beside the lines of a file that is edited, and the way to the line that a link names.
const file = document.querySelector("textarea.code-of");
const lineOf = () => Number((/^#line-(\d+)/.exec(location.hash) || [])[1] || 0);
const show = (line) => {
  const lines = file.value.split("\n");
  if (!line || line > lines.length) return;
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  file.focus({ preventScroll: true });
  file.setSelectionRange(start, start + lines[line - 1].length);
  const high = parseFloat(getComputedStyle(file).lineHeight);
  file.scrollTop = Math.max(0, (line - 1) * high - file.clientHeight / 3);
  file.scrollLeft = 0;
  file.scrollIntoView({ block: "nearest" });
};
if (file) {
  const box = Object.assign(document.createElement("div"), { className: "numbered" });
  const numbers = Object.assign(document.createElement("pre"), { className: "numbers", ariaHidden: "true" });
  file.before(box);
  box.append(numbers, file);
  const count = () => {
    const many = file.value.split("\n").length;
    if (Number(numbers.dataset.many) === many) return;
    numbers.dataset.many = many;
    numbers.textContent = Array.from({ length: many }, (_, n) => n + 1).join("\n") + "\n\n\n";
  };
  const along = () => { numbers.scrollTop = file.scrollTop; };
  file.addEventListener("input", count);
  file.addEventListener("scroll", along);
  addEventListener("hashchange", () => show(lineOf()));
  count();
  show(lineOf());
  along();
}
