// Comfort only: every page works without this file.
const components = document.querySelector('meta[name="page-components"]').content
const { initAll } = await import(components)

initAll()
document.body.addEventListener("htmx:afterSettle", (event) => initAll({ scope: event.target }))

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false
  button.addEventListener("click", () => window.print())
}
