// The days one below the other, from the chosen one to the end of its month: what a narrow screen shows.
const FIRST_OF_DAY = 8;

class Agenda {
  constructor(calendar) {
    this.calendar = calendar;
    this.root = el("div", "agenda");
  }

  draw() {
    const { calendar } = this;
    const { words } = calendar;
    const end = plus(otherMonth(monthStart(calendar.day), 1), -1);
    const days = daysFrom(calendar.day, end).filter((day) => calendar.of(day).length);
    const earlier = calendar.day > monthStart(calendar.day) && button(words.earlier, "earlier", () => calendar.go(monthStart(calendar.day), true));
    const nothing = !days.length && calendar.none();
    this.most = Math.max(0, ...days.map((day) => minutesOf(calendar.of(day))));
    const peak = calendar.parts.peak(days);
    this.root.replaceChildren(...[earlier, nothing, ...days.map((day) => this.day(day, peak))].filter(Boolean));
  }

  day(day, peak) {
    const { calendar } = this;
    const { parts, words } = calendar;
    const list = calendar.of(day);
    const made = el("section", "agenda-day");
    made.dataset.day = day;
    if (day === calendar.today()) made.setAttribute("aria-current", "date");
    const head = el("h2");
    head.append(parts.dayName(day));
    const special = parts.special(day);
    if (special) head.append(special);
    head.append(el("span", "hours", parts.hours(minutesOf(list))));
    made.append(head, parts.counts(list), parts.load(minutesOf(list), this.most, peak), ...list.slice(0, FIRST_OF_DAY).map((round) => parts.line(round, true)));
    if (list.length > FIRST_OF_DAY) made.append(button(fill(words.more, { n: list.length - FIRST_OF_DAY }), "more", () => calendar.openDay(day)));
    else made.append(button(words.openDay, "more plain", () => calendar.openDay(day)));
    return made;
  }
}
