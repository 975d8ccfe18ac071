// The overview: tiles with numbers, lists of what needs somebody now, notices. Text goes in as text, never as HTML.
function el(tag, name, text) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text !== undefined) made.textContent = text;
  return made;
}

// A link that opens inside the running page, and in a new tab when asked for one.
function link(target, go, ...content) {
  if (!target) {
    const plain = el("div");
    plain.append(...content);
    return plain;
  }
  const made = el("a");
  made.href = target.address;
  made.append(...content);
  made.onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go("open", target);
  };
  return made;
}

function tile(one, go) {
  const head = el("span", "label", one.label);
  const value = el("strong", "value", one.value);
  if (one.unit) value.append(el("small", "", ` ${one.unit}`));
  const made = link(one.target, go, head, value, el("span", "note", one.note || ""));
  made.classList.add("tile");
  if (one.tone) made.classList.add(one.tone);
  if (one.note) made.classList.add("wide");
  made.title = one.meaning;
  return made;
}

function row(one, go) {
  const top = el("span", "top");
  top.append(el("b", "place", one.place), el("time", "", one.since));
  const below = el("span", "below");
  if (one.flag) below.append(el("em", "flag", one.flag));
  below.append(el("span", "words", one.words), el("span", "number", one.number));
  const made = link(one.target, go, top, below);
  made.classList.add("ticket");
  return made;
}

function group(one, go) {
  const box = el("section");
  const head = el("h2", "", one.title);
  head.append(el("span", "count", one.count));
  if (one.target) {
    const all = link(one.target, go, one.all);
    all.classList.add("all");
    head.append(all);
  }
  box.append(head, ...one.rows.map((each) => row(each, go)));
  return box;
}

function lines(one, go) {
  const box = el("section");
  const head = el("h2", "", one.title);
  if (one.action) {
    const button = el("button", "", one.action);
    button.onclick = () => go("seen", one.name);
    head.append(button);
  }
  box.append(head);
  for (const each of one.lines) {
    const text = el("span", "said", each.text);
    if (each.more) text.append(el("span", "more", each.more));
    const made = link(each.target, go, text, el("time", "", each.when || ""));
    made.classList.add("said-line");
    if (each.tone) made.classList.add(each.tone);
    box.append(made);
  }
  return box;
}

function shares(one) {
  const box = el("section");
  box.append(el("h2", "", one.title), el("p", "share-note", one.note));
  for (const each of one.shares) {
    const line = el("div", "share");
    const bar = el("i");
    bar.style.width = `${Math.max(0.5, each.share * 100)}%`;
    const track = el("span", "track");
    track.append(bar);
    line.append(el("span", "", each.label), track, el("b", "", each.count));
    box.append(line);
  }
  return box;
}

export default function (component) {
  const { parentElement, data, setTriggerValue } = component;
  const go = (name, value) => setTriggerValue(name, value);
  const root = el("div", "glance");
  const tiles = el("div", "tiles");
  tiles.append(...data.tiles.map((one) => tile(one, go)));
  const columns = el("div", "columns");
  const left = el("div", "column wide");
  left.append(...data.lines.filter((one) => one.first).map((one) => lines(one, go)));
  left.append(...data.groups.map((one) => group(one, go)));
  if (!left.children.length) left.append(el("p", "nothing", data.nothing));
  const right = el("div", "column");
  right.append(...data.lines.filter((one) => !one.first).map((one) => lines(one, go)));
  if (data.shares) right.append(shares(data.shares));
  columns.append(left, right);
  root.append(tiles, columns);
  const before = parentElement.querySelector(".glance");
  if (before) before.replaceWith(root);
  else parentElement.append(root);
  return () => root.remove();
}
