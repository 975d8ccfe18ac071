// Several tickets about one fault: which of them carries on, and the others end in it.
class Merge {
  constructor(board) {
    this.board = board;
    this.root = el("dialog", "help");
    this.root.setAttribute("aria-label", board.words.merge);
  }

  ask(ids) {
    const { words, cards, names } = this.board;
    this.ids = ids.slice().sort((a, b) => a - b);
    const list = el("fieldset");
    list.append(el("legend", "", words.mergeInto));
    this.ids.forEach((id, at) => {
      const card = cards.get(id);
      const one = el("label");
      const pick = el("input");
      Object.assign(pick, { type: "radio", name: "into", value: id, checked: !at });
      one.append(pick, el("span", "", `${card.number} ${card.place || ""} · ${serviceOf(card, names, words)} ${card.words || ""}`));
      list.append(one);
    });
    this.note = el("input", "note");
    this.note.placeholder = words.mergeNote;
    const row = el("div", "row");
    row.append(button(words.merge, "primary", () => this.carryOut()), button(words.close, "", () => this.root.close()));
    this.root.replaceChildren(el("h2", "", words.mergeTitle), list, this.note, row);
    this.root.showModal();
  }

  async carryOut() {
    const { board } = this;
    const into = Number(this.root.querySelector("input:checked").value);
    const onto = board.cards.get(into).number;
    this.root.close();
    const others = this.ids.filter((id) => id !== into && board.cards.has(id));
    const said = (id) => fill(board.words.mergedInto, { number: board.cards.get(id).number, into: onto });
    board.selection.clear();
    await board.orders.carryOut(others.map((id) => board.moves.order(id, "merge", { into, words: this.note.value }, {}, said(id))));
  }
}
