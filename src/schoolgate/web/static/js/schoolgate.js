// Comfort only: every page works without this file.
const components = document.querySelector('meta[name="page-components"]').content
const { initAll } = await import(components)

initAll()
document.body.addEventListener("htmx:afterSettle", (event) => initAll({ scope: event.target }))

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false
  button.addEventListener("click", () => window.print())
}

// A hundred squares over a picture are one stop of the Tab key: arrows go from square to square.
for (const group of document.querySelectorAll("[data-squares]")) {
  const squares = [...group.querySelectorAll("input")]
  const across = squares.filter((one) => one.offsetTop === squares[0].offsetTop).length
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -across, ArrowDown: across }
  const stop = (at) => squares.forEach((one, place) => (one.tabIndex = place === at ? 0 : -1))
  stop(Math.max(squares.findIndex((one) => one.checked), 0))
  group.addEventListener("focusin", (event) => stop(squares.indexOf(event.target)))
  group.addEventListener("keydown", (event) => {
    if (!(event.key in steps)) return
    event.preventDefault()
    const from = squares.indexOf(event.target)
    const to = squares[from + steps[event.key]]
    const beside = event.key === "ArrowLeft" || event.key === "ArrowRight"
    if (to && (!beside || to.offsetTop === event.target.offsetTop)) to.focus()
  })
  for (const hint of document.querySelectorAll("[data-squares-hint]")) hint.hidden = false
}
