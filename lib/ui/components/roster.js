// The week of duty: a table for wide screens and paper, a list by day for narrow ones. Text goes in as text.
function el(tag, name, text) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text !== undefined) made.textContent = text;
  return made;
}

function people(cell, words) {
  if (!cell.people.length) return [el("span", cell.tone ? `nobody ${cell.tone}` : "nobody", cell.empty)];
  return cell.people.map((one) => {
    const name = el("span", one.out ? "name out" : "name", one.name);
    if (one.warning) {
      name.append(el("span", "warn", " ⚠"));
      name.title = one.warning;
    }
    if (one.out) name.title = words.out;
    return name;
  });
}

// A cell is a button where it can be changed.
function holder(cell, data, go, label) {
  const inside = data.editable ? el("button", "cell") : el("div", "cell");
  inside.append(...people(cell, data.words));
  if (data.editable) {
    inside.setAttribute("aria-label", label);
    inside.onclick = () => go("edit", cell.key);
  }
  return inside;
}

function heading(post) {
  const head = el("div", "post");
  head.append(el("b", "", post.name), el("span", "", post.time));
  if (post.phone) head.append(el("span", "", `☎ ${post.phone}`));
  return head;
}

function day(one, tag) {
  const head = el(tag, ["day", one.today ? "today" : "", one.off ? "off" : ""].join(" "));
  head.append(el("b", "", one.name), el("span", "", one.date));
  for (const note of one.notes) head.append(el("span", "note", note));
  return head;
}

function table(data, go) {
  const made = el("table");
  const top = el("tr");
  top.append(el("th", "corner", data.words.post), ...data.days.map((one) => day(one, "th")));
  const head = el("thead");
  head.append(top);
  const body = el("tbody");
  for (const post of data.posts) {
    const row = el("tr");
    const first = el("th");
    first.append(heading(post));
    row.append(first);
    post.cells.forEach((cell, n) => {
      const box = el("td", ["box", data.days[n].today ? "today" : "", data.days[n].off ? "off" : ""].join(" "));
      box.append(holder(cell, data, go, `${post.name} ${data.days[n].date}`));
      row.append(box);
    });
    body.append(row);
  }
  made.append(head, body);
  return made;
}

function byDay(data, go) {
  const list = el("div", "by-day");
  data.days.forEach((one, n) => {
    const box = el("section", one.today ? "today" : "");
    box.append(day(one, "h3"));
    for (const post of data.posts) {
      const line = el("div", "line");
      line.append(heading(post), holder(post.cells[n], data, go, `${post.name} ${one.date}`));
      box.append(line);
    }
    list.append(box);
  });
  return list;
}

export default function (component) {
  const { parentElement, data, setTriggerValue } = component;
  const root = el("div", "roster");
  const sheet = el("div", "sheet");
  sheet.append(el("h2", "", data.title), table(data, setTriggerValue));
  const foot = el("p", "foot", data.words.legend);
  sheet.append(foot);
  const print = el("button", "print", data.words.print);
  print.onclick = () => printed(sheet, data.css, data.title);
  root.append(sheet, byDay(data, setTriggerValue), print);
  const before = parentElement.querySelector(".roster");
  if (before) before.replaceWith(root);
  else parentElement.append(root);
  // On a narrow screen today is what one looks for.
  if (!before && matchMedia("(max-width: 800px)").matches) {
    root.querySelector(".by-day .today")?.scrollIntoView({ block: "nearest" });
  }
  return () => root.remove();
}
