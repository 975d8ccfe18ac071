// The dispatch board: one instance for each place on a page it is mounted in.
class Board {
  constructor(parent, data, openTicket) {
    Object.assign(this, { words: data.words, language: data.language, zone: data.zone, ticketPage: data.ticketPage, openTicket });
    this.cards = new Map();
    this.views = new Map();
    this.twins = new Map();
    this.names = this.duty = this.screen = null;
    this.keys = new Keys(this);
    this.lanes = new Lanes(this, (event) => this.keys.card(event));
    this.filters = new Filters(this.words, data.params, () => {
      this.lanes.shownAll.clear();
      this.draw();
    });
    this.drawer = new Drawer(this);
    this.rail = new Rail(this);
    this.orders = new Orders(this);
    this.moves = new Moves(this);
    this.plan = new Plan(this);
    this.merging = new Merge(this);
    this.selection = new Selection(this);
    this.announcer = new Announcer(this, data.person, data.speaker);
    this.build(parent);
    this.drag = new Drag(this);
    this.feed = new Feed(this.language, (message) => this.heard(message), (state) => this.stands(state));
    this.ticking = setInterval(() => this.tick(), 10000);
    this.fit = () => this.root.style.setProperty("--top", `${Math.max(0, this.root.getBoundingClientRect().top + this.scrolled())}px`);
    this.fit();
    window.addEventListener("resize", this.fit);
    setTimeout(this.fit, 500);
    if (data.screen || new URLSearchParams(location.search).get("screen") === "big") this.enlarge();
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
    this.tools = el("div", "tools");
    this.planning = button(words.plan, "", () => this.plan.open());
    this.planning.hidden = true;
    const help = button("?", "plain", () => this.keys.help());
    help.setAttribute("aria-label", words.keys);
    this.tools.append(this.announcer.button, this.planning, button(words.people, "", () => this.rail.pin()), button(words.bigScreen, "big", () => this.enlarge(true)), help);
    top.append(el("h1", "", words.title), this.light, this.tools);
    this.counters = el("div", "counters");
    this.banner = el("div", "banner");
    this.banner.setAttribute("role", "alert");
    this.banner.hidden = true;
    this.notice = new Notice(this);
    const main = el("div", "main");
    main.append(this.lanes.area, this.rail.root, this.drawer.root, this.plan.root, this.selection.root, this.orders.root);
    this.root.append(top, this.counters, this.filters.root, this.banner, main, this.notice.root, this.keys.root, this.merging.root);
    parent.append(this.root);
  }

  heard(message) {
    if (message.kind === "names") {
      this.names = message;
      this.filters.offer(message);
      this.lanes.title(message);
      this.rail.offer();
      this.planning.hidden = !message.offered.includes("assign");
      this.redraw([...this.cards.keys()]);
    } else if (message.kind === "duty") {
      this.duty = message;
      this.rail.draw();
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
      this.drag.changed(id);
      if (this.drawer.shown === id) this.left(id);
    }
    for (const card of cards) {
      const before = this.cards.get(card.id);
      if (before && before.version > card.version) continue;
      const same = before && JSON.stringify(before) === JSON.stringify(card);
      this.cards.set(card.id, card);
      if (same) continue;
      if (glowing && !before && column(card) === "new") this.lanes.fresh.add(card.id);
      this.viewOf(card);
      if (glowing) this.glow(card.id);
      if (before && before.version !== card.version) this.drag.changed(card.id);
      if (this.drawer.shown === card.id && this.drawer.card.version !== card.version) this.drawer.changed(card);
    }
    this.draw();
  }

  left(id) {
    this.said(this.words.left);
    if (this.drawer.shown === id && !this.drawer.sending) this.drawer.close();
  }

  viewOf(card) {
    if (!this.views.has(card.id)) this.views.set(card.id, new CardView((id, event) => this.pressed(id, event)));
    const view = this.views.get(card.id);
    if (this.names) {
      view.show(this.orders.shown(card), this.names, this.words);
      view.tick(this.feed.now(), this.names, this.words, this.zone);
    }
    return view;
  }

  pressed(id, event) {
    const { root } = this.views.get(id);
    if (event.ctrlKey || event.metaKey) return this.selection.toggle(root);
    if (event.shiftKey) return this.selection.reach(root);
    this.open(id);
  }

  glow(id) {
    const { root } = this.views.get(id);
    root.classList.remove("changed");
    void root.offsetWidth;
    root.classList.add("changed");
    clearTimeout(root.glowing);
    root.glowing = setTimeout(() => root.classList.remove("changed"), GLOWS);
  }

