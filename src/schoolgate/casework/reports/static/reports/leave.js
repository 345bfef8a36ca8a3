// Comfort only: without this file the button is a plain link. With it the page goes white at once, takes its own place in
// the browser's history, and three presses of Escape do the same.
const button = document.querySelector("[data-leave]")
let presses = []
document.querySelector("[data-escape]").hidden = false

function leave(event) {
  event?.preventDefault()
  document.title = "…"
  document.body.className = "sg-leaving"
  location.replace(button.href)
}

button.addEventListener("click", leave)
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return
  presses = [...presses.filter((at) => event.timeStamp - at < 5000), event.timeStamp]
  if (presses.length >= 3) leave()
})
// Coming back by the browser's own button must not show what stood here.
addEventListener("pageshow", (event) => { if (event.persisted) location.reload() })
