// The parts every view is made of: one round as a line, the counts of a day, its work.
const CLEARLY = 1.2;
const MOST_PEAKS = 2;

class Parts {
  // `calendar` gives words, rounds, now(), shownDay(round), movable(round).
  constructor(calendar) {
    this.calendar = calendar;
  }

  // `full`: with place, people and how far it is.
  line(round, full = false) {
    const { rounds, words } = this.calendar;
    const state = look(round, this.calendar.now());
    const work = rounds.workOf(round);
    const name = work.name + (round.part ? ` ${words.again}` : "");
    const made = el("button", full ? "one full" : "one");
    made.dataset.id = round.id;
    made.dataset.state = state;
    if (!full) made.tabIndex = -1;
    if (this.calendar.movable(round)) made.classList.add("movable");
    if (this.calendar.moving.pending.has(round.id)) made.classList.add("pending");
    if (this.calendar.glowing.has(round.id)) made.classList.add("changed");
    const icon = el("i", "icon", ICONS[state]);
    icon.setAttribute("aria-hidden", "true");
    made.append(el("time", "", round.time), icon, el("span", "name", name), el("em", "state", words[`state_${state}`]));
    if (full) made.append(el("span", "about", this.about(round, work)));
    else made.title = `${round.time} ${name} · ${words[`state_${state}`]}\n${this.about(round, work)}`;
    made.onclick = () => this.calendar.open(round.id);
    return made;
  }

  about(round, work) {
    const { rounds, words } = this.calendar;
    const far = round.stops > 1 ? fill(words.stops, { done: round.done, n: round.stops }) : "";
    return [work.place, rounds.who(round) || words.nobody, fill(words.minutes, { minutes: round.minutes }), far].filter(Boolean).join(" · ");
  }

  counts(list) {
    const { words } = this.calendar;
    const now = this.calendar.now();
    const many = {};
    for (const round of list) many[look(round, now)] = (many[look(round, now)] || 0) + 1;
    const made = el("div", "counts");
    for (const state of STATES) {
      if (!many[state]) continue;
      const one = el("span", "count", `${ICONS[state]}${many[state]}`);
      one.dataset.state = state;
      one.title = `${words[`state_${state}`]} ${many[state]}`;
      made.append(one);
    }
    return made;
  }

  // "3.5 h": hours of planned work, on one digit.
  hours(minutes) {
    return fill(this.calendar.words.hours, { hours: this.number(minutes) });
  }

  number(minutes) {
    return (minutes / 60).toFixed(minutes < 6000 ? 1 : 0).replace(/\.0$/, "");
  }

  // The minutes that are called a peak: the most of one day or two, and clearly more than is usual; 0 where all are alike.
  peak(days) {
    const sums = days.map((day) => minutesOf(this.calendar.of(day))).filter(Boolean).sort((a, b) => a - b);
    const most = sums[sums.length - 1] || 0;
    const stands = most >= CLEARLY * sums[Math.floor((sums.length - 1) / 2)];
    return stands && sums.filter((sum) => sum === most).length <= MOST_PEAKS ? most : 0;
  }

  // How much work a day has, against the heaviest one.
  load(minutes, most, peak) {
    const { words } = this.calendar;
    const made = el("div", "load");
    made.classList.toggle("peak", minutes > 0 && minutes === peak);
    const bar = el("i");
    bar.style.width = `${most ? Math.round((100 * minutes) / most) : 0}%`;
    made.append(bar);
    made.title = `${fill(words.load, { hours: this.hours(minutes) })}${minutes && minutes === peak ? ` · ${words.peak}` : ""}`;
    return made;
  }

  // "11-23 Mon", and a holiday's or make-up workday's name.
  dayName(day) {
    const { words } = this.calendar;
    return `${Number(day.slice(5, 7))}-${day.slice(8)} ${words.weekdays[weekday(day)]}`;
  }

  special(day) {
    const { rounds, words } = this.calendar;
    const found = rounds.names && rounds.names.days[day];
    if (!found) return null;
    const made = el("span", found.off ? "special off" : "special on");
    made.append(el("b", "", found.off ? words.off : words.on));
    if (found.name) made.append(` ${found.name}`);
    made.title = made.textContent;
    return made;
  }
}

// Minutes of planned work; what is exempt is no work.
function minutesOf(list) {
  return list.reduce((sum, round) => sum + (round.state === "exempt" ? 0 : round.minutes), 0);
}
