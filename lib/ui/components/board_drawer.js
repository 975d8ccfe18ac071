// One card opened: its story, and to whom it may go.
class Drawer {
  // `board` gives words, names, now() and zone, and takes done(card), refused(text), leave().
  constructor(board) {
    this.board = board;
    this.root = el("aside", "drawer");
    this.root.hidden = true;
    this.root.setAttribute("role", "dialog");
    this.root.onkeydown = (event) => this.key(event);
    this.anybody = new Anybody(board, (whom, name) => this.give(whom, name));
    this.root.addEventListener("compositionstart", () => (this.composing = true));
    this.root.addEventListener("compositionend", () => this.composed());
  }

  composed() {
    const { later } = this;
    this.composing = false;
    this.later = null;
    if (later && this.shown === later.id) this.changed(later);
  }

  get shown() {
    return this.root.hidden ? null : this.id;
  }

  async open(card) {
    const { words } = this.board;
    this.id = card.id;
    this.card = card;
    this.composing = false;
    this.later = null;
    this.root.hidden = false;
    const loading = el("p", "muted", words.loading);
    this.root.replaceChildren(this.head(card), loading);
    const facts = await this.facts(card);
    loading.remove();
    if (!facts) return;
    this.draw(facts);
    this.focusFirst();
  }

  // The facts of this card; null where there are none, which is said unless something drawn already stands here.
  async facts(card, drawn = false) {
    const { words, language } = this.board;
    const answer = await fetch(`/board/tickets/${card.id}?lang=${language}`, { cache: "no-store" }).catch(() => null);
    if (this.id !== card.id || this.root.hidden) return null;
    const facts = answer && !answer.redirected ? await answer.json() : { refusal: words.lost };
    if (answer && answer.ok && !answer.redirected) return facts;
    if (!drawn) this.refuse(facts.refusal);
    return null;
  }

  // The card changed under the open drawer: it is drawn anew, and what was being typed stays, with the cursor.
  async changed(card) {
    // A character half put together from pinyin would be lost.
    const later = () => this.composing && (this.later = card);
    if (later()) return;
    const facts = await this.facts(card, true);
    if (!facts || card.version < this.card.version || later()) return;
    this.card = card;
    const typed = typedIn(this.root);
    this.draw(facts);
    if (!restored(this.root, typed)) this.focusFirst();
  }

  // `next`: where the focus goes instead of back to the card.
  close(next = null) {
    if (this.root.hidden) return;
    this.root.hidden = true;
    this.board.leave(this.id, next);
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
    this.unrefuse();
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
    if (facts.possible.some((action) => action === "assign" || action === "reassign")) parts.push(this.anybody.box(facts));
    if (facts.possible.length) parts.push(this.talk(facts));
    parts.push(this.events(facts));
    this.root.replaceChildren(...parts);
  }

  story(facts) {
    const { words, names } = this.board;
    const card = this.card;
    const list = el("dl", "facts");
    const say = (name, value) => value && list.append(el("dt", "", name), el("dd", "", value));
    say(words.place, [card.place, facts.number_on_the_door].filter(Boolean).join(" · "));
    say(words.asset, facts.asset);
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
    box.onkeydown = (event) => amongArrows(event, box.querySelectorAll(".suggestion"));
    return box;
  }

  talk(facts) {
    const { words } = this.board;
    const box = el("section", "talk");
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

  give(whom, name) {
    return this.send("assign", { whom }, fill(this.board.words.givenTo, { number: this.card.number, name }));
  }

  async send(action, more, said) {
    const { board, card } = this;
    if (this.sending) return;
    this.sending = true;
    this.root.classList.add("sending");
    if (more.whom) action = card.status === "new" ? "assign" : "reassign";
    const next = more.whom && board.after([card.id]);
    const note = this.note ? this.note.value : "";
    const sent = { ticket: card.id, version: card.version, words: note, ...more };
    const answer = await order(action, sent, board.language).catch(() => null);
    this.sending = false;
    this.root.classList.remove("sending");
    const broken = !answer || answer.ended || answer.lost;
    const refusal = broken ? board.words[answer && answer.ended ? "ended" : "lost"] : answer.refusal;
    if (!broken && "card" in answer) board.take(answer.card ? [answer.card] : [], answer.card ? [] : answer.ok ? [card.id] : []);
    if (broken || !answer.ok) return (answer && answer.overridable) || more.override ? this.exception(action, more, said, refusal) : this.refuse(refusal);
    if (this.note) this.note.value = "";
    board.said(said, more.whom ? [card.id] : []);
    this.close(next);
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
    const missing = el("p", "missing", words.overrideMissing);
    missing.hidden = true;
    why.oninput = () => (missing.hidden = true);
    const give = button(words.overrideGive, "", () => {
      missing.hidden = Boolean(why.value.trim());
      if (!missing.hidden) return why.focus();
      this.send(action, { ...more, override: why.value }, said);
    });
    box.append(why, missing, give);
    why.focus();
  }

  refuse(text) {
    this.unrefuse();
    const box = el("div", "refusal", text);
    box.setAttribute("role", "alert");
    this.root.querySelector(".head").after(box);
    box.scrollIntoView({ block: "nearest" });
  }

  unrefuse() {
    const old = this.root.querySelector(".refusal");
    if (old) old.remove();
  }
}
