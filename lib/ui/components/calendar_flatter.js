// A flatter schedule: what would move so that no team has a heavier day than it must, and one button that does it.
const MOST_MOVES_SHOWN = 200;

class Flatter {
  // `calendar` gives words, parts, rounds, days, today(), said(text), language.
  constructor(calendar) {
    this.calendar = calendar;
    this.root = el("dialog", "flatter");
    this.root.setAttribute("aria-label", calendar.words.flatter);
  }

  async open() {
    const { calendar } = this;
    const { words } = calendar;
    const [, last] = calendar.span();
    // What is on show from tomorrow to the end of the month or week.
    const ids = [...calendar.days].filter(([day]) => day > calendar.today() && day <= last).flatMap(([, list]) => list.map((round) => round.id));
    this.body = el("div", "body");
    this.body.append(el("h2", "", words.flatter), el("p", "muted", words.searching));
    this.root.replaceChildren(this.body);
    this.root.showModal();
    const answer = await posted(`/inspections/flatter?lang=${calendar.language}`, { ids, last });
    if (!this.root.open) return;
    if (!answer.ok) return this.end(answer.refusal || words.lostLong);
    if (!answer.moves.length) return this.end(words.flatAlready);
    this.show(answer);
  }

  end(text) {
    const { words } = this.calendar;
    this.body.replaceChildren(el("h2", "", words.flatter), el("p", "", text), button(words.close, "", () => this.root.close()));
  }

  show(answer) {
    const { words, parts } = this.calendar;
    const heading = el("p", "", fill(words.wouldMove, { n: answer.moves.length }));
    const groups = el("ul", "groups");
    const peak = (minutes) => Math.max(...Object.values(minutes));
    for (const one of [{ name: words.allRounds, before: peak(answer.before), after: peak(answer.after) }, ...answer.groups]) {
      const facts = { name: one.name || words.nobody, before: parts.hours(one.before), after: parts.hours(one.after) };
      groups.append(el("li", "", fill(one.before === one.after ? words.groupSame : words.groupPeak, facts)));
    }
    const list = el("ol", "moves");
    for (const move of answer.moves.slice(0, MOST_MOVES_SHOWN)) {
      list.append(el("li", "", `${move.name}: ${parts.dayName(move.from)} → ${parts.dayName(move.to)}`));
    }
    if (answer.moves.length > MOST_MOVES_SHOWN) list.append(el("li", "muted", fill(words.more, { n: answer.moves.length - MOST_MOVES_SHOWN })));
    const buttons = el("div", "row");
    const go = button(fill(words.moveAll, { n: answer.moves.length }), "primary", () => this.carry(answer.moves, go));
    buttons.append(go, button(words.cancel, "", () => this.root.close()));
    const best = el("p", "muted", answer.proved ? words.allInside : words.notProved);
    this.body.replaceChildren(el("h2", "", words.flatter), heading, this.bars(answer), groups, best, buttons, list);
    go.focus();
  }

  // Minutes of each day before and after, side by side.
  bars(answer) {
    const { words, parts } = this.calendar;
    const days = [...new Set([...Object.keys(answer.before), ...Object.keys(answer.after)])].sort();
    const most = Math.max(...Object.values(answer.before), ...Object.values(answer.after));
    const chart = el("div", "bars");
    chart.setAttribute("role", "img");
    chart.setAttribute("aria-label", fill(words.barsSay, { before: parts.hours(Math.max(...Object.values(answer.before))), after: parts.hours(Math.max(...Object.values(answer.after))) }));
    for (const day of days) {
      const column = el("div", "column");
      const [now, then] = [parts.number(answer.before[day] || 0), parts.number(answer.after[day] || 0)];
      const said = el("em", "", now);
      if (then !== now) said.append(el("b", "", then));
      column.append(said);
      for (const [name, values] of [["before", answer.before], ["after", answer.after]]) {
        const bar = el("i", name);
        bar.style.height = `${Math.round((100 * (values[day] || 0)) / most)}%`;
        column.append(bar);
      }
      column.title = `${parts.dayName(day)}: ${parts.hours(answer.before[day] || 0)} → ${parts.hours(answer.after[day] || 0)}`;
      column.append(el("span", "", String(Number(day.slice(8)))));
      chart.append(column);
    }
    const legend = el("p", "legend");
    legend.append(el("i", "before"), words.beforeIt, el("i", "after"), words.afterIt, el("span", "muted", words.inHours));
    const made = el("div");
    made.append(chart, legend);
    return made;
  }

  async carry(moves, pressed) {
    const { calendar } = this;
    const { words } = calendar;
    pressed.disabled = true;
    pressed.textContent = words.moving;
    const answer = await posted(`/inspections/flatter/carry-out?lang=${calendar.language}`, { moves: moves.map(({ id, version, to }) => ({ id, version, to })) });
    if (!answer.ok) return this.end(answer.refusal || words.lostLong);
    for (const row of answer.moved) calendar.rounds.put(row), calendar.glow(row[0]);
    calendar.draw();
    const done = fill(words.movedMany, { n: answer.moved.length });
    if (!answer.left.length) return this.root.close(), calendar.said(done);
    const list = el("ol", "moves");
    for (const one of answer.left) list.append(el("li", "", `${one.name} ${one.refusal}`));
    this.body.replaceChildren(el("h2", "", words.flatter), el("p", "", done), el("p", "refusal", fill(words.leftMany, { n: answer.left.length })), list, button(words.close, "", () => this.root.close()));
  }
}
