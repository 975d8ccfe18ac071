// The board without a mouse: what each key does, and the overlay that says so.
const HELP = [
  ["↑ ↓ ← → · j k", "keyMove"],
  ["Enter", "keyOpen"],
  ["1 2 3", "keyAssign"],
  ["Space · Ctrl/Shift", "keyChoose"],
  ["Shift+↑ ↓", "keyReach"],
  ["a", "keyGive"],
  ["/", "keyFilter"],
  ["?", "keyHelp"],
  ["Esc", "keyLeave"],
];

class Keys {
  // `board` gives words, root, lanes, selection, filters, drawer, rail, and takes open(id).
  constructor(board) {
    this.board = board;
    this.root = el("dialog", "help");
    this.root.setAttribute("aria-label", board.words.keys);
    this.build();
    // Also while nothing of the board has the focus, as after the page has loaded.
    this.anywhere = (event) => this.shortcuts(event);
    document.addEventListener("keydown", this.anywhere);
  }

  build() {
    const { words } = this.board;
    const list = el("dl");
    for (const [keys, name] of HELP) list.append(el("dt", "", keys), el("dd", "", words[name]));
    this.root.append(el("h2", "", words.keys), list, button(words.close, "", () => this.root.close()));
  }

  help() {
    if (this.root.open) this.root.close();
    else this.root.showModal();
  }

  // On a card.
  card(event) {
    const { board } = this;
    const at = board.focused();
    if (!at || !at.classList.contains("card") || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = {
      Enter: () => board.open(Number(at.dataset.id)),
      " ": () => board.selection.toggle(at),
      a: () => this.give(at),
      Escape: () => board.selection.clear(),
    }[event.key];
    if (act) return event.preventDefault(), event.stopPropagation(), act();
    const next = board.lanes.beside(at, event.key);
    if (!next) return;
    event.preventDefault();
    if (event.shiftKey && event.key.startsWith("Arrow")) {
      if (!board.selection.ids.size) board.selection.toggle(at);
      board.selection.reach(next);
    }
    next.focus();
  }

  // To the chosen cards or, where none is chosen, to the one that has the focus.
  give(at) {
    const { rail, selection } = this.board;
    if (selection.ids.size) rail.show(selection.all(), true, null, true);
    else if (at) rail.show([Number(at.dataset.id)], true);
  }

  shortcuts(event) {
    const { board } = this;
    if (board.screen) return event.key === "Escape" ? board.reduce() : undefined;
    const inside = event.composedPath().includes(board.root);
    const [target] = event.composedPath();
    if (!inside && busy(target)) return;
    if (inside && event.key !== "?" && target instanceof Element && target.closest("dialog")) return;
    if (typing(target) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && board.selection.ids.size) {
      board.selection.clear();
    } else if (event.key === "a" && board.selection.ids.size) {
      event.preventDefault();
      this.give(null);
    } else if (event.key === "/") {
      event.preventDefault();
      board.filters.root.open = true;
      board.filters.choices.q.focus();
    } else if (event.key === "?") {
      event.preventDefault();
      this.help();
    } else if (!inside && (event.key === "ArrowDown" || event.key === "j")) {
      const first = board.lanes.root.querySelector(".card");
      if (first) event.preventDefault(), first.focus();
    }
  }

  close() {
    document.removeEventListener("keydown", this.anywhere);
  }
}

// What has keys of its own outside the board: a dialog, a menu, a list. A link of the menu at the side has none.
function busy(element) {
  const own = ["dialog", "menu", "listbox", "combobox", "slider", "tab", "radio", "grid"].map((role) => `[role="${role}"]`);
  return element instanceof Element && Boolean(element.closest(["dialog", ...own].join(", ")));
}

function typing(element) {
  return element instanceof Element && (element.matches("input, textarea, select") || element.isContentEditable);
}
