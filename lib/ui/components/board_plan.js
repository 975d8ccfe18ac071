// The plan: who should do what of all that waits, looked through, adjusted and then given out at one go.
class Plan {
  // `board` gives words, names, cards, zone, feed, orders, and takes open(id), moves.
  constructor(board) {
    this.board = board;
    this.root = el("aside", "plan");
    this.root.hidden = true;
    this.root.setAttribute("role", "dialog");
    this.root.setAttribute("aria-label", board.words.plan);
    this.root.onkeydown = (event) => event.key === "Escape" && (event.stopPropagation(), this.close());
  }

  // For these tickets; for all that wait when none is named.
  async open(ids = []) {
    const { words, language } = this.board;
    this.board.drawer.close();
    this.root.hidden = false;
    this.root.replaceChildren(this.head(), el("p", "muted", words.loading));
    const answer = await fetch(`/board/plan?lang=${language}`, { cache: "no-store" }).catch(() => null);
    if (this.root.hidden) return;
    if (!answer || answer.redirected) return this.fail(words.lost);
    const told = await answer.json();
    if (!answer.ok) return this.fail(told.refusal || words.lost);
    const asked = (one) => !ids.length || ids.includes(one.ticket);
    this.lines = told.lines.filter(asked).map((line) => ({ ...line, taken: true }));
    this.left = told.left.filter(asked);
    this.draw();
  }

  fail(text) {
    this.root.replaceChildren(this.head(), el("p", "refusal", text));
  }

  head() {
    const { words } = this.board;
    const head = el("header", "head");
    const close = button("✕", "plain", () => this.close());
    close.setAttribute("aria-label", words.close);
    head.append(el("h2", "", words.plan), close);
    return head;
  }

  close() {
    if (this.root.hidden) return;
    this.root.hidden = true;
    const first = this.board.lanes.root.querySelector(".card");
    if (first) first.focus({ preventScroll: true });
  }

  draw() {
    const { words } = this.board;
    const parts = [this.head()];
    if (!this.lines.length) parts.push(el("p", "muted", words.planNothing));
    else parts.push(this.confirming(), this.list());
    if (this.left.length) parts.push(this.leftOut());
    this.root.replaceChildren(...parts);
    if (this.confirm) this.confirm.focus();
    this.root.scrollTop = 0;
  }

  list() {
    const list = el("ol", "plan-lines");
    for (const line of this.lines) list.append(this.line(line));
    return list;
  }

  line(line) {
    const { board } = this;
    const { words, names } = board;
    const card = board.cards.get(line.ticket);
    const item = el("li");
    const take = el("input");
    take.type = "checkbox";
    take.checked = line.taken;
    take.setAttribute("aria-label", fill(words.planTake, { number: line.number }));
    take.onchange = () => ((line.taken = take.checked), this.count());
    const head = el("div", "line");
    head.append(take, button(line.number, "plain number", () => board.open(line.ticket)));
    if (card) head.append(el("strong", "", card.place || words.noPlace));
    item.append(head);
    if (card) item.append(el("p", "", [serviceOf(card, names, words), card.words].filter(Boolean).join(" · ")));
    item.append(this.whom(line), el("p", "muted", line.reasons.join(" · ")));
    return item;
  }

  // Whom the plan names, or somebody else; the choices come when the list is first looked at.
  whom(line) {
    const { words } = this.board;
    const row = el("div", "row");
    const select = el("select");
    select.setAttribute("aria-label", fill(words.planWhom, { number: line.number }));
    const offer = (people) => select.replaceChildren(...people.map((one, at) => new Option([one.name, ...(one.beside || [])].filter(Boolean).join(" · "), at, false, one === line.chosen)));
    line.chosen = line.chosen || { whom: line.whom, name: line.name, reasons: line.reasons };
    offer(line.others || [line.chosen]);
    const look = async () => {
      if (line.others) return;
      line.others = [line.chosen];
      line.others = await this.others(line);
      offer(line.others);
    };
    select.onfocus = select.onpointerdown = look;
    select.onchange = () => this.change(line, line.others[select.value]);
    row.append(select);
    if (line.second_name) row.append(el("span", "", fill(words.planSecond, { name: line.second_name })));
    if (line.arrives) row.append(el("span", "muted", fill(words.planArrives, { time: line.arrives })));
    if (line.kept === false) row.append(el("b", "flag urged", words.planLate));
    return row;
  }

  // What was expected of the first person says nothing about another.
  change(line, chosen) {
    Object.assign(line, { chosen, whom: chosen.whom, name: chosen.name, reasons: chosen.reasons, arrives: "", kept: null, second: null, second_name: "", taken: true });
    const at = this.root.scrollTop;
    this.draw();
    this.root.scrollTop = at;
  }

  // Who is in the plan, the best for that ticket, then everybody else by name.
  async others(line) {
    const { names, language } = this.board;
    const answer = await fetch(`/board/tickets/${line.ticket}?lang=${language}`, { cache: "no-store" }).catch(() => null);
    const { suggestions: best, lacking } = answer && answer.ok && !answer.redirected ? await answer.json() : { suggestions: [] };
    const known = new Set([line.whom.person, ...best.map((one) => one.id)]);
    const rest = Object.entries(names.people)
      .filter(([id, one]) => one.active && !known.has(Number(id)))
      .map(([id, one]) => ({ whom: { person: Number(id) }, name: one.name, beside: [(names.teams[one.team] || {}).name, ...doubtsAbout(this.board, id, lacking)], reasons: doubtsAbout(this.board, id, lacking) }));
    const suggested = best.filter((one) => one.id !== line.whom.person).map((one) => ({ whom: { person: one.id }, name: one.name, reasons: one.reasons }));
    return [line.chosen, ...suggested, ...rest];
  }

  confirming() {
    const row = el("div", "row confirm");
    this.confirm = button("", "primary", () => this.carryOut());
    row.append(this.confirm);
    this.count();
    return row;
  }

  count() {
    const n = this.lines.filter((line) => line.taken).length;
    this.confirm.disabled = !n;
    put(this.confirm, fill(this.board.words.planConfirm, { n }));
  }

  leftOut() {
    const { words } = this.board;
    const box = el("section");
    const list = el("ul");
    for (const one of this.left) {
      const item = el("li");
      item.append(button(one.number, "plain number", () => this.board.open(one.ticket)), el("span", "", one.why));
      list.append(item);
    }
    box.append(el("h3", "", fill(words.planLeft, { n: this.left.length })), list);
    return box;
  }

  // What is refused says why, ticket by ticket; the others are done.
  async carryOut() {
    const { board } = this;
    const lines = this.lines.filter((line) => line.taken);
    this.close();
    board.selection.clear();
    board.orders.wait(lines.map((line) => [line.ticket, { status: "assigned", assignee: line.whom.person, team: line.whom.team }]));
    const sent = lines.map(({ ticket, version, whom, second }) => ({ ticket, version, whom, second }));
    const answer = await posted(`/board/plan?lang=${board.language}`, { key: freshKey(), lines: sent });
    const found = new Map((answer.results || []).map((one) => [one.ticket, one]));
    const whole = answer.refusal || (answer.ended ? board.words.ended : board.words.unsure);
    const results = lines.map((line) => {
      const one = found.get(line.ticket) || { done: false, refusal: whole };
      const said = fill(board.words.givenTo, line);
      return { id: line.ticket, number: line.number, action: "assign", more: { whom: line.whom }, ...one, ok: one.done, done: said, to: line.name };
    });
    board.orders.settle(results);
  }
}
