/* The list of segments: choose some rows, and combine them into a new one. */

const form = document.querySelector("[data-combine]");
const bar = form?.querySelector("[data-combine-bar]");

function chosen() {
  return [...form.querySelectorAll("input[name=segment]:checked")];
}

form?.addEventListener("change", () => {
  if (!bar) return;
  const count = chosen().length;
  bar.hidden = count < 2;
  bar.querySelector("[data-combine-count]").textContent = chosen()
    .map((box) => box.closest("tr").querySelector(".segment-name a").textContent)
    .join(" · ");
});
