// One card opened: its story, and to whom it may go.
class Drawer {
  // `board` gives words, names, now() and zone, and takes done(card), refused(text), leave().
  constructor(board) {
    this.board = board;
    this.root = el("aside", "drawer");
    this.root.hidden = true;
    this.root.setAttribute("role", "dialog");
    this.root.onkeydown = (event) => this.key(event);
  }

  get shown() {
    return this.root.hidden ? null : this.id;
  }

  async open(card) {
    const { words, language } = this.board;
    this.id = card.id;
    this.card = card;
    this.root.hidden = false;
    this.root.replaceChildren(this.head(card), el("p", "muted", words.loading));
    const answer = await fetch(`/board/tickets/${card.id}?lang=${language}`, { cache: "no-store" }).catch(() => null);
    if (this.id !== card.id || this.root.hidden) return;
    if (!answer || answer.redirected) return this.root.lastChild.replaceWith(el("p", "refusal", words.lost));
    const facts = await answer.json();
    if (!answer.ok) return this.root.lastChild.replaceWith(el("p", "refusal", facts.refusal));
    this.draw(facts);
  }

  // The card changed under the open drawer: the facts are fetched anew, what was typed stays.
  async changed(card) {
    const typed = this.note ? this.note.value : "";
    const inside = this.root.contains(this.root.getRootNode().activeElement);
    await this.open(card);
    if (this.note) this.note.value = typed;
    if (inside) this.focusFirst();
  }

  close() {
    if (this.root.hidden) return;
    this.root.hidden = true;
    this.board.leave(this.id);
  }

  // Escape leaves; 1, 2 and 3 give the job to the first, second or third suggestion.
  key(event) {
    if (event.key === "Escape") {
      event.stopPropagation();
      return this.close();
    }
    const best = /^[123]$/.test(event.key) && !typing(event.target) && this.root.querySelectorAll(".suggestion")[event.key - 1];
    if (best && !event.ctrlKey && !event.altKey && !event.metaKey) event.preventDefault(), best.click();
  }

  focusFirst() {
    const first = [".suggestion", ".find", ".note", ".ticket-link"].map((name) => this.root.querySelector(name)).find(Boolean);
    if (first) first.focus();
  }

  head(card) {
    const { words, names } = this.board;
    const head = el("header", "head");
    const title = el("h2", "", card.number);
    const close = el("button", "plain", "✕");
    close.setAttribute("aria-label", words.close);
    close.onclick = () => this.close();
    const link = this.ticket(card.number, words.openTicket);
    link.className = "ticket-link";
    head.append(title, el("span", `status ${card.status}`, names.words.status[card.status]), link, close);
    return head;
  }

