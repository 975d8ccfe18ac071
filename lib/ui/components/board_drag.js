// Dragging cards to a person or a column, with the mouse, a pen or a finger: pointer events, so that one way serves all.
const FAR = 6;
const LONG_PRESS = 450;
const EDGE = 48;

class Drag {
  // `board` gives root, words, names, cards, selection, rail, orders, lanes, moves.
  constructor(board) {
    this.board = board;
    this.held = null;
    const { root } = board.lanes;
    root.addEventListener("pointerdown", (event) => this.press(event));
    root.addEventListener("contextmenu", (event) => this.held && this.held.touch && event.preventDefault());
    // A finger that pressed long enough drags; until then it scrolls.
    root.addEventListener("touchmove", (event) => this.held && this.held.armed && event.preventDefault(), { passive: false });
    board.root.addEventListener("pointermove", (event) => this.moved(event));
    board.root.addEventListener("pointerup", (event) => this.released(event));
    board.root.addEventListener("pointercancel", () => this.end());
    // A finger's first hold on the card is lost when the board takes over: that is no end.
    board.root.addEventListener("lostpointercapture", (event) => event.target === board.root && this.end());
    // The click that ends a drag or a long press is none.
    board.root.addEventListener("click", (event) => this.swallow && (event.stopPropagation(), (this.swallow = false)), true);
    this.escape = (event) => event.key === "Escape" && this.dragging && (event.stopPropagation(), this.end());
    document.addEventListener("keydown", this.escape, true);
  }

  get dragging() {
    return Boolean(this.held && this.held.ghost);
  }

  press(event) {
    const root = event.target.closest(".card");
    this.swallow = false;
    if (!root || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const id = Number(root.dataset.id);
    const touch = event.pointerType === "touch";
    this.held = { id, root, touch, armed: !touch, pointer: event.pointerId, x: event.clientX, y: event.clientY };
    // As the cards are now: what changes while they are in the hand is refused by the server, in words.
    const ids = this.board.selection.has(id) ? this.board.selection.all() : [id];
    this.held.seen = new Map(ids.map((one) => [one, this.board.cards.get(one)]));
    if (touch) this.held.timer = setTimeout(() => this.arm(), LONG_PRESS);
  }

  // A long press chooses the card; moved on from there, it is dragged.
  arm() {
    if (!this.held) return;
    this.held.armed = this.swallow = true;
    this.board.selection.toggle(this.held.root);
  }

  moved(event) {
    const { held } = this;
    if (!held || event.pointerId !== held.pointer) return;
    if (event.pointerType === "mouse" && !(event.buttons & 1)) return this.end();
    const far = Math.hypot(event.clientX - held.x, event.clientY - held.y) > FAR;
    if (!held.ghost && far) {
      if (!held.armed) return this.end();
      this.start(event);
    }
    if (held.ghost) this.at(event.clientX, event.clientY);
  }

  start() {
    const { board, held } = this;
    if (![...held.seen.keys()].some((id) => board.moves.movable(id))) return this.end();
    this.swallow = true;
    board.root.setPointerCapture(held.pointer);
    board.root.classList.add("dragging");
    held.ghost = el("div", "ghost");
    held.what = el("strong", "", this.named());
    held.goal = el("span");
    held.ghost.append(held.what, held.goal);
    board.root.append(held.ghost);
    board.rail.show([...held.seen.keys()]);
    held.scrolling = setInterval(() => this.scroll(), 30);
  }

  named() {
    const { board, held } = this;
    const n = held.seen.size;
    const card = board.cards.get(held.id);
    return n > 1 ? fill(board.words.chosen, { n }) : `${card.number} ${card.place || ""}`;
  }

  at(x, y) {
    const { held, board } = this;
    held.to = { x, y };
    held.ghost.style.transform = `translate(${Math.min(x + 14, innerWidth - 270)}px, ${Math.min(y + 10, innerHeight - 70)}px)`;
    const over = this.below(x, y);
    if (over === held.over) return;
    if (held.over) held.over.classList.remove("over", "barred");
    held.over = over;
    const says = over ? this.says(over) : { text: "" };
    put(held.goal, says.text);
    held.ghost.classList.toggle("barred", Boolean(over && !says.can));
    if (over) over.classList.add(says.can ? "over" : "barred");
    board.root.classList.toggle("aimed", Boolean(over && says.can));
  }

  below(x, y) {
    const found = this.board.root.getRootNode().elementFromPoint(x, y);
    return found && (found.closest(".person") || found.closest(".lane"));
  }

  // What letting go here would do, in words.
  says(over) {
    const { board, held } = this;
    if (over.matches(".person")) return { can: true, text: fill(board.words.dropOnPerson, { name: over.dataset.name }) };
    return board.moves.meaning(held.seen.get(held.id), over.dataset.column);
  }

  // Near an edge, what lies beyond it comes nearer.
  scroll() {
    const { held, board } = this;
    if (!held || !held.to) return;
    const { x, y } = held.to;
    const lanes = board.lanes.root.getBoundingClientRect();
    if (x > lanes.right - EDGE && x < lanes.right) board.lanes.root.scrollLeft += 12;
    else if (x < lanes.left + EDGE) board.lanes.root.scrollLeft -= 12;
    const { list, root } = board.rail;
    const rail = root.getBoundingClientRect();
    if (x < rail.left) return;
    const frame = list.getBoundingClientRect();
    if (y > frame.bottom - EDGE) list.scrollTop += 10;
    else if (y < frame.top + EDGE) list.scrollTop -= 10;
  }

  // The card in the hand changed elsewhere: said at once; the drop is still the server's to judge.
  changed(id) {
    const { held, board } = this;
    if (!held || !held.ghost || !held.seen.has(id)) return;
    put(held.what, fill(board.words.changedMeanwhile, { number: held.seen.get(id).number }));
    held.ghost.classList.add("stale");
  }

  released(event) {
    const { held, board } = this;
    if (!held || event.pointerId !== held.pointer) return;
    if (!held.ghost) return this.end();
    const over = this.below(event.clientX, event.clientY);
    const { seen } = held;
    this.end();
    if (!over) return;
    if (over.matches(".person")) {
      const { whom, name } = Rail.goal(over);
      board.moves.give([...seen.keys()], whom, name, seen);
    } else {
      board.moves.move([...seen.keys()], over.dataset.column, seen);
    }
  }

  end() {
    const { held, board } = this;
    if (!held) return;
    this.held = null;
    // No click may follow, as after a drop outside: the next one, by key too, is meant.
    setTimeout(() => (this.swallow = false), 350);
    clearTimeout(held.timer);
    clearInterval(held.scrolling);
    if (!held.ghost) return;
    held.ghost.remove();
    if (held.over) held.over.classList.remove("over", "barred");
    board.root.classList.remove("dragging", "aimed");
    board.rail.hide();
  }

  close() {
    this.end();
    document.removeEventListener("keydown", this.escape, true);
  }
}
