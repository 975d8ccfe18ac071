const NONE = { now: 0, held: 0 };

// The people a job can go to: a rail beside the columns, to drop cards on or to choose from.
class Rail {
  // `board` gives words, names, duty, cards, zone, feed, moves.
  constructor(board) {
    this.board = board;
    this.pinned = false;
    this.best = [];
    this.root = el("aside", "rail");
    this.root.hidden = true;
    this.root.onkeydown = (event) => this.keys(event);
  }

  build() {
    const { words } = this.board;
    this.title = el("h2");
    const close = button("✕", "plain", () => this.close());
    close.setAttribute("aria-label", words.close);
    const head = el("header", "head");
    head.append(this.title, close);
    this.find = el("input", "find");
    this.find.placeholder = words.find;
    this.find.setAttribute("aria-label", words.find);
    this.find.oninput = () => this.draw();
    this.team = el("select");
    this.team.setAttribute("aria-label", words.any_team);
    this.team.onchange = () => this.draw();
    this.off = el("input");
    this.off.type = "checkbox";
    this.off.onchange = () => this.draw();
    const off = el("label", "off");
    off.append(this.off, el("span", "", words.alsoOffDuty));
    this.list = el("div", "people");
    this.root.append(head, this.find, this.team, off, this.list);
  }

  // The names came or changed.
  offer() {
    if (!this.list) this.build();
    const { names, words } = this.board;
    const chosen = this.team.value;
    const used = new Set(Object.values(names.people).filter((one) => one.active).map((one) => String(one.team)));
    const teams = Object.entries(names.teams).filter(([id]) => used.has(id));
    this.team.replaceChildren(new Option(words.any_team, ""), ...teams.map(([id, one]) => new Option(one.name, id)));
    this.team.value = chosen;
    this.draw();
  }

  pin() {
    if (!this.root.hidden && this.pinned) return this.close();
    this.pinned = true;
    this.show([]);
  }

  // While cards are dragged, or for choosing whom to give them to.
  // `seen`: the cards as they were when they were taken into the hand.
  // `following`: these are the chosen cards, and what is chosen next counts too.
  show(ids, choosing = false, seen = null, following = false) {
    Object.assign(this, { ids, seen, choosing, following });
    this.best = [];
    this.allowed = null;
    this.root.hidden = false;
    this.draw();
    if (ids.length) this.suggest(ids[0]);
    if (choosing) this.find.focus();
  }

  // Other cards are chosen now: whoever is picked gets those; nobody is picked for none.
  follow(ids) {
    if (!this.choosing || !this.following || String(ids) === String(this.ids)) return;
    if (!ids.length) return this.hide();
    Object.assign(this, { ids, best: [] });
    this.draw();
    this.suggest(ids[0]);
  }

  disarm() {
    if (this.choosing) this.hide();
  }

  // Of several services together nobody is the best.
  mixed() {
    const { cards } = this.board;
    const services = new Set(this.ids.map((id) => cards.get(id)).filter(Boolean).map((card) => card.guess || card.service));
    return this.ids.length > 1 && (services.size > 1 || services.has(UNKNOWN));
  }

  // The three best for the card stand first; who may pass jobs on inside some teams only sees these.
  async suggest(id) {
    const asked = this.ids;
    const answer = await fetch(`/board/tickets/${id}?lang=${this.board.language}`, { cache: "no-store" }).catch(() => null);
    if (!answer || !answer.ok || answer.redirected || this.root.hidden || this.ids !== asked) return;
    const facts = await answer.json();
    this.best = this.mixed() ? [] : facts.suggestions.slice(0, 3);
    this.allowed = facts.teams;
    this.draw();
  }

  hide() {
    this.ids = [];
    this.best = [];
    this.allowed = null;
    this.choosing = this.following = false;
    this.root.hidden = !this.pinned;
    if (this.pinned) this.draw();
  }

  close() {
    this.pinned = false;
    const before = this.ids && this.ids[0];
    this.hide();
    if (before) this.board.leave(before);
  }

  draw() {
    if (!this.board.names || !this.list || this.root.hidden) return;
    const { words } = this.board;
    put(this.title, this.choosing ? fill(words.giveTo, { n: this.ids.length }) : words.people);
    const rows = [...this.people(), ...this.teams()];
    const why = this.ids && this.mixed() ? [el("p", "muted", words.bestOfOne)] : [];
    this.list.replaceChildren(...why, ...(rows.length ? rows : [el("p", "muted", words.nobody)]));
  }

