// Cards, columns, counters and filters; everything people typed goes in as text, never as HTML.
const COLUMNS = ["new", "assigned", "accepted", "in_progress", "on_hold", "done"];
const SEVERITIES = ["emergency", "urgent", "normal", "low"];
const SOON = 0.7;
const FIRST_SHOWN = 60;
const GLOWS = 6000;
const MOST_SAID = 3;
const UNKNOWN = "XX-00";

// "2 h 14 min" in the person's language.
function lasting(seconds, words) {
  if (Math.abs(seconds) < 60) return words.instant;
  const minutes = Math.round(Math.abs(seconds) / 60);
  if (minutes >= 2880) return fill(words.days, { days: Math.floor(minutes / 1440), hours: Math.floor((minutes / 60) % 24) });
  if (minutes >= 60) return fill(words.hours, { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
  return fill(words.minutes, { minutes });
}

// The parts of an instant on the hospital's clock. A formatter is dear to make, so each zone has one.
const formats = new Map();
function wall(seconds, zone) {
  const options = { timeZone: zone, hourCycle: "h23", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" };
  if (!formats.has(zone)) formats.set(zone, new Intl.DateTimeFormat("en-GB", options));
  return Object.fromEntries(formats.get(zone).formatToParts(seconds * 1000).map((part) => [part.type, part.value]));
}

// "14:05" today, "11-03 14:05" otherwise, on the hospital's clock.
function clockTime(seconds, now, zone) {
  const said = (at) => wall(at, zone);
  const at = said(seconds);
  const today = said(now);
  const time = `${at.hour}:${at.minute}`;
  return at.day === today.day && at.month === today.month ? time : `${at.month}-${at.day} ${time}`;
}

function column(card) {
  return card.status === "closed" ? "done" : card.status;
}

// How the card stands against its promise: "late", "soon", "good", "paused", or "" where nothing runs.
function standing(card, now) {
  // A long hold that nobody has confirmed stops the promise only until `stands`.
  if (card.paused && !(card.stands < now)) return "paused";
  if (!card.due) return "";
  if (now > card.due) return "late";
  return (now - card.start) / Math.max(1, card.due - card.start) >= SOON ? "soon" : "good";
}

const COUNTERS = {
  all: () => true,
  new: (card) => card.status === "new",
  assigned: (card) => card.status === "assigned",
  late: (card, now) => standing(card, now) === "late",
  soon: (card, now) => standing(card, now) === "soon",
  emergency: (card) => card.severity === "emergency" && column(card) !== "done",
  urged: (card) => card.urges && column(card) !== "done",
  hold: (card) => card.status === "on_hold",
  done: (card) => column(card) === "done",
};

// The service, or what it may be while nobody has said so.
function serviceOf(card, names, words) {
  return card.guess ? fill(words.perhaps, { service: names.services[card.guess] }) : names.services[card.service] || card.service;
}

// Open cards of the same place for the same service or, where that is not known, in words alike.
function twinsOf(card, neighbours) {
  const service = (each) => each.guess || each.service;
  const same = (other) => service(other) === service(card) && (service(card) !== UNKNOWN || alike(other.words, card.words));
  return neighbours.filter((other) => other !== card && same(other));
}

// Half of the pairs of characters of the shorter text stand in the other too.
function alike(a = "", b = "") {
  const pairs = (text) => new Set([...text.replace(/\s+/g, "")].map((one, at, all) => one + (all[at + 1] || "")));
  const [few, many] = [pairs(a), pairs(b)].sort((one, other) => one.size - other.size);
  return few.size > 1 && [...few].filter((pair) => many.has(pair)).length * 2 >= few.size;
}

function whose(card, names) {
  const person = names.people[card.assignee];
  const team = names.teams[card.team];
  const vendor = names.vendors[card.vendor];
  return [person && person.name, team && team.name, !team && vendor && vendor.name].filter(Boolean).join(" · ");
}

function fits(card, filters, names) {
  if (filters.campus && String(card.campus) !== filters.campus) return false;
  if (filters.team && String(card.team) !== filters.team) return false;
  if (filters.vendor && String(card.vendor) !== filters.vendor) return false;
  if (filters.severity && card.severity !== filters.severity) return false;
  if (filters.service && names.group_of[card.guess || card.service] !== filters.service) return false;
  if (!filters.q) return true;
  const said = `${card.number} ${card.place} ${names.services[card.guess || card.service]} ${card.words} ${whose(card, names)}`.toLowerCase();
  return filters.q.toLowerCase().split(/\s+/).every((word) => said.includes(word));
}

// First what burns: emergencies, then by due time; held cards by when they wake; finished ones newest first.
function inOrder(a, b) {
  if (column(a) === "done") return b.done - a.done;
  const rank = (card) => (card.severity === "emergency" ? 0 : 1);
  const due = (card) => (card.status === "on_hold" ? card.until : card.due) || Infinity;
  return rank(a) - rank(b) || (due(a) === due(b) ? a.id - b.id : due(a) - due(b));
}

class CardView {
  // `pressed` gets the card's id and the click.
  constructor(pressed) {
    this.root = el("article", "card");
    this.root.tabIndex = 0;
    this.root.setAttribute("role", "button");
    const top = el("div", "line");
    this.number = el("span", "number");
    this.badges = el("span", "badges");
    top.append(this.number, this.badges);
    this.place = el("div", "place");
    this.words = el("div", "words");
    this.twinMark = el("b", "flag again twins");
    this.twinMark.hidden = true;
    this.bar = el("div", "bar");
    this.run = el("i");
    this.bar.append(this.run);
    this.promise = el("div", "promise");
    const foot = el("div", "foot");
    this.who = el("span", "who");
    this.age = el("span", "age");
    foot.append(this.who, this.age);
    this.root.append(top, this.place, this.words, this.twinMark, this.bar, this.promise, foot);
    this.root.onclick = (event) => pressed(this.card.id, event);
  }

  show(card, names, words) {
    this.card = card;
    this.root.dataset.id = card.id;
    put(this.number, card.number);
    put(this.place, card.place || words.noPlace);
    const service = serviceOf(card, names, words);
    put(this.words, card.words && card.words !== service ? `${service} · ${card.words}` : service);
    const who = whose(card, names);
    put(this.who, who.split(" · ")[0]);
    this.who.title = who;
    this.badges.replaceChildren(...this.flags(card, names, words));
    this.root.classList.toggle("emergency", card.severity === "emergency" && column(card) !== "done");
  }

  flags(card, names, words) {
    const flags = [];
    if (["emergency", "urgent"].includes(card.severity)) flags.push([card.severity, names.words.severity[card.severity]]);
    if (card.urges) flags.push(["urged", fill(words.urgedTimes, { n: card.urges })]);
    if (card.reopens) flags.push(["again", words.again]);
    if (card.returns) flags.push(["again", fill(words.returnedTimes, { n: card.returns })]);
    if (card.watched) flags.push(["urged", words.watched]);
    if (card.escalated) flags.push(["urged", words.escalated]);
    if (card.phone) flags.push(["emergency", words.phone]);
    return flags.map(([name, text]) => el("b", `flag ${name}`, text));
  }

  // How many other open tickets there are for the same thing.
  twins(n, words) {
    put(this.twinMark, n ? fill(words.twins, { n }) : "");
    this.twinMark.hidden = !n;
  }

  tick(now, names, words, zone) {
    const card = this.card;
    const stands = column(card) === "done" ? "done" : standing(card, now);
    this.root.dataset.stands = stands;
    const share = card.due ? (now - card.start) / Math.max(1, card.due - card.start) : 0;
    this.run.style.width = `${Math.max(0, Math.min(1, share)) * 100}%`;
    this.bar.hidden = stands === "done" || !card.due;
    put(this.promise, card.sending ? words.sending : this.promised(card, stands, now, names, words, zone));
    put(this.age, stands === "done" ? "" : fill(words.open, { time: lasting(now - card.opened, words) }));
    this.root.classList.toggle("sending", Boolean(card.sending));
  }

  // One of several chosen.
  choose(chosen, words) {
    this.root.classList.toggle("chosen", chosen);
    if (chosen) this.root.setAttribute("aria-description", words.isChosen);
    else this.root.removeAttribute("aria-description");
  }

  promised(card, stands, now, names, words, zone) {
    if (stands === "done") {
      const how = card.closed ? names.words.closed[card.closed] : words.unconfirmed;
      return `${clockTime(card.done, now, zone)} · ${how}`;
    }
    if (card.status === "on_hold") {
      return fill(words.held, { reason: names.words.hold[card.hold], until: clockTime(card.until, now, zone) });
    }
    if (card.appointment && card.appointment > now) {
      return fill(words.appointed, { time: clockTime(card.appointment, now, zone) });
    }
    if (!card.due) return "";
    const left = lasting(card.due - now, words);
    return fill(words[`${card.stage}_${stands}`], { time: left });
  }
}
