// Shows what only a browser that knows passkeys can do, and says so on the page when it fails.
if (window.PublicKeyCredential) {
  for (const part of document.querySelectorAll("[data-passkey]")) part.hidden = false
  for (const part of document.querySelectorAll("[data-without-passkey]")) part.hidden = true
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault()
  const trouble = document.querySelector("[data-passkey-trouble]")
  trouble.hidden = false
  trouble.focus()
})
