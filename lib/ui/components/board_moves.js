// What it means to let cards go over a person or a column, and the orders that come of it.
const GIVING = ["assign", "reassign"];

class Moves {
  // `board` gives words, names, cards, orders, selection, rail.
  constructor(board) {
    this.board = board;
  }

  // An order for a card as it is now or, where `seen` holds it, as it was when it was taken into the hand.
  order(id, action, more, wanted, done, seen) {
    const card = this.card(id, seen);
    return { id, version: card.version, number: card.number, action, more, wanted, done };
  }

  card(id, seen) {
    return (seen && seen.get(id)) || this.board.cards.get(id);
  }

  give(ids, whom, name, seen) {
    const { board } = this;
    const person = whom.person && board.names.people[whom.person];
    const wanted = { status: "assigned", assignee: whom.person, team: person ? person.team : whom.team };
    const orders = ids.filter((id) => this.card(id, seen)).map((id) => {
      const { number, status } = this.card(id, seen);
      const action = status === "new" ? "assign" : "reassign";
      return { ...this.order(id, action, { whom }, wanted, fill(board.words.givenTo, { number, name }), seen), to: name };
    });
    board.selection.clear();
    return board.orders.carryOut(orders);
  }

  movable(id) {
    const { cards, names, orders } = this.board;
    const card = cards.get(id);
    return Boolean(card && names && Object.keys(names.moves[card.status] || {}).length && !orders.pending.has(id));
  }

  action(card, to) {
    return (this.board.names.moves[card.status] || {})[to];
  }

  // What letting go of this card over that column means: {can, text}.
  meaning(card, to) {
    const { words, names } = this.board;
    if (column(card) === to) return { can: false, text: words.stays };
    const action = this.action(card, to);
    if (!action) return { can: false, text: words[`why_${to}`] };
    if (GIVING.includes(action)) return { can: true, text: words.dropToChoose };
    if (!card.assignee) return { can: false, text: words.why_nobody };
    const person = names.people[card.assignee];
    return { can: true, text: fill(words[`drop_${action}`], { name: person ? person.name : "" }) };
  }

  // Dropped on a column: the people list opens, or the technician's word is written down for them; else why not.
  move(ids, to, seen) {
    const { board } = this;
    const cards = ids.map((id) => this.card(id, seen)).filter((card) => card && column(card) !== to);
    const able = cards.filter((card) => this.meaning(card, to).can);
    const barred = cards.filter((card) => !able.includes(card));
    if (barred.length) board.orders.refuse(barred.map((card) => ({ ...card, refusal: this.meaning(card, to).text })));
    const giving = able.filter((card) => GIVING.includes(this.action(card, to)));
    if (giving.length) board.rail.show(giving.map((card) => card.id), true, seen);
    const spoken = able.filter((card) => !giving.includes(card));
    if (!spoken.length) return null;
    const said = (card) => fill(board.words[`${this.action(card, to)}_done`], { number: card.number });
    return board.orders.carryOut(spoken.map((card) => this.order(card.id, this.action(card, to), {}, { status: to }, said(card), seen)));
  }
}
