// Days as "2026-11-23": the hospital's dates, whatever zone this computer is in.
const DAY = 86400000;

function instantOf(day) {
  return Date.parse(`${day}T00:00:00Z`);
}

function plus(day, days) {
  return new Date(instantOf(day) + days * DAY).toISOString().slice(0, 10);
}

// Monday is 0.
function weekday(day) {
  return (new Date(instantOf(day)).getUTCDay() + 6) % 7;
}

function mondayOf(day) {
  return plus(day, -weekday(day));
}

function monthStart(day) {
  return `${day.slice(0, 7)}-01`;
}

// The same day of another month, or its last one.
function otherMonth(day, by) {
  const first = new Date(instantOf(monthStart(day)));
  first.setUTCMonth(first.getUTCMonth() + by);
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return plus(first.toISOString().slice(0, 10), Math.min(Number(day.slice(8)), last) - 1);
}

// Whole weeks, Monday first, that hold the month of that day.
function monthGrid(day) {
  const first = mondayOf(monthStart(day));
  const end = plus(otherMonth(monthStart(day), 1), -1);
  return daysFrom(first, plus(mondayOf(end), 6));
}

function daysFrom(first, last) {
  const days = [];
  for (let day = first; day <= last; day = plus(day, 1)) days.push(day);
  return days;
}

// Today on the hospital's clock.
function todayIn(zone, seconds) {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(seconds * 1000);
}

function isDay(text) {
  return /^\d{4}-\d\d-\d\d$/.test(text || "") && !Number.isNaN(instantOf(text));
}
