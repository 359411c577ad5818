/* Dropping a file onto the import form; without this the file field alone does the same. */

const zone = document.querySelector("[data-drop]");
const input = zone?.querySelector("input[type=file]");
const words = zone?.querySelector("[data-chosen]");

function size(bytes) {
  return bytes < 1048576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

function show() {
  const file = input.files[0];
  if (!file) return;
  words.textContent = `${file.name} · ${size(file.size)}`;
  words.dataset.userContent = "";
}

if (input) {
  input.addEventListener("change", show);
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add("is-over");
    });
  }
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("is-over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    show();
  });
}
