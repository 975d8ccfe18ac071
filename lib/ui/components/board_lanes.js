// The columns of the board: which cards stand where, what is beyond the edge, and what nobody has seen yet.
class Lanes {
  // `board` gives words, views, feed; `pressed` gets what is typed on a card.
  constructor(board, pressed) {
    this.board = board;
    this.fresh = new Set();
    this.shownAll = new Set();
    this.root = el("div", "lanes");
    this.root.onscroll = () => this.hintColumns();
    this.root.onkeydown = pressed;
    this.further = button("", "further", () => this.root.scrollTo({ left: this.root.scrollWidth }));
    this.further.hidden = true;
    this.area = el("div", "area");
    this.area.append(this.root, this.further);
    for (const name of COLUMNS) this.root.append(this.lane(name));
    new ResizeObserver(() => this.hintColumns()).observe(this.root);
  }

  lane(name) {
    const lane = el("section", "lane");
    lane.dataset.column = name;
    const head = el("h2");
    head.append(el("span", "title"), el("span", "count", "0"));
    const list = el("div", "cards");
    const more = button("", "plain more", () => {
      this.shownAll.add(name);
      this.board.draw();
    });
    more.hidden = true;
    lane.append(head, list, more);
    if (name === "new") {
      this.freshHint = button("", "fresh-hint", () => this.showFresh());
      this.freshHint.hidden = true;
      list.onscroll = () => this.hintFresh();
      lane.append(this.freshHint);
    }
    return lane;
  }

  title(names) {
    const { words } = this.board;
    for (const lane of this.root.children) {
      const name = lane.dataset.column;
      put(lane.querySelector(".title"), name === "done" ? words.doneToday : names.words.status[name]);
    }
  }

  // The cards to be shown, in order; those of one column stand together in `shown`.
  draw(cards) {
    const sorted = grouped(cards);
    const active = this.board.focused();
    for (const lane of this.root.children) this.fill(lane, sorted.get(lane.dataset.column) || []);
    if (active && this.board.focused() !== active && active.isConnected) active.focus({ preventScroll: true });
    this.hintFresh();
    this.hintColumns();
  }

  fill(lane, cards) {
    const { words, views } = this.board;
    const name = lane.dataset.column;
    const list = lane.querySelector(".cards");
    const shown = this.shownAll.has(name) ? cards : cards.slice(0, FIRST_SHOWN);
    const nodes = shown.map((card) => views.get(card.id).root);
    if (!nodes.length) nodes.push(this.nothing(list, name));
    // Only what moved is moved: cards keep their place on the screen and the focus they have.
    const staying = new Set(nodes);
    for (const node of [...list.children]) if (!staying.has(node)) node.remove();
    nodes.forEach((node, at) => list.children[at] !== node && list.insertBefore(node, list.children[at] || null));
    put(lane.querySelector(".count"), String(cards.length));
    lane.classList.toggle("empty", !cards.length);
    const more = lane.querySelector(".more");
    more.hidden = shown.length === cards.length;
    if (!more.hidden) put(more, fill(words.more, { n: cards.length - shown.length }));
  }

  nothing(list, name) {
    const { words } = this.board;
    return list.querySelector(".nothing") || el("p", "muted nothing", words[`nothing_${name}`] || words.nothing);
  }

  // The columns that lie beyond the right edge, by name.
  hintColumns() {
    const edge = this.root.getBoundingClientRect().right;
    const beyond = [...this.root.children].filter((lane) => lane.getBoundingClientRect().right > edge + 40);
    this.further.hidden = !beyond.length || matchMedia("(max-width: 700px)").matches;
    put(this.further, `${beyond.map((lane) => lane.querySelector(".title").textContent).join(" · ")} →`);
  }

  // New tickets stand by due time, often far down: says how many of them nobody has had on the screen yet.
  hintFresh() {
    if (!this.fresh.size) return void (this.freshHint.hidden = true);
    const frame = this.root.querySelector('[data-column="new"] .cards').getBoundingClientRect();
    for (const id of this.fresh) {
      const view = this.board.views.get(id);
      const box = view && view.root.isConnected && view.root.getBoundingClientRect();
      if (!view || column(view.card) !== "new") this.fresh.delete(id);
      else if (box && box.bottom <= Math.min(frame.bottom, innerHeight) + 8 && box.top >= Math.max(frame.top, 0) - 8) this.fresh.delete(id);
    }
    this.freshHint.hidden = !this.fresh.size;
    if (!this.fresh.size) return;
    const first = this.board.views.get([...this.fresh][0]).root;
    const above = first.isConnected && first.getBoundingClientRect().top < frame.top;
    put(this.freshHint, fill(this.board.words.newBelow, { n: this.fresh.size, arrow: above ? "↑" : "↓" }));
  }

  showFresh() {
    const [id] = this.fresh;
    this.shownAll.add("new");
    this.board.draw();
    const view = this.board.views.get(id);
    this.fresh.delete(id);
    if (view && view.root.isConnected) {
      view.root.scrollIntoView({ block: "center" });
      this.board.glow(id);
    }
    this.hintFresh();
  }

  // The id of the waiting card after the last of these, else of the one before; null where none of these waits.
  nextWaiting(ids) {
    const row = this.cardsIn(this.root.querySelector('[data-column="new"]')).map((one) => Number(one.dataset.id));
    const last = Math.max(...ids.map((id) => row.indexOf(id)));
    if (last < 0) return null;
    const free = (id) => !ids.includes(id);
    return row.slice(last).find(free) || row.slice(0, last).reverse().find(free) || null;
  }

  // That card where it still waits, else the first that does.
  waiting(id) {
    const cards = this.cardsIn(this.root.querySelector('[data-column="new"]'));
    return cards.find((one) => Number(one.dataset.id) === id) || cards[0];
  }

  cardsIn(lane) {
    return [...lane.querySelectorAll(".card")];
  }

  // The card one key away; j and k as the arrows down and up.
  beside(at, key) {
    const lane = at.closest(".lane");
    const row = this.cardsIn(lane).indexOf(at);
    if (key === "ArrowDown" || key === "j") return this.cardsIn(lane)[row + 1];
    if (key === "ArrowUp" || key === "k") return this.cardsIn(lane)[row - 1];
    const step = { ArrowRight: "nextElementSibling", ArrowLeft: "previousElementSibling" }[key];
    let other = step && lane[step];
    while (other && !this.cardsIn(other).length) other = other[step];
    return other && this.cardsIn(other)[Math.min(row, this.cardsIn(other).length - 1)];
  }

  // The cards from one to the other inside one column; only the other where they stand apart.
  between(from, to) {
    const row = this.cardsIn(to.closest(".lane"));
    const [a, b] = [row.indexOf(from), row.indexOf(to)].sort((one, other) => one - other);
    return a < 0 ? [to] : row.slice(a, b + 1);
  }
}

// The cards by column.
function grouped(cards) {
  const sorted = new Map(COLUMNS.map((name) => [name, []]));
  for (const card of cards) sorted.get(column(card)).push(card);
  return sorted;
}
