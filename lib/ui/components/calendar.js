// The inspection calendar: one instance for each place on a page it is mounted in.
const SAID = 8000;
const GLOWS = 6000;

class Calendar {
  constructor(parent, data, openRound) {
    Object.assign(this, { words: data.words, language: data.language, zone: data.zone, keeps: data.keeps, openRound });
    const asked = Filters.address();
    const param = (name) => asked.get(name) || data.params[name] || "";
    this.view = ["month", "week", "list"].includes(param("view")) ? param("view") : "month";
    this.rows = param("rows") === "people" ? "people" : "";
    this.narrow = matchMedia("(max-width: 700px)");
    this.glowing = new Set();
    this.days = new Map();
    this.rounds = new Rounds(this.language, (changed) => this.arrived(changed));
    this.filters = new Filters(this.words, data.params, data.me, () => this.draw());
    this.parts = new Parts(this);
    this.moving = new Moving(this);
    this.drawer = new Drawer(this);
    this.feeds = new Feeds(this);
    this.flatter = new Flatter(this);
    this.views = { month: new Month(this), week: new Week(this), list: new Agenda(this) };
    this.day = isDay(param("day")) ? param("day") : this.today();
    this.path = location.pathname;
    this.build(parent, data);
    const opened = param("open");
    this.load().then(() => isDay(opened) && this.drawer.open(opened));
    this.drag = new Drag(this);
    this.keys = new CalendarKeys(this);
    this.feed = new Feed(this.language, (message) => this.rounds.heard(message), (state) => this.stands(state), () => this.rounds.address("/feed/inspections"));
    this.again = () => document.visibilityState === "visible" && this.rounds.fetch();
    document.addEventListener("visibilitychange", this.again);
    // A window closes, a day ends: seen without being told.
    this.ticking = setInterval(() => this.draw(), 60000);
    this.widths = () => this.draw();
    this.narrow.addEventListener("change", this.widths);
    this.walked = () => this.walk();
    addEventListener("popstate", this.walked);
  }

  now() {
    return this.feed ? this.feed.now() : Date.now() / 1000;
  }

  today() {
    return todayIn(this.zone, this.now());
  }

  build(parent, data) {
    const { words } = this;
    this.root = el("div", "calendar");
    const top = el("div", "top");
    this.light = el("span", "light", words.connecting);
    this.light.setAttribute("role", "status");
    this.label = el("strong", "label");
    this.label.setAttribute("aria-live", "polite");
    const turn = (text, name, by) => {
      const made = button(text, "turn", () => this.turn(by));
      made.setAttribute("aria-label", words[name]);
      return made;
    };
    const steps = el("div", "steps");
    steps.append(turn("‹", "before", -1), button(words.today, "", () => this.go(this.today())), turn("›", "after", 1), this.label);
    this.switch = el("div", "switch");
    for (const view of ["month", "week", "people", "list"]) {
      const made = button(words[`view_${view}`], "", () => this.look(view));
      made.dataset.view = view;
      this.switch.append(made);
    }
    this.tools = el("div", "tools");
    if (this.keeps) this.tools.append(button(words.flatterShort, "", () => this.flatter.open()));
    this.tools.append(button(words.subscribe, "", () => this.feeds.open()));
    top.append(el("h1", "", words.title), this.light, steps, this.switch, this.tools);
    this.counters = el("div", "counters");
    this.banner = el("div", "banner");
    this.banner.setAttribute("role", "alert");
    this.banner.hidden = true;
    this.area = el("div", "area");
    this.notice = el("div", "notices");
    this.notice.setAttribute("role", "status");
    const main = el("div", "main");
    main.append(this.area, this.drawer.root);
    this.root.append(top, this.counters, this.filters.root, this.banner, main, this.notice, this.moving.root, this.feeds.root, this.flatter.root);
    parent.append(this.root);
  }

  // The days around the one chosen.
  async load() {
    const days = monthGrid(this.day);
    const before = this.rounds.first;
    this.root.classList.add("loading");
    const well = await this.rounds.show(days[0], days[days.length - 1]);
    this.root.classList.remove("loading");
    if (!well) this.said(this.words.unloaded, null, true);
    if (before && before !== this.rounds.first) this.feed.elsewhere();
  }

