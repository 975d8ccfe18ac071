// A month as a grid of days, Monday first.
const FIRST_FEW = 4;
// What went wrong is seen first.
const URGENT = ["missed", "failed", "partial", "running"];

class Month {
  // `calendar` gives words, parts, day, today, byDay (rounds of each day), openDay(day).
  constructor(calendar) {
    this.calendar = calendar;
    this.root = el("div", "month");
    this.root.setAttribute("role", "grid");
  }

  draw() {
    const { calendar } = this;
    const { words } = calendar;
    const days = monthGrid(calendar.day);
    const most = Math.max(0, ...days.map((day) => minutesOf(calendar.of(day))));
    const peak = calendar.parts.peak(days.filter((day) => day.slice(0, 7) === calendar.day.slice(0, 7)));
    this.often = new Map();
    for (const day of days) for (const { work } of calendar.of(day)) this.often.set(work, (this.often.get(work) || 0) + 1);
    const head = el("div", "week head");
    head.setAttribute("role", "row");
    for (const name of words.weekdays) {
      const cell = el("div", "", name);
      cell.setAttribute("role", "columnheader");
      head.append(cell);
    }
    const weeks = [head];
    for (let at = 0; at < days.length; at += 7) {
      const week = el("div", "week");
      week.setAttribute("role", "row");
      week.append(...days.slice(at, at + 7).map((day) => this.cell(day, most, day.slice(0, 7) === calendar.day.slice(0, 7) ? peak : 0)));
      weeks.push(week);
    }
    this.root.replaceChildren(...weeks);
    this.root.setAttribute("aria-label", calendar.title());
  }

  cell(day, most, peak) {
    const { calendar } = this;
    const { words, parts } = calendar;
    const list = calendar.of(day);
    const minutes = minutesOf(list);
    const cell = dayCell(calendar, day, list);
    const top = el("div", "date");
    top.append(el("b", "", day.endsWith("-01") ? `${Number(day.slice(5, 7))}-01` : String(Number(day.slice(8)))));
    const special = parts.special(day);
    if (special) top.append(special);
    if (minutes) top.append(el("span", "hours", minutes === peak ? `${words.peak} ${parts.hours(minutes)}` : parts.hours(minutes)));
    cell.append(top, parts.counts(list), ...this.few(list).map((round) => parts.line(round)));
    if (list.length > FIRST_FEW) {
      const more = button(fill(words.more, { n: list.length - FIRST_FEW }), "more", (event) => (event.stopPropagation(), calendar.openDay(day)));
      more.tabIndex = -1;
      cell.append(more);
    }
    cell.append(parts.load(minutes, most, peak));
    return cell;
  }

  // The four of a day most worth seeing, by their time: what went wrong, then what seldom comes: every day has its shifts.
  few(list) {
    if (list.length <= FIRST_FEW) return list;
    const now = this.calendar.now();
    const rank = (round) => (URGENT.indexOf(look(round, now)) + URGENT.length + 1) % (URGENT.length + 1);
    const ranks = new Map(list.map((round) => [round, rank(round)]));
    const first = [...list].sort((a, b) => ranks.get(a) - ranks.get(b) || this.often.get(a.work) - this.often.get(b.work));
    const chosen = new Set(first.slice(0, FIRST_FEW));
    return list.filter((round) => chosen.has(round));
  }
}

// A day one can go to by the arrows and drop a round on.
function dayCell(calendar, day, list) {
  const { words, parts } = calendar;
  const cell = el("div", "day");
  cell.dataset.day = day;
  cell.setAttribute("role", "gridcell");
  cell.tabIndex = day === calendar.day ? 0 : -1;
  cell.setAttribute("aria-label", `${parts.dayName(day)}, ${fill(words.roundsThere, { n: list.length })}`);
  if (day === calendar.today()) cell.setAttribute("aria-current", "date");
  const special = calendar.rounds.names && calendar.rounds.names.days[day];
  cell.classList.toggle("free", special ? special.off : weekday(day) > 4);
  cell.classList.toggle("other", day.slice(0, 7) !== calendar.day.slice(0, 7) && calendar.view === "month");
  cell.onclick = (event) => !event.target.closest("button") && calendar.openDay(day);
  return cell;
}
