// Orders on their way: shown at once as being sent, put back when they are refused, and what came of them in words.
const AT_ONCE = 3;

class Orders {
  // `board` gives words, names, cards, and takes redraw(ids), take(cards, gone), said(text), open(id).
  constructor(board) {
    this.board = board;
    this.pending = new Map();
    this.root = el("aside", "outcome");
    this.root.setAttribute("role", "alert");
    this.root.hidden = true;
  }

  // The card as it is shown: as the order on its way would make it.
  shown(card) {
    const wanted = this.pending.get(card.id);
    return wanted ? { ...card, ...wanted, sending: true } : card;
  }

  // Each order is {id, version, number, action, more, wanted, done}: `more` what is sent with it, `wanted` what of the
  // card is shown meanwhile, `done` what is said when it was carried out, `to` the name of whom it gave the job to. One request each, so that one that is refused
  // holds up no other.
  async carryOut(orders) {
    const waiting = orders.filter((one) => !this.pending.has(one.id));
    this.wait(waiting.map((one) => [one.id, one.wanted]));
    const results = [];
    const next = async () => {
      for (let one = waiting.shift(); one; one = waiting.shift()) results.push(await this.carried(one));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, next));
    this.tell(results);
    return results;
  }

  // From now on these cards are shown as being sent.
  wait(wanted) {
    for (const [id, as] of wanted) this.pending.set(id, as);
    this.board.redraw(wanted.map(([id]) => id));
  }

  // Results that came all at once.
  settle(results) {
    for (const one of results) this.pending.delete(one.id);
    const cards = results.map((one) => one.card).filter(Boolean);
    this.board.take(cards, results.filter((one) => one.ok && !one.card).map((one) => one.id));
    this.board.redraw(results.map((one) => one.id));
    this.tell(results);
  }

  async carried(one) {
    const { board } = this;
    const answer = await order(one.action, { ticket: one.id, version: one.version, ...one.more }, board.language);
    this.pending.delete(one.id);
    if ("card" in answer) board.take(answer.card ? [answer.card] : [], answer.card || !answer.ok ? [] : [one.id]);
    board.redraw([one.id]);
    if (answer.ok) return { ...one, ok: true };
    const refusal = answer.refusal || (answer.ended ? board.words.ended : board.words.unsure);
    return { ...one, ok: false, refusal, overridable: answer.overridable };
  }

  tell(results) {
    const { words } = this.board;
    const done = results.filter((one) => one.ok);
    const refused = results.filter((one) => !one.ok);
    const names = new Set(done.map((one) => one.to));
    const whole = names.has(undefined) ? "" : names.size > 1 ? words.ordersGivenMany : words.ordersGiven;
    const facts = { n: done.length, name: [...names][0] };
    const given = whole && names.size === 1 ? done.map((one) => one.id) : [];
    if (done.length) this.board.said(done.length === 1 ? done[0].done : fill(whole || words.ordersDone, facts), given);
    if (refused.length) this.refuse(refused);
  }

  // Stays until it was read: which tickets were refused, and why; the others are done.
  refuse(refused) {
    const { words } = this.board;
    const close = button("✕", "plain", () => this.close());
    close.setAttribute("aria-label", words.close);
    const head = el("header", "head");
    head.append(el("h3", "", fill(words.ordersRefused, { n: refused.length })), close);
    const list = el("ul");
    for (const one of refused) list.append(this.line(one));
    this.root.replaceChildren(head, list);
    this.root.hidden = false;
  }

  line(one) {
    const { board } = this;
    const item = el("li");
    const number = button(one.number, "plain number", () => this.look(one));
    item.append(number, el("span", "", one.refusal));
    if (one.overridable) item.append(button(board.words.overrideAsk, "", () => this.look(one)));
    return item;
  }

  // The card refused, opened; where an exception is allowed, with the question for its reason.
  async look(one) {
    const { board } = this;
    if (!board.cards.has(one.id)) return board.openTicket(one.number);
    this.close();
    await board.open(one.id);
    if (one.overridable) board.drawer.exception(one.action, one.more, one.done, one.refusal);
  }

  close() {
    this.root.hidden = true;
  }
}
