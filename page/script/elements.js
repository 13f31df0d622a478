// Elements of the page. Text is always text: nothing that was read from a file ever becomes markup.

// Return the element with an id.
export function byId(id) {
  return document.getElementById(id);
}

// Return a new element. `about` may hold class, text, and attributes; what is null is left out.
export function element(tag, about = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(about)) {
    if (value === null) continue;
    if (name === "text") made.textContent = value;
    else if (name === "class") made.className = value;
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

// Return a button that does something; while it does, it cannot be pressed again.
export function button(text, action, about = {}) {
  const made = element("button", { type: "button", text, ...about });
  made.addEventListener("click", () => busyWhile(made, action));
  return made;
}

// Run an action with its button out of use; the focus stays where it was.
export async function busyWhile(pressed, action) {
  pressed.setAttribute("aria-disabled", "true");
  if (pressed.dataset.busy) return;
  pressed.dataset.busy = "yes";
  try {
    await action();
  } finally {
    delete pressed.dataset.busy;
    pressed.removeAttribute("aria-disabled");
  }
}

// Return a table: headings are [text, class], rows are lists of cells, a cell is text or [text, class] or an element.
export function table(caption, headings, rows) {
  const head = element("tr", {}, ...headings.map(([text, kind]) => element("th", { scope: "col", text, class: kind ?? null })));
  const body = rows.map((row) => element("tr", {}, ...row.map(cell)));
  return element(
    "table", {},
    element("caption", { text: caption }),
    element("thead", {}, head),
    element("tbody", {}, ...body),
  );
}

function cell(content) {
  if (content instanceof Node) return element("td", {}, content);
  if (Array.isArray(content)) {
    const [what, kind] = content;
    if (what instanceof Node) return element("td", { class: kind }, what);
    return element("td", { text: what ?? "", class: kind });
  }
  return element("td", { text: content ?? "" });
}
