// The dispatch board: one instance for each place on a page it is mounted in.
class Board {
  constructor(parent, data, openTicket) {
    Object.assign(this, { words: data.words, language: data.language, zone: data.zone, ticketPage: data.ticketPage, openTicket });
    this.cards = new Map();
    this.views = new Map();
    this.names = null;
    this.fresh = new Set();
    this.shownAll = new Set();
    this.filters = new Filters(this.words, data.params, () => {
      this.shownAll.clear();
      this.draw();
    });
    this.drawer = new Drawer(this);
    this.build(parent);
    this.feed = new Feed(this.language, (message) => this.heard(message), (state) => this.stands(state));
    this.ticking = setInterval(() => this.tick(), 10000);
    this.fit = () => this.root.style.setProperty("--top", `${Math.max(0, this.root.getBoundingClientRect().top + this.scrolled())}px`);
    this.fit();
    window.addEventListener("resize", this.fit);
    setTimeout(this.fit, 500);
  }

  // Streamlit scrolls its own main section, not the window.
  scrolled() {
    const main = document.querySelector('[data-testid="stMain"]');
    return main ? main.scrollTop : window.scrollY;
  }

  build(parent) {
    const words = this.words;
    this.root = el("div", "board");
    const top = el("div", "top");
    this.light = el("span", "light", words.connecting);
    this.light.setAttribute("role", "status");
    top.append(el("h1", "", words.title), this.light);
    this.counters = el("div", "counters");
    this.banner = el("div", "banner");
    this.banner.setAttribute("role", "alert");
    this.banner.hidden = true;
    this.lanes = el("div", "lanes");
    this.lanes.onscroll = () => this.hintColumns();
    this.lanes.onkeydown = (event) => this.keys(event);
    this.notice = el("div", "notice");
    this.notice.setAttribute("role", "status");
    const main = el("div", "main");
    this.further = el("button", "further");
    this.further.hidden = true;
    this.further.onclick = () => this.lanes.scrollTo({ left: this.lanes.scrollWidth });
    const area = el("div", "area");
    area.append(this.lanes, this.further);
    main.append(area, this.drawer.root);
    new ResizeObserver(() => this.hintColumns()).observe(this.lanes);
    this.root.append(top, this.counters, this.filters.root, this.banner, main, this.notice);
    for (const name of COLUMNS) this.lanes.append(this.lane(name));
    parent.append(this.root);
  }

  lane(name) {
    const lane = el("section", "lane");
    lane.dataset.column = name;
    const head = el("h2");
    head.append(el("span", "title"), el("span", "count", "0"));
    const list = el("div", "cards");
    const more = el("button", "plain more");
    more.hidden = true;
    more.onclick = () => {
      this.shownAll.add(name);
      this.draw();
    };
    lane.append(head, list, more);
    if (name === "new") {
      this.freshHint = el("button", "fresh-hint");
      this.freshHint.hidden = true;
      this.freshHint.onclick = () => this.showFresh();
      list.onscroll = () => this.hintFresh();
      lane.append(this.freshHint);
    }
    return lane;
  }

  heard(message) {
    if (message.kind === "names") {
      this.names = message;
      this.filters.offer(message);
      this.title();
      this.redrawAll();
    } else if (message.kind === "board") {
      const here = new Set(message.cards.map((card) => card.id));
      const gone = [...this.cards.keys()].filter((id) => !here.has(id));
      this.take(message.cards, gone, this.cards.size > 0);
    } else if (message.kind === "changes") {
      this.take(message.cards, message.gone);
    }
  }

  // New and changed cards in, ended ones out; what changed glows for a few seconds.
  take(cards, gone, glowing = true) {
    for (const id of gone) {
      this.cards.delete(id);
      this.views.delete(id);
      if (this.drawer.shown === id) this.left(id);
    }
    for (const card of cards) {
      const before = this.cards.get(card.id);
      if (before && before.version > card.version) continue;
      const same = before && JSON.stringify(before) === JSON.stringify(card);
      this.cards.set(card.id, card);
      if (same) continue;
      if (glowing && !before && column(card) === "new") this.fresh.add(card.id);
      this.viewOf(card);
      if (glowing) this.glow(card.id);
      if (this.drawer.shown === card.id && this.drawer.card.version !== card.version) this.drawer.changed(card);
    }
    this.draw();
  }

