// A handover as a sheet: who, when, notes, and the tickets by why they matter. Text goes in as text, never as HTML.
function el(tag, name, text) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text !== undefined) made.textContent = text;
  return made;
}

function number(line, go) {
  if (!line.target) return el("b", "number", line.number);
  const made = el("a", "number", line.number);
  made.href = line.target.address;
  made.onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go("open", line.target);
  };
  return made;
}

function row(line, go) {
  const made = el("li");
  const top = el("div", "top");
  if (line.number) top.append(number(line, go));
  if (line.flag) top.append(el("em", "flag", line.flag));
  if (line.place) top.append(el("span", "place", line.place));
  if (line.until) top.append(el("time", line.late ? "late" : "", line.until));
  const below = el("div", "below");
  for (const part of [line.words, line.state, line.who]) if (part) below.append(el("span", "", part));
  made.append(top, below);
  return made;
}

function section(one, go) {
  const box = el("details");
  // On a narrow screen long lists wait until somebody asks for them: the signatures stand below.
  box.open = one.open && (one.lines.length <= 5 || !matchMedia("(max-width: 640px)").matches);
  const head = el("summary");
  head.append(el("span", "", one.title), el("b", one.lines.length ? "count some" : "count", String(one.lines.length)));
  box.append(head);
  if (one.lines.length) {
    const list = el("ul");
    list.append(...one.lines.map((line) => row(line, go)));
    box.append(list);
  }
  return box;
}

export default function (component) {
  const { parentElement, data, setTriggerValue } = component;
  const root = el("div", "handover");
  const sheet = el("div", "sheet");
  sheet.append(el("h2", "", data.title));
  for (const line of data.about) sheet.append(el("p", "about", line));
  const signatures = el("div", "signatures");
  for (const one of data.signatures) signatures.append(el("span", "", one));
  sheet.append(signatures);
  for (const note of data.notes) {
    const box = el("div", "note");
    box.append(el("b", "", note.title), el("p", "", note.words));
    sheet.append(box);
  }
  sheet.append(...data.sections.map((one) => section(one, setTriggerValue)));
  const print = el("button", "print", data.print);
  print.onclick = () => printed(sheet, data.css, data.title);
  root.append(sheet, print);
  const before = parentElement.querySelector(".handover");
  if (before) {
    // What somebody opened or closed stays so when the page is drawn again.
    const was = [...before.querySelectorAll("details")].map((one) => one.open);
    const now = [...root.querySelectorAll("details")];
    if (before.dataset.of === String(data.key) && was.length === now.length) now.forEach((one, n) => { one.open = was[n]; });
    before.replaceWith(root);
  } else parentElement.append(root);
  root.dataset.of = String(data.key);
  return () => root.remove();
}
