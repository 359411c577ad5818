/* Before the first paint: the reader's choice of light or dark, or the system's. */
(() => {
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    let chosen = null;
    try {
      chosen = localStorage.getItem("shuke.theme");
    } catch {
      /* storage may be closed: then the system decides */
    }
    root.dataset.bsTheme = chosen || (system.matches ? "dark" : "light");
  };
  system.addEventListener("change", apply);
  apply();
})();