  left(id) {
    this.said(this.words.left);
    if (this.drawer.shown === id && !this.drawer.sending) this.drawer.close();
  }

  viewOf(card) {
    if (!this.views.has(card.id)) this.views.set(card.id, new CardView((id) => this.open(id)));
    const view = this.views.get(card.id);
    if (this.names) {
      view.show(card, this.names, this.words);
      view.tick(this.feed.now(), this.names, this.words, this.zone);
    }
    return view;
  }

  glow(id) {
    const root = this.views.get(id).root;
    root.classList.remove("changed");
    void root.offsetWidth;
    root.classList.add("changed");
    clearTimeout(root.glowing);
    root.glowing = setTimeout(() => root.classList.remove("changed"), GLOWS);
  }

  redrawAll() {
    for (const card of this.cards.values()) this.viewOf(card);
    this.draw();
  }

  title() {
    for (const lane of this.lanes.children) {
      const name = lane.dataset.column;
      lane.querySelector(".title").textContent = name === "done" ? this.words.doneToday : this.names.words.status[name];
    }
  }

  draw() {
    if (!this.names) return;
    const now = this.feed.now();
    this.findTwins();
    const fitting = [...this.cards.values()].filter((card) => fits(card, this.filters.chosen, this.names));
    this.count(fitting, now);
    const only = COUNTERS[this.filters.chosen.only] || COUNTERS.all;
    const shown = fitting.filter((card) => only(card, now)).sort(inOrder);
    const active = this.focused();
    for (const lane of this.lanes.children) this.fillLane(lane, shown.filter((card) => column(card) === lane.dataset.column));
    if (active && this.focused() !== active && active.isConnected) active.focus({ preventScroll: true });
    this.hintFresh();
    this.hintColumns();
  }

  // The columns that lie beyond the right edge, by name.
  hintColumns() {
    const edge = this.lanes.getBoundingClientRect().right;
    const beyond = [...this.lanes.children].filter((lane) => lane.getBoundingClientRect().right > edge + 40);
    this.further.hidden = !beyond.length || matchMedia("(max-width: 700px)").matches;
    this.further.textContent = `${beyond.map((lane) => lane.querySelector(".title").textContent).join(" · ")} →`;
  }

  // New tickets stand by due time, often far down: says how many of them nobody has had on the screen yet.
  hintFresh() {
    const frame = this.lanes.querySelector('[data-column="new"] .cards').getBoundingClientRect();
    for (const id of this.fresh) {
      const view = this.views.get(id);
      const box = view && view.root.isConnected && view.root.getBoundingClientRect();
      if (!view || column(view.card) !== "new") this.fresh.delete(id);
      else if (box && box.bottom <= Math.min(frame.bottom, innerHeight) + 8 && box.top >= Math.max(frame.top, 0) - 8) this.fresh.delete(id);
    }
    this.freshHint.hidden = !this.fresh.size;
    if (!this.fresh.size) return;
    const first = this.views.get([...this.fresh][0]).root;
    const above = first.isConnected && first.getBoundingClientRect().top < frame.top;
    this.freshHint.textContent = fill(this.words.newBelow, { n: this.fresh.size, arrow: above ? "↑" : "↓" });
  }

  showFresh() {
    const [id] = this.fresh;
    this.shownAll.add("new");
    this.draw();
    const root = this.views.get(id) && this.views.get(id).root;
    this.fresh.delete(id);
    if (!root || !root.isConnected) return this.hintFresh();
    root.scrollIntoView({ block: "center" });
    this.glow(id);
    this.hintFresh();
  }

  // Several open tickets for one fault: each card says how many others there are.
  findTwins() {
    const places = new Map();
    for (const card of this.cards.values()) {
      if (!card.place || column(card) === "done") continue;
      if (!places.has(card.place)) places.set(card.place, []);
      places.get(card.place).push(card);
    }
    this.twins = new Map();
    for (const cards of places.values()) for (const card of cards) this.twins.set(card.id, cards.length > 1 ? twinsOf(card, cards) : []);
    for (const [id, view] of this.views) view.twins((this.twins.get(id) || []).length, this.words);
  }