  people() {
    const { names, duty } = this.board;
    const busy = this.openJobs();
    const best = new Map(this.best.map((one, at) => [String(one.id), at]));
    // First the suggested, then who has least to do; who would have to be phoned at home comes last.
    const home = (id) => (duty && duty.people[id] && !duty.people[id].standby ? 0 : 1);
    const rank = ([id]) => (best.has(id) ? best.get(id) : 10 + 100 * home(id) + (busy.get(Number(id)) || NONE).now);
    const compare = (a, b) => rank(a) - rank(b) || Number(a[0]) - Number(b[0]);
    return Object.entries(names.people).filter((one) => this.fits(one, best)).sort(compare).map((one) => this.person(one, busy, best));
  }

  fits([id, one], best) {
    if (!one.active || (this.allowed && !this.allowed.includes(one.team))) return false;
    if (this.team.value && String(one.team) !== this.team.value) return false;
    const typed = this.find.value.trim().toLowerCase().replace(/\s+/g, "");
    const team = this.board.names.teams[one.team];
    if (typed) return `${one.find} ${team ? team.find : ""}`.replace(/\s+/g, "").includes(typed);
    return best.has(id) || this.off.checked || this.onDuty(id, one);
  }

  // Without any roster a team counts as on duty whole.
  onDuty(id, one) {
    const { duty } = this.board;
    return !duty || id in duty.people || duty.whole.includes(one.team);
  }

  // What everybody has to do now, as in the reasons of the suggestions; what is held waits for something else.
  openJobs() {
    const busy = new Map();
    for (const card of this.board.cards.values()) {
      if (!card.assignee || column(card) === "done") continue;
      const jobs = busy.get(card.assignee) || { ...NONE };
      jobs[card.status === "on_hold" ? "held" : "now"] += 1;
      busy.set(card.assignee, jobs);
    }
    return busy;
  }

  person([id, one], busy, best) {
    const { names, words } = this.board;
    const row = button("", "person", () => this.chosen({ person: Number(id) }, one.name));
    row.dataset.person = id;
    row.dataset.name = one.name;
    const line = el("div", "line");
    line.append(el("strong", "", one.name));
    if (best.has(id)) line.append(el("b", "flag best", fill(words.best, { n: best.get(id) + 1 })));
    const team = names.teams[one.team];
    const { now, held } = busy.get(Number(id)) || NONE;
    const load = [now ? fill(words.openJobs, { n: now }) : words.noJob, held && fill(words.heldToo, { n: held })];
    const plain = [team && team.name, ...load, this.until(id, one)].filter(Boolean);
    // The reasons are about one place: for several jobs only what holds for all of them is said.
    const about = best.has(id) && this.ids.length === 1 ? this.best[best.get(id)].reasons : plain;
    row.append(line, el("span", "", about.join(" · ")));
    return row;
  }

  until(id, one) {
    const { duty, words, feed, zone } = this.board;
    if (!duty) return "";
    const post = duty.people[id];
    if (!post) return duty.whole.includes(one.team) ? words.noRoster : words.offDuty;
    const soon = post.until - feed.now() < 12 * 3600;
    const time = soon ? clockTime(post.until, post.until, zone) : clockTime(post.until, feed.now(), zone);
    return fill(post.standby ? words.standbyUntil : words.dutyUntil, { time });
  }

  // A whole team, whose leader passes it on or whose people take it.
  teams() {
    const { names, words } = this.board;
    const typed = this.find.value.trim().toLowerCase().replace(/\s+/g, "");
    return Object.entries(names.teams)
      .filter(([id, one]) => one.active && (!this.allowed || this.allowed.includes(Number(id))))
      .filter(([id, one]) => (this.team.value ? id === this.team.value : typed && one.find.replace(/\s+/g, "").includes(typed)))
      .map(([id, one]) => {
        const row = button("", "person", () => this.chosen({ team: Number(id) }, one.name));
        row.dataset.team = id;
        row.dataset.name = one.name;
        row.append(el("strong", "", one.name), el("span", "", words.wholeTeam));
        return row;
      });
  }

  // What a row stands for, for whoever drops something on it.
  static goal(row) {
    const { person, team, name } = row.dataset;
    return { whom: person ? { person: Number(person) } : { team: Number(team) }, name };
  }

  chosen(whom, name) {
    if (!this.choosing || !this.ids.length) return this.board.said(this.board.words.dropHere);
    const { ids, seen } = this;
    const next = this.board.after(ids);
    this.hide();
    this.board.moves.give(ids, whom, name, seen);
    this.board.leave(ids[0], next);
  }

  keys(event) {
    const rows = [...this.list.querySelectorAll(".person")];
    const at = rows.indexOf(this.board.focused());
    if (event.key === "Escape") return event.stopPropagation(), this.close();
    if (event.key === "Enter" && this.board.focused() === this.find && rows.length) return event.preventDefault(), rows[0].click();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = rows[at + step];
    if (next) next.focus();
    else if (step < 0) this.find.focus();
  }
}
