// The calendar without a mouse: from day to day by the arrows, Enter opens one.
class CalendarKeys {
  constructor(calendar) {
    this.calendar = calendar;
    calendar.area.addEventListener("keydown", (event) => this.pressed(event));
  }

  pressed(event) {
    const { calendar } = this;
    const cell = event.target.closest(".day");
    if (!cell || event.target !== cell || event.ctrlKey || event.metaKey || event.altKey) return;
    const { day } = cell.dataset;
    const act = {
      Enter: () => calendar.openDay(day),
      " ": () => calendar.openDay(day),
      ArrowLeft: () => this.to(plus(day, -1)),
      ArrowRight: () => this.to(plus(day, 1)),
      ArrowUp: () => this.to(plus(day, -7)),
      ArrowDown: () => this.to(plus(day, 7)),
      Home: () => this.to(mondayOf(day)),
      End: () => this.to(plus(mondayOf(day), 6)),
      PageUp: () => this.to(calendar.view === "week" ? plus(day, -7) : otherMonth(day, -1)),
      PageDown: () => this.to(calendar.view === "week" ? plus(day, 7) : otherMonth(day, 1)),
      t: () => this.to(calendar.today()),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  to(day) {
    this.calendar.go(day).then(() => this.calendar.focusDay(day));
  }
}
