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
  show(ids, choosing = false, seen = null) {
    Object.assign(this, { ids, seen });
    this.choosing = choosing;
    this.best = [];
    this.allowed = null;
    this.root.hidden = false;
    this.draw();
    if (ids.length) this.suggest(ids[0]);
    if (choosing) this.find.focus();
  }

  // The three best for the card stand first; who may pass jobs on inside some teams only sees these.
  async suggest(id) {
    const answer = await fetch(`/board/tickets/${id}?lang=${this.board.language}`, { cache: "no-store" }).catch(() => null);
    if (!answer || !answer.ok || answer.redirected || this.root.hidden || this.ids[0] !== id) return;
    const facts = await answer.json();
    this.best = facts.suggestions.slice(0, 3);
    this.allowed = facts.teams;
    this.draw();
  }

  hide() {
    this.ids = [];
    this.best = [];
    this.allowed = null;
    this.choosing = false;
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
    this.list.replaceChildren(...(rows.length ? rows : [el("p", "muted", words.nobody)]));
  }

  people() {
    const { names, duty } = this.board;
    const busy = this.openJobs();
    const best = new Map(this.best.map((one, at) => [String(one.id), at]));
    // First the suggested, then who has least to do; who would have to be phoned at home comes last.
    const home = (id) => (duty && duty.people[id] && !duty.people[id].standby ? 0 : 1);
    const rank = ([id]) => (best.has(id) ? best.get(id) : 10 + 100 * home(id) + (busy.get(Number(id)) || 0));
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

  openJobs() {
    const busy = new Map();
    for (const card of this.board.cards.values()) {
      if (card.assignee && column(card) !== "done") busy.set(card.assignee, (busy.get(card.assignee) || 0) + 1);
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
    const jobs = busy.get(Number(id)) || 0;
    const plain = [team && team.name, jobs ? fill(words.openJobs, { n: jobs }) : words.noJob, this.until(id, one)].filter(Boolean);
    const about = best.has(id) ? this.best[best.get(id)].reasons : plain;
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
    this.hide();
    this.board.moves.give(ids, whom, name, seen);
    this.board.leave(ids[0]);
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
