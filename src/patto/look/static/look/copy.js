// A button with [data-copy] copies the text of what it names, and says that it did.
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  const from = document.querySelector(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(from.textContent);
  } catch {
    // Without a certificate a browser lets only what is selected be copied.
    getSelection().selectAllChildren(from);
    document.execCommand("copy");
  }
  button.textContent = button.dataset.copied;
});
