// Read straight after <body> so that the menu does not jump: the stylesheet hides what a script will open.
document.body.className += " js-enabled" + ("noModule" in HTMLScriptElement.prototype ? " govuk-frontend-supported" : "")
