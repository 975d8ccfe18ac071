// The big screen on the wall: large, without controls and without what is nobody's business; turns its pages by itself.
const TURN = 10000;
// The share of the screen's height that board_screen.css gives to a row.
const ROW = 0.16;
const NIGHT = "04";
const UP_LONG_ENOUGH = 6 * 3600 * 1000;
const AT_WORK = ["accepted", "in_progress"];
const PANELS = ["waiting", "late", "emergency", "where"];

class Screen {
  // `board` gives words, names, cards, zone, feed.
  constructor(board, leave) {
    this.board = board;
    this.turn = 0;
    this.started = Date.now();
    this.root = el("div", "screen");
    this.build(leave);
    this.turning = setInterval(() => this.onward(), TURN);
    this.resized = () => this.draw();
    window.addEventListener("resize", this.resized);
  }

  build(leave) {
    const { words } = this.board;
    const top = el("header");
    this.clock = el("time");
    this.day = el("span", "day");
    this.light = el("span", "light");
    this.light.setAttribute("role", "status");
    this.sums = el("div", "sums");
    const when = el("div", "when");
    when.append(this.clock, this.day);
    top.append(el("h1", "", words.title), this.sums, this.light, when);
    this.panels = {};
    const main = el("main");
    for (const name of PANELS) main.append(this.panel(name));
    this.root.append(top, main);
    // No controls: one appears for a moment when somebody moves the mouse.
    this.leave = button(words.leaveScreen, "leave", leave);
    this.leave.hidden = true;
    this.root.append(this.leave);
    this.root.onpointermove = () => this.offerLeave();
  }

  offerLeave() {
    this.leave.hidden = false;
    clearTimeout(this.leaving);
    this.leaving = setTimeout(() => (this.leave.hidden = true), 4000);
  }

  panel(name) {
    const { words } = this.board;
    const section = el("section", `panel ${name}`);
    const title = el("h2");
    const part = { count: el("b"), pages: el("span", "pages"), list: el("div", "rows") };
    title.append(el("span", "", words[`screen_${name}`]), part.count, part.pages);
    section.append(title, part.list);
    this.panels[name] = part;
    return section;
  }

  // Once in the quiet hour the page begins anew, so that a screen that hangs for weeks never grows old.
  onward() {
    this.turn += 1;
    this.draw();
    const { feed, zone } = this.board;
    const night = wall(feed.now(), zone).hour === NIGHT;
    if (night && feed.state === "live" && Date.now() - this.started > UP_LONG_ENOUGH) location.reload();
  }

  tick() {
    const { feed, zone, language } = this.board;
    const now = wall(feed.now(), zone);
    put(this.clock, `${now.hour}:${now.minute}`);
    const said = new Date(feed.now() * 1000).toLocaleDateString(language === "zh" ? "zh-CN" : "en-GB", { timeZone: zone, month: "long", day: "numeric", weekday: "long" });
    put(this.day, said);
    this.draw();
  }

  draw() {
    const { board } = this;
    if (!board.names) return;
    const now = board.feed.now();
    const cards = [...board.cards.values()].sort(inOrder);
    const open = cards.filter((card) => column(card) !== "done");
    const shown = {
      waiting: open.filter((card) => card.status === "new"),
      late: open.filter((card) => standing(card, now) === "late"),
      emergency: open.filter((card) => card.severity === "emergency"),
    };
    this.sum({ ...shown, hold: open.filter((card) => card.status === "on_hold"), done: cards.filter((card) => column(card) === "done") });
    for (const [name, list] of Object.entries(shown)) this.fill(name, list.map((card) => () => this.ticket(card, now)));
    const places = this.whereabouts(open);
    this.fill("where", places.map((one) => () => this.person(one)));
  }

