// The editor of a brief without waiting: citations go to where the cursor was, and what is written is saved by itself.
// Without it every button does the same by sending the form.

const form = document.getElementById("draft");
const told = document.getElementById("saved");
const WAIT = 4000; // ms after the last key
let timer = 0, dirty = false, sending = false, stopped = false, pressed = null, last = null;

const passages = () => [...form.querySelectorAll("textarea[name=value]")];
last = passages().find((t) => t.closest(".part").querySelector("[name=into]").checked) || null;

form.addEventListener("focusin", (e) => {
  if (!e.target.matches("textarea")) return;
  last = e.target;
  e.target.closest(".part").querySelector("[name=into]").checked = true;
});

form.addEventListener("change", (e) => {
  if (e.target.name === "into") last = e.target.closest(".part").querySelector("textarea");
});

form.addEventListener("click", (e) => {
  const button = e.target.closest("[data-cite]");
  if (!button || !last) return; // beside an event the server begins a passage
  e.preventDefault();
  const at = last.selectionEnd, before = last.value.slice(0, at), space = before && !/\s$/.test(before) ? " " : "";
  last.setRangeText(`${space}[${button.dataset.cite}]`, at, at, "end");
  last.focus();
  changed();
});

form.addEventListener("input", (e) => { if (e.target.name !== "find") changed(); });

function changed() {
  dirty = true;
  if (stopped) return;
  clearTimeout(timer);
  timer = setTimeout(save, WAIT);
}

async function save() {
  if (sending || stopped) return;
  sending = true;
  dirty = false;
  const body = new URLSearchParams(new FormData(form));
  body.set("do", "save");
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { accept: "application/json" } });
    const got = await answer.json();
    if (answer.status === 503) { // where drafts are kept does not answer
      dirty = true;
      told.textContent = `Not saved: ${got.error}. It is tried again.`;
      return;
    }
    if (!answer.ok) {
      stopped = true; // somebody else saved: only a person may go on from here
      dirty = true;
      told.textContent = got.error;
      return;
    }
    form.elements.base.value = got.base;
    told.textContent = `Saved by ${got.by}, ${got.at.slice(0, 19).replace("T", " ")} UTC`;
    show(got.uncited);
  } catch {
    dirty = true;
    told.textContent = "Not saved: the workbench does not answer. It is tried again.";
    timer = setTimeout(save, WAIT);
  } finally {
    sending = false;
    if (pressed) form.requestSubmit(pressed);
    else if (dirty && !stopped) { clearTimeout(timer); timer = setTimeout(save, WAIT); }
  }
}

function show(uncited) {
  uncited.forEach((sentences, n) => {
    const place = document.getElementById(`open-${n}`);
    if (!place) return;
    place.replaceChildren();
    if (!sentences.length) return;
    const line = document.createElement("p"), list = document.createElement("ul");
    line.textContent = sentences.length === 1 ? "1 sentence cites nothing:" : `${sentences.length} sentences cite nothing:`;
    for (const text of sentences) {
      const item = document.createElement("li");
      item.textContent = text.length > 160 ? `${text.slice(0, 159)}…` : text;
      list.append(item);
    }
    place.append(line, list);
  });
}

form.addEventListener("submit", (e) => {
  if (sending) { // the answer brings the version that this one goes on from
    pressed = e.submitter;
    e.preventDefault();
    return;
  }
  dirty = false;
  stopped = true;
  clearTimeout(timer);
});
window.addEventListener("beforeunload", (e) => { if (dirty) e.preventDefault(); });