  arrived(changed) {
    this.filters.offer(this.rounds);
    for (const id of changed || []) this.glow(id);
    this.draw();
  }

  glow(id) {
    this.glowing.add(id);
    setTimeout(() => this.glowing.delete(id), GLOWS);
  }

  shownDay(round) {
    return this.moving.pending.get(round.id) || round.day;
  }

  // A narrow screen has room for a list only.
  get shown() {
    return this.narrow.matches ? "list" : this.view;
  }

  movable(round) {
    return this.keeps && round.state === "due" && look(round, this.now()) === "due";
  }

  of(day) {
    return this.days.get(day) || [];
  }

  draw() {
    if (!this.rounds.names || (this.drag && this.drag.held && this.drag.held.ghost)) return;
    const now = this.now();
    const { state } = this.filters.chosen;
    const { shown } = this;
    const fitting = [...this.rounds.all.values()].filter((round) => this.filters.fits(round, this.rounds));
    this.count(fitting, now);
    this.days = new Map();
    for (const round of fitting) {
      if (state && look(round, now) !== state) continue;
      const day = this.shownDay(round);
      if (!this.days.has(day)) this.days.set(day, []);
      this.days.get(day).push(round);
    }
    for (const list of this.days.values()) list.sort((a, b) => a.time.localeCompare(b.time) || a.id - b.id);
    const held = this.root.getRootNode().activeElement;
    const cell = held && this.area.contains(held) ? held.closest(".day") : null;
    this.views[shown].draw();
    this.area.replaceChildren(this.views[shown].root);
    // Over the empty days, so that nothing moves.
    const [first, last] = this.span();
    const there = [...this.days.keys()].some((each) => each >= first && each <= last);
    if (!there && shown !== "list" && !this.rows) this.area.append(this.none());
    if (cell) this.focusDay(cell.dataset.day);
    this.drawer.draw();
    put(this.label, this.title());
    for (const one of this.switch.children) one.setAttribute("aria-pressed", one.dataset.view === (shown === "week" && this.rows ? "people" : shown));
  }

  // That nothing is there, and the way out where filters are why.
  none() {
    const { filters, words } = this;
    const made = el("div", "nothing");
    made.append(el("p", "", filters.any ? words.noneFit : words.nothing));
    if (filters.any) made.append(button(words.clear, "", () => filters.unfilter()));
    return made;
  }

  // "2026-11", and the days of the week where one is shown.
  title() {
    if (this.shown !== "week") return fill(this.words.month, { year: this.day.slice(0, 4), month: Number(this.day.slice(5, 7)) });
    const first = mondayOf(this.day);
    return `${first} – ${plus(first, 6).slice(5)}`;
  }

  // How many there are in each state in the month or week on show; pressed, only those are shown.
  count(fitting, now) {
    const [first, last] = this.span();
    const many = Object.fromEntries(STATES.map((state) => [state, 0]));
    for (const round of fitting) if (round.day >= first && round.day <= last) many[look(round, now)] += 1;
    for (const [state, n] of [["", Object.values(many).reduce((a, b) => a + b, 0)], ...Object.entries(many)]) {
      let one = this.counters.querySelector(`[data-counter="${state}"]`);
      if (!one) {
        one = button("", "counter", () => this.filters.choose("state", this.filters.chosen.state === state ? "" : state));
        one.dataset.counter = state;
        if (state) one.dataset.state = state;
        const icon = el("i", "icon", ICONS[state] || "");
        icon.setAttribute("aria-hidden", "true");
        one.append(icon, el("span", "", state ? this.words[`state_${state}`] : this.words.all), el("b"));
        this.counters.append(one);
      }
      one.setAttribute("aria-pressed", this.filters.chosen.state === state);
      one.classList.toggle("none", !n);
      put(one.lastChild, String(n));
    }
  }

  span() {
    if (this.shown === "week") return [mondayOf(this.day), plus(mondayOf(this.day), 6)];
    return [monthStart(this.day), plus(otherMonth(monthStart(this.day), 1), -1)];
  }

