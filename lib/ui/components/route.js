// The stops of a plan in the order they are visited: moved by dragging, by the arrows, or by writing another number.
function row(parts, stop, at, count, move, remove) {
  const { words } = parts;
  const line = el("li", "stop");
  line.draggable = true;
  const number = el("input", "at");
  number.type = "number";
  number.min = 1;
  number.max = count;
  number.value = at + 1;
  number.setAttribute("aria-label", fill(words.number, { name: stop.title }));
  number.onchange = () => move(at, Math.min(Math.max(1, Number(number.value) || at + 1), count) - 1, ".at");
  number.onfocus = () => number.select();
  const told = el("span", "told");
  told.append(el("b", "", stop.title), el("small", "", stop.where));
  const up = button("↑", "up", () => move(at, at - 1, ".up"));
  const down = button("↓", "down", () => move(at, at + 1, ".down"));
  const gone = button("✕", "gone", () => remove(at));
  up.disabled = at === 0;
  down.disabled = at === count - 1;
  for (const [one, said] of [[up, words.up], [down, words.down], [gone, words.remove]]) {
    one.title = said;
    one.setAttribute("aria-label", `${said} ${stop.title}`);
  }
  line.append(number, told, up, down, gone);
  return line;
}

function draggable(list, move) {
  let from = null;
  const over = (event) => event.target.closest?.("li.stop");
  list.ondragstart = (event) => {
    from = [...list.children].indexOf(over(event));
    event.dataTransfer.effectAllowed = "move";
  };
  list.ondragover = (event) => {
    if (from === null) return;
    event.preventDefault();
    for (const one of list.children) one.classList.toggle("into", one === over(event));
  };
  list.ondragend = () => {
    from = null;
    for (const one of list.children) one.classList.remove("into");
  };
  list.ondrop = (event) => {
    event.preventDefault();
    const to = [...list.children].indexOf(over(event));
    if (from !== null && to >= 0 && to !== from) move(from, to, "");
    from = null;
  };
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".route");
  let stops = data.stops;
  const tell = () => setTriggerValue("order", stops.map((stop) => stop.key));
  const move = (from, to, focus) => {
    if (to < 0 || to >= stops.length || to === from) return draw();
    const moved = stops.filter((_, at) => at !== from);
    moved.splice(to, 0, stops[from]);
    stops = moved;
    draw();
    if (focus) {
      const line = root.querySelectorAll("li.stop")[to];
      const wanted = line.querySelector(focus);
      (wanted.disabled ? line.querySelector("button:not(:disabled)") : wanted).focus();
    }
    tell();
  };
  const remove = (at) => {
    stops = stops.filter((_, one) => one !== at);
    draw();
    tell();
  };
  const draw = () => {
    const list = el("ol", "stops");
    list.append(...stops.map((stop, at) => row(data, stop, at, stops.length, move, remove)));
    draggable(list, move);
    root.replaceChildren(list);
  };
  draw();
}
