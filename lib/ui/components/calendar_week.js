// A week: a column for each day or, row by row, who has what on which day.
const MOST_IN_COLUMN = 60;
const MOST_IN_CELL = 3;

class Week {
  constructor(calendar) {
    this.calendar = calendar;
    this.root = el("div", "weekly");
    this.root.setAttribute("role", "grid");
  }

  draw() {
    const { calendar } = this;
    const first = mondayOf(calendar.day);
    const days = daysFrom(first, plus(first, 6));
    this.most = Math.max(0, ...days.map((day) => minutesOf(calendar.of(day))));
    const peak = calendar.parts.peak(days);
    this.root.classList.toggle("people", calendar.rows === "people");
    this.root.setAttribute("aria-label", calendar.title());
    const parts = calendar.rows === "people" ? this.people(days, peak) : [this.columns(days, peak)];
    this.root.replaceChildren(...parts);
  }

  head(day, peak) {
    const { calendar } = this;
    const { parts, words } = calendar;
    const minutes = minutesOf(calendar.of(day));
    const head = el("div", "date");
    head.append(el("b", "", parts.dayName(day)));
    const special = parts.special(day);
    if (special) head.append(special);
    if (minutes) head.append(el("span", "hours", minutes === peak ? `${words.peak} ${parts.hours(minutes)}` : parts.hours(minutes)));
    return head;
  }

  columns(days, peak) {
    const { calendar } = this;
    const { parts, words } = calendar;
    const row = el("div", "week");
    row.setAttribute("role", "row");
    for (const day of days) {
      const list = calendar.of(day);
      const cell = dayCell(calendar, day, list);
      cell.append(this.head(day, peak), parts.counts(list), parts.load(minutesOf(list), this.most, peak));
      cell.append(...list.slice(0, MOST_IN_COLUMN).map((round) => parts.line(round)));
      if (list.length > MOST_IN_COLUMN) cell.append(this.more(day, list.length - MOST_IN_COLUMN, words));
      row.append(cell);
    }
    return row;
  }

  more(day, n, words) {
    const made = button(fill(words.more, { n }), "more", (event) => (event.stopPropagation(), this.calendar.openDay(day)));
    made.tabIndex = -1;
    return made;
  }

  people(days, peak) {
    const { calendar } = this;
    const { parts, words, rounds } = calendar;
    const head = el("div", "week head");
    head.setAttribute("role", "row");
    head.append(el("div", "whose"), ...days.map((day) => {
      const cell = el("div", "day-head");
      cell.setAttribute("role", "columnheader");
      cell.append(this.head(day, peak), parts.load(minutesOf(calendar.of(day)), this.most, peak));
      return cell;
    }));
    const whose = new Map();
    for (const day of days) {
      for (const round of calendar.of(day)) {
        const who = rounds.who(round) || words.nobody;
        if (!whose.has(who)) whose.set(who, new Map(days.map((one) => [one, []])));
        whose.get(who).get(day).push(round);
      }
    }
    const rows = [...whose].sort(([one], [other]) => one.localeCompare(other)).map(([who, cells]) => this.person(who, cells));
    return rows.length ? [head, ...rows] : [head, calendar.none()];
  }

  person(who, cells) {
    const { calendar } = this;
    const row = el("div", "week");
    row.setAttribute("role", "row");
    const name = el("div", "whose", who);
    name.setAttribute("role", "rowheader");
    name.append(el("span", "hours", calendar.parts.hours(minutesOf([...cells.values()].flat()))));
    row.append(name);
    for (const [day, list] of cells) {
      const cell = dayCell(calendar, day, list);
      cell.append(...list.slice(0, MOST_IN_CELL).map((round) => calendar.parts.line(round)));
      if (list.length > MOST_IN_CELL) cell.append(this.more(day, list.length - MOST_IN_CELL, calendar.words));
      row.append(cell);
    }
    return row;
  }
}