  fillLane(lane, cards) {
    const name = lane.dataset.column;
    const list = lane.querySelector(".cards");
    const shown = this.shownAll.has(name) ? cards : cards.slice(0, FIRST_SHOWN);
    const views = shown.map((card) => this.views.get(card.id).root);
    if (!views.length) views.push(el("p", "muted nothing", this.words[`nothing_${name}`] || this.words.nothing));
    // Only what moved is moved: cards keep their place on the screen and the focus they have.
    views.forEach((view, at) => list.children[at] !== view && list.insertBefore(view, list.children[at] || null));
    while (list.children.length > views.length) list.lastChild.remove();
    lane.querySelector(".count").textContent = cards.length;
    lane.classList.toggle("empty", !cards.length);
    const more = lane.querySelector(".more");
    more.hidden = shown.length === cards.length;
    more.textContent = fill(this.words.more, { n: cards.length - shown.length });
  }

  count(cards, now) {
    const buttons = Object.entries(COUNTERS).map(([name, counts]) => {
      const n = cards.filter((card) => counts(card, now)).length;
      const button = el("button", `counter ${name}`);
      button.dataset.counter = name;
      const chosen = (this.filters.chosen.only || "all") === name;
      button.setAttribute("aria-pressed", chosen);
      button.classList.toggle("none", !n);
      button.append(el("b", "", n), el("span", "", this.words[`count_${name}`]));
      button.onclick = () => this.filters.choose("only", chosen || name === "all" ? "" : name);
      return button;
    });
    const before = this.focused();
    const held = before && before.dataset && before.dataset.counter;
    this.counters.replaceChildren(...buttons);
    if (held) this.counters.querySelector(`[data-counter="${held}"]`).focus();
  }

  tick() {
    if (!this.names) return;
    const now = this.feed.now();
    for (const view of this.views.values()) view.tick(now, this.names, this.words, this.zone);
    this.draw();
  }

  stands(state) {
    const words = this.words;
    this.root.dataset.line = state;
    this.light.textContent = { live: words.live, lost: words.lost, ended: words.ended }[state];
    this.banner.hidden = state === "live";
    this.banner.replaceChildren(el("span", "", state === "ended" ? words.ended : words.lostLong));
    if (state === "ended") {
      const link = el("a", "", words.signIn);
      link.href = `/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`;
      this.banner.append(link);
    }
  }

  open(id) {
    const card = this.cards.get(id);
    if (card) this.drawer.open(card);
    for (const view of this.views.values()) view.root.classList.toggle("opened", view.card.id === id);
  }

  // The drawer closed: the focus goes back to its card, or to the next one waiting.
  leave(id) {
    for (const view of this.views.values()) view.root.classList.remove("opened");
    const view = this.views.get(id);
    const next = view && view.root.isConnected ? view.root : this.lanes.querySelector(".card");
    if (next) next.focus({ preventScroll: false });
  }

  focused() {
    return this.root.getRootNode().activeElement;
  }

  keys(event) {
    const at = this.focused();
    if (!at || !at.classList.contains("card")) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      return this.open(Number(at.dataset.id));
    }
    const next = this.beside(at, event.key);
    if (next) {
      event.preventDefault();
      next.focus();
    }
  }

  beside(at, key) {
    const cards = (lane) => [...lane.querySelectorAll(".card")];
    const lane = at.closest(".lane");
    const row = cards(lane).indexOf(at);
    if (key === "ArrowDown") return cards(lane)[row + 1];
    if (key === "ArrowUp") return cards(lane)[row - 1];
    const step = { ArrowRight: "nextElementSibling", ArrowLeft: "previousElementSibling" }[key];
    let other = step && lane[step];
    while (other && !cards(other).length) other = other[step];
    return other && cards(other)[Math.min(row, cards(other).length - 1)];
  }

  said(text) {
    this.notice.textContent = text;
    this.notice.classList.add("shown");
    clearTimeout(this.saying);
    this.saying = setTimeout(() => this.notice.classList.remove("shown"), 6000);
  }

  close() {
    this.feed.close();
    clearInterval(this.ticking);
    window.removeEventListener("resize", this.fit);
    this.root.remove();
  }
}

const boards = new WeakMap();

export default function (component) {
  const { parentElement, data, setTriggerValue } = component;
  const before = boards.get(parentElement);
  if (before && before.language !== data.language) before.close(), boards.delete(parentElement);
  const openTicket = (number) => setTriggerValue("open", number);
  if (!boards.has(parentElement)) boards.set(parentElement, new Board(parentElement, data, openTicket));
  boards.get(parentElement).openTicket = openTicket;
  return () => {
    const board = boards.get(parentElement);
    if (board) board.close();
    boards.delete(parentElement);
  };
}