  ticket(number, text) {
    const link = el("a", "", text);
    link.href = `${this.board.ticketPage}?number=${encodeURIComponent(number)}`;
    link.onclick = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.board.openTicket(number);
    };
    return link;
  }

  // Other open tickets for the same thing, to look at before somebody is sent twice.
  twins() {
    const others = this.board.twins.get(this.card.id) || [];
    if (!others.length) return [];
    const box = el("p", "twin-list", fill(this.board.words.twinsHere, { n: others.length }));
    box.append(...others.flatMap((other) => [" ", this.ticket(other.number, other.number)]));
    return [box];
  }

  // What the words seem to say, one tap to make it so.
  guess() {
    const { words, names } = this.board;
    const button = el("button", "guess", fill(words.makeIt, { service: names.services[this.card.guess] }));
    button.onclick = () => this.correct();
    return button;
  }

  // The drawer stays: the corrected card is given to somebody next.
  async correct() {
    const { board, card } = this;
    if (this.sending) return;
    this.sending = true;
    const sent = { ticket: card.id, version: card.version, service: card.guess };
    const answer = await order("edit", sent, board.language).catch(() => null);
    this.sending = false;
    if (!answer || answer.ended || answer.lost) return this.refuse(answer && answer.ended ? board.words.ended : board.words.lost);
    if (answer.card) board.take([answer.card], []);
    if (!answer.ok) this.refuse(answer.refusal);
  }

  draw(facts) {
    const warnings = (facts.warnings || []).map((text) => el("p", "warning", text));
    const parts = [this.head(this.card), ...warnings, ...this.twins(), this.story(facts)];
    if (this.card.guess && facts.possible.includes("edit")) parts.push(this.guess());
    if (facts.suggestions.length) parts.push(this.suggestions(facts));
    if (facts.possible.some((action) => action === "assign" || action === "reassign")) parts.push(this.everybody(facts));
    if (facts.possible.length) parts.push(this.talk(facts));
    parts.push(this.events(facts));
    this.root.replaceChildren(...parts);
    this.focusFirst();
  }

  story(facts) {
    const { words, names } = this.board;
    const card = this.card;
    const list = el("dl", "facts");
    const say = (name, value) => value && list.append(el("dt", "", name), el("dd", "", value));
    say(words.place, [card.place, facts.number_on_the_door].filter(Boolean).join(" · "));
    say(words.department, names.departments[card.department]);
    say(words.service, serviceOf(card, names, words));
    say(words.kind, [names.words.kind[card.kind], names.words.severity[card.severity], facts.channel].join(" · "));
    say(words.words, facts.words);
    for (const who of facts.reporters) {
      if (!who.name && !who.phone) continue;
      const one = el("dd", "", `${who.name} `);
      const phone = el("a", "", who.phone);
      phone.href = `tel:${who.phone}`;
      one.append(phone);
      list.append(el("dt", "", words.reporter), one);
    }
    say(words.entryNotes, facts.notes);
    say(words.given, whose(card, names));
    return list;
  }

  suggestions(facts) {
    const { words } = this.board;
    const box = el("section");
    box.append(el("h3", "", words.suggested));
    facts.suggestions.forEach((one, at) => {
      const give = button("", "suggestion", () => this.give({ person: one.id }, one.name));
      const name = el("strong", "", one.name);
      if (at < 3) give.append(el("kbd", "", at + 1)), give.setAttribute("aria-keyshortcuts", at + 1);
      give.append(name, el("span", "", one.reasons.join(" · ")));
      box.append(give);
    });
    box.onkeydown = (event) => this.arrows(event, box.querySelectorAll(".suggestion"));
    return box;
  }

  // People, teams and vendors by a few letters of the name or its pinyin initials.
  everybody(facts) {
    const { words } = this.board;
    const box = el("section");
    const find = el("input", "find");
    find.placeholder = words.find;
    find.setAttribute("aria-label", words.find);
    const list = el("div", "list");
    const narrow = () => list.replaceChildren(...this.found(find.value, facts.teams));
    find.oninput = narrow;
    find.onkeydown = (event) => {
      const first = list.querySelector("button");
      if (event.key === "Enter" && first && find.value) first.click();
      if (event.key === "ArrowDown" && first) first.focus(), event.preventDefault();
    };
    list.onkeydown = (event) => this.arrows(event, list.querySelectorAll("button"));
    narrow();
    box.append(el("h3", "", words.anybody), find, list);
    return box;
  }

  found(typed, allowed) {
    const { names, words } = this.board;
    const said = typed.trim().toLowerCase().replace(/\s+/g, "");
    const fitting = (one) => one.active && (!said || one.find.replace(/\s+/g, "").includes(said));
    const mine = (team) => !allowed || allowed.includes(Number(team));
    const rows = [];
    const add = (kind, id, name, beside) => {
      const button = el("button", "choice");
      button.append(el("strong", "", name), el("span", "", beside));
      button.onclick = () => this.give({ [kind]: Number(id) }, name);
      rows.push(button);
    };
    for (const [id, one] of Object.entries(names.people)) {
      const team = names.teams[one.team];
      const byTeam = said && team && team.find.replace(/\s+/g, "").includes(said);
      if (mine(one.team) && (fitting(one) || (byTeam && one.active))) add("person", id, one.name, team ? team.name : "");
    }
    for (const [id, one] of Object.entries(names.teams)) if (mine(id) && fitting(one)) add("team", id, one.name, words.wholeTeam);
    if (!allowed) for (const [id, one] of Object.entries(names.vendors)) if (fitting(one)) add("vendor", id, one.name, words.wholeVendor);
    return rows.length ? rows : [el("p", "muted", words.nobody)];
  }

  talk(facts) {
    const { words } = this.board;
    const box = el("section");
    this.note = el("textarea", "note");
    this.note.placeholder = words.note;
    this.note.setAttribute("aria-label", words.note);
    this.note.rows = 2;
    const row = el("div", "row");
    for (const action of ["urge", "comment", "cancel"].filter((each) => facts.possible.includes(each))) {
      const button = el("button", action === "cancel" ? "danger" : "", words[action]);
      button.onclick = () => this.send(action, {}, fill(words[`${action}_done`], { number: this.card.number }));
      row.append(button);
    }
    box.append(this.note, row);
    return box;
  }

  events(facts) {
    const { words } = this.board;
    const box = el("section");
    const list = el("ol", "events");
    for (const event of facts.events.slice().reverse()) {
      const item = el("li");
      item.append(el("time", "", event.time), el("span", "", [event.who, event.what].filter(Boolean).join(" ")));
      if (event.words) item.append(el("q", "", event.words));
      list.append(item);
    }
    box.append(el("h3", "", words.story), list);
    return box;
  }

  arrows(event, choices) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const at = [...choices].indexOf(this.root.getRootNode().activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    const next = choices[at + step];
    if (next) next.focus();
  }

  give(whom, name) {
    const action = this.card.status === "new" ? "assign" : "reassign";
    return this.send(action, { whom }, fill(this.board.words.givenTo, { number: this.card.number, name }));
  }

  async send(action, more, said) {
    const { board, card } = this;
    if (this.sending) return;
    this.sending = true;
    this.root.classList.add("sending");
    const note = this.note ? this.note.value : "";
    const sent = { ticket: card.id, version: card.version, words: note, ...more };
    const answer = await order(action, sent, board.language).catch(() => null);
    this.sending = false;
    this.root.classList.remove("sending");
    if (!answer || answer.ended || answer.lost) return this.refuse(answer && answer.ended ? board.words.ended : board.words.lost);
    if ("card" in answer) board.take(answer.card ? [answer.card] : [], answer.card ? [] : answer.ok ? [card.id] : []);
    if (answer.overridable) return this.exception(action, more, said, answer.refusal);
    if (!answer.ok) return this.refuse(answer.refusal);
    if (this.note) this.note.value = "";
    board.said(said);
    this.close();
  }

  // Somebody lacks a paper, and a dispatcher may decide otherwise: with a reason, which stands in the history.
  exception(action, more, said, refusal) {
    const { words } = this.board;
    this.refuse(refusal);
    const box = this.root.querySelector(".refusal");
    const why = el("textarea", "note");
    why.rows = 2;
    why.placeholder = words.overrideWhy;
    why.setAttribute("aria-label", words.overrideWhy);
    why.value = (more.override || "");
    const give = button(words.overrideGive, "", () => why.value.trim() && this.send(action, { ...more, override: why.value }, said));
    box.append(why, give);
    why.focus();
  }

  refuse(text) {
    const old = this.root.querySelector(".refusal");
    if (old) old.remove();
    const box = el("p", "refusal", text);
    box.setAttribute("role", "alert");
    this.root.querySelector(".head").after(box);
    box.scrollIntoView({ block: "nearest" });
  }
}
