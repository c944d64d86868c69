// What the keyboard and the mouse can do beside links and forms. Every page works without it.

const typing = (e) => e.target.matches("input, select, textarea") || e.target.isContentEditable;
const key = (name) => document.querySelector(`[data-key="${CSS.escape(name)}"]`);
// On a Ukrainian or Russian keyboard the key of "c" writes "с": there the place of the key counts.
const letter = (e) => (e.key.length === 1 && e.key > "~" && e.code.startsWith("Key") ? e.code[3].toLowerCase() : e.key);

// "/" goes to the search; a letter on a button chooses it, asks for the reason, and Enter sends it.
document.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey) return;
  if (typing(e)) {
    if (e.key === "Escape") e.target.blur();
    return;
  }
  if (e.key === "/") {
    e.preventDefault();
    const field = document.getElementById("q");
    field.focus();
    field.select();
    return;
  }
  const pressed = letter(e), found = pressed.length === 1 ? key(pressed) : null;
  if (!found) return;
  e.preventDefault();
  if (found.matches("a")) {
    found.click();
    return;
  }
  const form = found.form;
  for (const b of form.querySelectorAll("[data-key]")) b.setAttribute("aria-pressed", String(b === found));
  form.elements.because.focus();
});

for (const form of document.querySelectorAll("form.decide:not(.plainly)")) {
  form.addEventListener("keydown", (e) => {
    if (e.key !== "Enter" || !e.target.matches("input:not([type=checkbox])")) return;
    // Without a button that was chosen, Enter must not take the first one: it would decide by accident.
    e.preventDefault();
    const chosen = form.querySelector("[aria-pressed=true]");
    if (chosen) form.requestSubmit(chosen);
    else form.querySelector("button").focus();
  });
}

// In the reader a click on marked words goes to the card of the innermost claim.
for (const mark of document.querySelectorAll("mark[data-claims]")) {
  mark.addEventListener("click", () => {
    const ids = mark.dataset.claims.split(" ");
    const shown = ids.map((id) => document.getElementById(id)).filter(Boolean);
    const card = shown[shown.length - 1];
    if (!card) return;
    for (const one of document.querySelectorAll(".card.wanted")) one.classList.remove("wanted");
    card.classList.add("wanted");
    card.scrollIntoView({ block: "center" });
  });
}

// And a card shows its place in the text when the page is opened at it.
const wanted = document.querySelector("mark.wanted");
if (wanted) wanted.scrollIntoView({ block: "center" });
