// Dragging a round to another day with the mouse or a pen; a finger scrolls, and moves rounds from the list of the day.
const FAR = 6;

class Drag {
  // `calendar` gives root, area, words, rounds, movable(round), moving, today().
  constructor(calendar) {
    this.calendar = calendar;
    this.held = null;
    const { area, root } = calendar;
    area.addEventListener("pointerdown", (event) => this.press(event));
    root.addEventListener("pointermove", (event) => this.moved(event));
    root.addEventListener("pointerup", (event) => this.released(event));
    root.addEventListener("pointercancel", () => this.end());
    root.addEventListener("lostpointercapture", (event) => event.target === root && this.end());
    // The click that ends a drag is none; one in a dialog that the drag opened is meant.
    root.addEventListener("click", (event) => this.swallow && !event.target.closest("dialog") && (event.stopPropagation(), (this.swallow = false)), true);
    this.escape = (event) => event.key === "Escape" && this.held && this.held.ghost && (event.stopPropagation(), this.end());
    document.addEventListener("keydown", this.escape, true);
  }

  press(event) {
    this.swallow = false;
    const line = event.target.closest(".one");
    const round = line && this.calendar.rounds.all.get(Number(line.dataset.id));
    if (!round || event.button !== 0 || event.pointerType === "touch" || !this.calendar.movable(round)) return;
    this.held = { round, pointer: event.pointerId, x: event.clientX, y: event.clientY };
  }

  moved(event) {
    const { held } = this;
    if (!held || event.pointerId !== held.pointer) return;
    if (!(event.buttons & 1)) return this.end();
    if (!held.ghost && Math.hypot(event.clientX - held.x, event.clientY - held.y) > FAR) this.start();
    if (held.ghost) this.at(event.clientX, event.clientY);
  }

  start() {
    const { calendar, held } = this;
    this.swallow = true;
    calendar.root.setPointerCapture(held.pointer);
    calendar.root.classList.add("dragging");
    held.ghost = el("div", "ghost");
    held.goal = el("span");
    held.ghost.append(el("strong", "", `${held.round.time} ${calendar.rounds.workOf(held.round).name}`), held.goal);
    calendar.root.append(held.ghost);
    this.paint();
  }

  // Which days it may simply go to.
  paint() {
    const { calendar, held } = this;
    for (const cell of calendar.area.querySelectorAll(".day")) {
      const says = this.means(held.round, cell.dataset.day);
      cell.classList.toggle("inside", says === "inside");
      cell.classList.toggle("barred", says === "past");
    }
  }

  means(round, day) {
    if (day === round.day) return "here";
    if (day < this.calendar.today()) return "past";
    return this.calendar.moving.outside(round, day) ? "outside" : "inside";
  }

  at(x, y) {
    const { calendar, held } = this;
    held.ghost.style.transform = `translate(${Math.min(x + 14, innerWidth - 260)}px, ${Math.min(y + 10, innerHeight - 60)}px)`;
    const found = calendar.root.getRootNode().elementFromPoint(x, y);
    const over = found && found.closest(".day");
    if (over !== held.over) {
      if (held.over) held.over.classList.remove("over");
      held.over = over;
      if (over) over.classList.add("over");
    }
    const says = over ? this.means(held.round, over.dataset.day) : "here";
    put(held.goal, over ? fill(calendar.words[`drop_${says}`], { day: calendar.parts.dayName(over.dataset.day) }) : "");
    held.ghost.classList.toggle("barred", says === "past");
  }

  released(event) {
    const { held } = this;
    if (!held || event.pointerId !== held.pointer) return;
    const { over, ghost, round } = held;
    this.end();
    if (!ghost || !over) return;
    const says = this.means(round, over.dataset.day);
    if (says === "past") this.calendar.said(this.calendar.words.drop_past, null, true);
    else if (says !== "here") this.calendar.moving.ask(round, over.dataset.day);
  }

  end() {
    const { held, calendar } = this;
    if (!held) return;
    this.held = null;
    setTimeout(() => (this.swallow = false), 350);
    if (!held.ghost) return;
    held.ghost.remove();
    if (held.over) held.over.classList.remove("over");
    for (const cell of calendar.area.querySelectorAll(".inside, .barred")) cell.classList.remove("inside", "barred");
    calendar.root.classList.remove("dragging");
    // What changed while the round was in the hand.
    calendar.draw();
  }

  close() {
    this.end();
    document.removeEventListener("keydown", this.escape, true);
  }
}