  turn(by) {
    if (this.shown === "week") return this.go(plus(this.day, 7 * by));
    return this.go(otherMonth(this.shown === "list" ? monthStart(this.day) : this.day, by));
  }

  look(view) {
    this.view = view === "people" ? "week" : view;
    this.rows = view === "people" ? "people" : "";
    Filters.note({ view: this.view === "month" ? "" : this.view, rows: this.rows, open: "" }, {});
    this.drawer.hide();
    this.draw();
  }

  // `step`: the browser's Back takes it back; another month or week always is one.
  async go(day, step = false) {
    const before = this.span()[0];
    this.day = day;
    const note = { day: day === this.today() ? "" : day };
    if (!step && before === this.span()[0]) Filters.note(note);
    else Filters.note({ ...note, open: "" }, {}), this.drawer.hide();
    await this.arrive();
  }

  async arrive() {
    if (monthGrid(this.day)[0] !== this.rounds.first) await this.load();
    else this.draw();
  }

  // Back and forward: months, views and opened days as the address says; the filters stay as they are.
  async walk() {
    const asked = new URLSearchParams(location.search);
    if (location.pathname !== this.path || asked.has("id")) return;
    Filters.note(this.filters.chosen);
    this.view = ["week", "list"].includes(asked.get("view")) ? asked.get("view") : "month";
    this.rows = asked.get("rows") === "people" ? "people" : "";
    this.day = isDay(asked.get("day")) ? asked.get("day") : this.today();
    const opened = asked.get("open");
    if (!isDay(opened)) this.drawer.hide();
    await this.arrive();
    if (isDay(opened) && opened !== this.drawer.day) this.drawer.open(opened);
  }

  focusDay(day) {
    for (const cell of this.area.querySelectorAll(".day")) cell.tabIndex = cell.dataset.day === day ? 0 : -1;
    const cell = this.area.querySelector(`.day[data-day="${day}"]`);
    if (cell) cell.focus();
  }

  openDay(day) {
    Filters.note({ open: day }, this.drawer.day ? null : { opened: true });
    this.drawer.open(day);
  }

  // Closed by hand, the step that opened it is taken back.
  shut() {
    if (history.state && history.state.opened) return history.back();
    Filters.note({ open: "" });
    this.drawer.hide();
  }

  leave(day) {
    this.focusDay(day);
  }

  open(id) {
    this.openRound(id);
  }

  said(text, undo = null, bad = false) {
    this.notice.replaceChildren(el("p", "", text));
    if (undo) this.notice.append(button(this.words.undo, "", () => (this.hush(), this.moving.undo(undo))));
    this.notice.classList.toggle("bad", bad);
    this.notice.classList.add("shown");
    clearTimeout(this.saying);
    this.saying = setTimeout(() => this.hush(), SAID);
  }

  hush() {
    this.notice.classList.remove("shown");
  }

  stands(state) {
    const { words } = this;
    this.root.dataset.line = state;
    put(this.light, { live: words.live, lost: words.lost, ended: words.ended }[state]);
    this.banner.hidden = state === "live";
    this.banner.replaceChildren(el("span", "", state === "ended" ? words.ended : words.lostLong));
    if (state !== "ended") return;
    const link = el("a", "", words.signIn);
    link.href = `/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`;
    this.banner.append(link);
  }

  close() {
    this.feed.close();
    this.drag.close();
    clearInterval(this.ticking);
    document.removeEventListener("visibilitychange", this.again);
    this.narrow.removeEventListener("change", this.widths);
    removeEventListener("popstate", this.walked);
    this.root.remove();
  }
}

const calendars = new WeakMap();

export default function (component) {
  const { parentElement, data, setTriggerValue } = component;
  const before = calendars.get(parentElement);
  if (before && before.language !== data.language) before.close(), calendars.delete(parentElement);
  const openRound = (id) => {
    Filters.leave();
    setTriggerValue("open", id);
  };
  if (!calendars.has(parentElement)) calendars.set(parentElement, new Calendar(parentElement, data, openRound));
  calendars.get(parentElement).openRound = openRound;
  return () => {
    const calendar = calendars.get(parentElement);
    if (calendar) calendar.close();
    calendars.delete(parentElement);
  };
}
