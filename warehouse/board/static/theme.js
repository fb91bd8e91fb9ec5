// Runs before the first paint, so that no light page flashes up in the dark.
try {
  const theme = localStorage.getItem("precited.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Without storage the system's own choice holds.
}