  // These cards anew, then everything that follows from them.
  redraw(ids) {
    for (const id of ids) if (this.cards.has(id)) this.viewOf(this.cards.get(id));
    this.draw();
  }

  draw() {
    if (!this.names) return;
    this.announcer.look();
    if (this.screen) return this.screen.draw();
    const now = this.feed.now();
    this.findTwins();
    const standing = [...this.cards.values()].map((card) => this.orders.shown(card));
    const fitting = standing.filter((card) => fits(card, this.filters.chosen, this.names));
    this.count(fitting, now);
    const only = COUNTERS[this.filters.chosen.only] || COUNTERS.all;
    this.lanes.draw(fitting.filter((card) => only(card, now)).sort(inOrder));
    this.selection.draw();
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

  count(cards, now) {
    for (const [name, counts] of Object.entries(COUNTERS)) {
      let one = this.counters.querySelector(`[data-counter="${name}"]`);
      if (!one) {
        one = button("", `counter ${name}`, () => this.filters.choose("only", this.filters.chosen.only === name || name === "all" ? "" : name));
        one.dataset.counter = name;
        one.append(el("b"), el("span", "", this.words[`count_${name}`]));
        this.counters.append(one);
      }
      const n = cards.filter((card) => counts(card, now)).length;
      one.setAttribute("aria-pressed", (this.filters.chosen.only || "all") === name);
      one.classList.toggle("none", !n);
      put(one.firstChild, String(n));
    }
  }

  tick() {
    if (!this.names) return;
    if (this.screen) return this.screen.tick();
    const now = this.feed.now();
    for (const view of this.views.values()) view.tick(now, this.names, this.words, this.zone);
    this.draw();
  }

  stands(state) {
    const words = this.words;
    this.root.dataset.line = state;
    put(this.light, { live: words.live, lost: words.lost, ended: words.ended }[state]);
    this.banner.hidden = state === "live";
    this.banner.replaceChildren(el("span", "", state === "ended" ? words.ended : words.lostLong));
    if (state === "ended") {
      const link = el("a", "", words.signIn);
      link.href = `/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`;
      this.banner.append(link);
    }
    if (this.screen) this.screen.stands(state);
  }

  open(id) {
    const card = this.cards.get(id);
    this.plan.root.hidden = true;
    const opening = card && this.drawer.open(card);
    for (const view of this.views.values()) view.root.classList.toggle("opened", view.card.id === id);
    return opening;
  }

  // The drawer closed: the focus goes to the card named, else back to its card, or to the first one there is.
  leave(id, next = null) {
    for (const view of this.views.values()) view.root.classList.remove("opened");
    const waiting = next && this.lanes.waiting(next);
    const view = this.views.get(id);
    const back = view && view.root.isConnected ? view.root : this.lanes.root.querySelector(".card");
    const goal = waiting || back;
    if (goal) goal.focus({ preventScroll: false });
  }

  // The card that waits after these, which are being given to somebody; null where none of them waited.
  after(ids) {
    return this.lanes.nextWaiting(ids);
  }

  focused() {
    return this.root.getRootNode().activeElement;
  }

  // The big screen on the wall, and back.
  enlarge(asked = false) {
    this.screen = new Screen(this, () => this.reduce());
    this.root.append(this.screen.root);
    this.root.classList.add("enlarged");
    this.screen.stands(this.feed ? this.feed.state : "lost");
    if (asked && document.documentElement.requestFullscreen) document.documentElement.requestFullscreen().catch(() => {});
    this.note("screen", "big");
    this.screen.tick();
  }

  reduce() {
    this.screen.close();
    this.screen = null;
    this.root.classList.remove("enlarged");
    if (document.fullscreenElement) document.exitFullscreen();
    this.note("screen", "");
    this.redraw([...this.cards.keys()]);
  }

  note(name, value) {
    const address = new URL(location.href);
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
    history.replaceState(history.state, "", address);
  }

  said(text, given = []) {
    this.notice.say(text, given);
  }

  close() {
    this.feed.close();
    this.drag.close();
    this.keys.close();
    this.announcer.close();
    if (this.screen) this.screen.close();
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
  const openTicket = (number) => {
    Filters.leave();
    setTriggerValue("open", number);
  };
  if (!boards.has(parentElement)) boards.set(parentElement, new Board(parentElement, data, openTicket));
  boards.get(parentElement).openTicket = openTicket;
  return () => {
    const board = boards.get(parentElement);
    if (board) board.close();
    boards.delete(parentElement);
  };
}
