// One day as a list, in a drawer: every round of it, and the way to move one without a mouse.
const MOST_LISTED = 300;

class Drawer {
  // `calendar` gives words, parts, rounds, moving, of(day), leave(day).
  constructor(calendar) {
    this.calendar = calendar;
    this.day = "";
    this.form = null;
    this.root = el("aside", "drawer");
    this.root.hidden = true;
    this.root.addEventListener("keydown", (event) => this.key(event));
  }

  open(day) {
    this.day = day;
    this.form = null;
    this.root.hidden = false;
    this.root.classList.toggle("left", weekday(day) > 3 && this.calendar.shown !== "list");
    // As high as it can be seen, however far the page is scrolled.
    const above = this.root.parentElement.getBoundingClientRect().top;
    this.root.style.top = this.calendar.shown === "list" ? "" : `${Math.max(0, 64 - above)}px`;
    this.draw();
    this.focus();
  }

  close() {
    this.calendar.shut();
  }

  hide() {
    const { day } = this;
    if (!day) return;
    this.day = "";
    this.form = null;
    this.root.hidden = true;
    this.calendar.leave(day);
  }

  // A form somebody is typing into stays as it is.
  draw() {
    if (!this.day) return;
    const { calendar } = this;
    const { words, parts } = calendar;
    const list = calendar.of(this.day);
    const at = this.root.getRootNode().activeElement;
    const held = at && this.root.contains(at) ? at.closest("[data-id]") : null;
    const head = el("div", "head");
    const title = el("h2", "", parts.dayName(this.day));
    const special = parts.special(this.day);
    if (special) title.append(special);
    const close = button("✕", "plain", () => this.close());
    close.setAttribute("aria-label", words.close);
    head.append(title, close);
    const sum = el("p", "muted", fill(words.daySum, { n: list.length, hours: parts.hours(minutesOf(list)) }));
    const entries = list.slice(0, MOST_LISTED).map((round) => this.entry(round));
    if (!entries.length) entries.push(el("li", "nothing", words.nothing));
    const ol = el("ol");
    ol.append(...entries);
    const top = this.root.scrollTop;
    this.root.setAttribute("aria-label", title.textContent);
    this.root.replaceChildren(head, sum, parts.counts(list), ol);
    this.root.scrollTop = top;
    if (held && !this.root.contains(this.root.getRootNode().activeElement)) this.focus(held.dataset.id);
  }

  // On that round, else on the first one, else where one can at least close.
  focus(id = "") {
    const found = [`.one[data-id="${id}"]`, ".one", ".plain"].map((which) => this.root.querySelector(which)).find(Boolean);
    if (found) found.focus({ preventScroll: true });
  }

  entry(round) {
    const { calendar } = this;
    const made = el("li");
    made.dataset.id = round.id;
    made.append(calendar.parts.line(round, true));
    if (!calendar.movable(round)) return made;
    if (this.form && this.form.id === round.id) made.append(this.form.root);
    else made.append(button(calendar.words.move, "plain move", () => this.ask(round)));
    return made;
  }

  // To which day, by keyboard or finger.
  ask(round) {
    const { calendar } = this;
    const { words } = calendar;
    const root = el("form", "moving");
    const day = el("input");
    Object.assign(day, { type: "date", value: round.day, min: calendar.today(), required: true });
    day.setAttribute("aria-label", words.moveTo);
    const inside = el("span", "muted", fill(words.window, { from: round.from.slice(5), until: round.until.slice(5) }));
    const send = el("button", "primary", words.move);
    const leave = button(words.cancel, "plain", () => this.unask(round.id));
    leave.type = "button";
    root.append(el("label", "", words.moveTo), day, send, leave, inside);
    root.onsubmit = (event) => {
      event.preventDefault();
      if (!isDay(day.value) || day.value === round.day) return;
      calendar.moving.ask(calendar.rounds.all.get(round.id) || round, day.value).then((moved) => moved && this.unask(round.id));
    };
    this.form = { id: round.id, root };
    this.draw();
    day.focus();
  }

  unask(id) {
    this.form = null;
    this.draw();
    if (!this.root.hidden) this.focus(id);
  }

  key(event) {
    if (event.key === "Escape") {
      event.stopPropagation();
      if (this.form) this.unask(this.form.id);
      else this.close();
    }
    if (event.target.closest("input")) return;
    const by = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 }[event.key];
    if (!by) return;
    const lines = [...this.root.querySelectorAll(".one")];
    const at = lines.indexOf(event.target.closest("li") && event.target.closest("li").querySelector(".one"));
    const next = lines[at + by];
    if (next) event.preventDefault(), next.focus();
  }
}