  sum(lists) {
    const { words } = this.board;
    for (const [name, list] of Object.entries(lists)) {
      let one = this.sums.querySelector(`.${name}`);
      if (!one) {
        one = el("span", name);
        one.append(el("b"), el("span", "", words[`screen_${name}`]));
        this.sums.append(one);
      }
      put(one.firstChild, String(list.length));
      one.classList.toggle("none", !list.length);
    }
  }

  // As many as fit; the others when the page is turned.
  fill(name, made) {
    const part = this.panels[name];
    const row = this.root.offsetHeight * ROW;
    const fits = Math.max(1, Math.floor(part.list.clientHeight / row));
    const pages = Math.max(1, Math.ceil(made.length / fits));
    const page = this.turn % pages;
    put(part.count, String(made.length));
    put(part.pages, pages > 1 ? `${page + 1}/${pages}` : "");
    const rows = made.slice(page * fits, (page + 1) * fits).map((make) => make());
    if (!rows.length) rows.push(el("p", "muted", this.board.words[`screen_no_${name}`] || this.board.words.nothing));
    part.list.replaceChildren(...rows);
  }

  // Number, place, service and time: never what somebody wrote, which may name a patient.
  ticket(card, now) {
    const { words, names } = this.board;
    const box = el("article", `row ${standing(card, now)}`);
    if (card.severity === "emergency") box.classList.add("emergency");
    const line = el("div", "where-line");
    line.append(el("span", "number", card.number.slice(-4)), el("strong", "", this.place(card)));
    const about = el("div", "about");
    about.append(el("span", "", serviceOf(card, names, words)), el("b", "", this.left(card, now)));
    box.append(line, about);
    return box;
  }

  left(card, now) {
    const { words } = this.board;
    if (!card.due || standing(card, now) === "paused") return card.status === "on_hold" ? words.screen_hold : "";
    const minutes = Math.round(Math.abs(card.due - now) / 60);
    const short = fill(words.screenHours, { hours: Math.floor(minutes / 60), minutes: String(minutes % 60).padStart(2, "0") });
    const time = minutes >= 60 && minutes < 2880 ? short : lasting(card.due - now, words);
    return fill(now > card.due ? words.lateBy : words.dueIn, { time });
  }

  // Without the beds of a room, which stand in brackets at the end.
  place(card) {
    return (card.place || this.board.words.noPlace).replace(/（[^）]*）$/, "");
  }

  // Who is on site or on the way, and where, by team; of several jobs the one in hand counts.
  whereabouts(open) {
    const people = new Map();
    for (const card of open.filter((one) => one.assignee && AT_WORK.includes(one.status))) {
      const known = people.get(card.assignee);
      const first = !known || (known.card.status !== "in_progress" && card.status === "in_progress");
      people.set(card.assignee, { card: first ? card : known.card, jobs: (known ? known.jobs : 0) + 1 });
    }
    return [...people.values()].sort((a, b) => a.card.team - b.card.team || a.card.assignee - b.card.assignee);
  }

  // By the family name, as on the ward; the whole name is nobody's business in a corridor.
  person({ card, jobs }) {
    const { words, names } = this.board;
    const person = names.people[card.assignee];
    const team = names.teams[card.team];
    const box = el("article", "row");
    const line = el("div", "where-line");
    line.append(el("strong", "", this.place(card)));
    const about = el("div", "about");
    const name = person ? fill(words.worker, { surname: person.name.slice(0, 1) }) : "";
    const more = jobs > 1 ? fill(words.screenMore, { n: jobs - 1 }) : "";
    about.append(el("span", "", [name, team && team.name, more].filter(Boolean).join(" · ")), el("b", "", words[`screen_${card.status}`]));
    box.append(line, about);
    return box;
  }

  stands(state) {
    const { words } = this.board;
    this.root.dataset.line = state;
    put(this.light, { live: words.live, lost: words.lostShort, ended: words.ended }[state]);
  }

  close() {
    clearInterval(this.turning);
    clearTimeout(this.leaving);
    window.removeEventListener("resize", this.resized);
    this.root.remove();
  }
}
