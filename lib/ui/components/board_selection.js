// Several cards at once: which are chosen, and the bar that says what can be done with them.
class Selection {
  // `board` gives words, names, cards, views, lanes, orders, rail, plan, merging, moves.
  constructor(board) {
    this.board = board;
    this.ids = new Set();
    this.marked = new Set();
    this.anchor = null;
    this.root = el("div", "selection");
    this.root.setAttribute("role", "toolbar");
    this.root.hidden = true;
    this.told = el("b");
    this.told.setAttribute("role", "status");
    const { words } = board;
    this.merging = button(words.merge, "", () => board.merging.ask(this.all()));
    this.root.append(
      this.told,
      button(words.assignTo, "primary", () => board.rail.show(this.all(), true, null, true)),
      button(words.urge, "", () => this.urge()),
      button(words.planThese, "", () => board.plan.open(this.all().filter((id) => board.cards.get(id).status === "new"))),
      this.merging,
      button(words.clearSelection, "plain", () => this.clear()),
    );
  }

  all() {
    return [...this.ids];
  }

  has(id) {
    return this.ids.has(id);
  }

  toggle(root) {
    const id = Number(root.dataset.id);
    if (this.ids.has(id)) this.ids.delete(id);
    else this.ids.add(id);
    this.anchor = root;
    this.draw();
  }

  // From the card chosen last to this one.
  reach(root) {
    const from = this.anchor && this.anchor.isConnected ? this.anchor : root;
    for (const one of this.board.lanes.between(from, root)) this.ids.add(Number(one.dataset.id));
    if (!this.anchor || !this.anchor.isConnected) this.anchor = root;
    this.draw();
  }

  // Nothing is chosen any more, and no list of people stays open that would give it away.
  clear() {
    this.ids.clear();
    this.anchor = null;
    this.board.rail.disarm();
    this.draw();
  }

  // Cards that left the board are chosen no longer.
  draw() {
    const { board } = this;
    for (const id of this.ids) if (!board.cards.has(id)) this.ids.delete(id);
    for (const id of new Set([...this.ids, ...this.marked])) if (board.views.has(id)) board.views.get(id).choose(this.ids.has(id), board.words);
    this.marked = new Set(this.ids);
    this.root.hidden = !this.ids.size;
    this.merging.hidden = this.ids.size < 2 || !board.names || !board.names.offered.includes("merge");
    put(this.told, fill(board.words.chosen, { n: this.ids.size }));
    board.rail.follow(this.all());
  }

  async urge() {
    const { board } = this;
    const orders = this.all().map((id) => board.moves.order(id, "urge", {}, {}, fill(board.words.urge_done, { number: board.cards.get(id).number })));
    this.clear();
    await board.orders.carryOut(orders);
  }
}
