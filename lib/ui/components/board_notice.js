// What was just done, in words; where a job was given to somebody, the way to give it to somebody else.
const SAID = 6000;
const RECONSIDERED = 10000;

class Notice {
  // `board` gives words, cards, rail.
  constructor(board) {
    this.board = board;
    this.text = el("p", "notice");
    this.text.setAttribute("role", "status");
    this.again = el("p", "again");
    this.again.append(el("span", "", board.words.noUndo), button(board.words.giveElse, "", () => this.reconsider()));
    this.again.hidden = true;
    this.root = el("div", "notices");
    this.root.append(this.text, this.again);
  }

  // `given`: the tickets just given to one goal; the lifecycle knows no way back, only on to somebody else.
  say(text, given = []) {
    this.given = given.filter((id) => this.board.cards.has(id));
    this.text.textContent = text;
    this.again.hidden = !this.given.length;
    this.root.classList.add("shown");
    clearTimeout(this.saying);
    this.saying = setTimeout(() => this.hide(), given.length ? RECONSIDERED : SAID);
  }

  hide() {
    this.root.classList.remove("shown");
  }

  reconsider() {
    const ids = this.given.filter((id) => this.board.cards.has(id));
    this.hide();
    if (ids.length) this.board.rail.show(ids, true);
  }
}
