// The rounds of the days on show: fetched whole, then kept up by what the line tells.
const FIELDS = [
  "id", "version", "day", "time", "work", "state", "minutes", "account", "post", "team", "vendor", "campus",
  "stops", "done", "failed", "warned", "part", "closes", "from", "until",
];
const ICONS = { due: "○", running: "◐", done: "✓", made_up: "↻", failed: "⚠", partial: "◧", missed: "✕", exempt: "–" };
const STATES = Object.keys(ICONS);

// How a round looks: failed items first, then what was done, then whether its window has closed on it.
function look(round, now) {
  if (round.failed) return "failed";
  return round.state === "due" && now >= round.closes ? "missed" : round.state;
}

class Rounds {
  // `changed` is called whenever there is something new to draw.
  constructor(language, changed) {
    Object.assign(this, { language, changed, all: new Map(), works: {}, names: null, stamp: "", first: "", last: "" });
  }

  address(path) {
    return `${path}?first=${this.first}&last=${this.last}&lang=${this.language}`;
  }

  // Those days from now on; what is known of others is forgotten.
  async show(first, last) {
    if (first === this.first && last === this.last) return true;
    Object.assign(this, { first, last, stamp: "" });
    return this.fetch();
  }

  async fetch() {
    const asked = (this.asked = this.address("/inspections/rounds"));
    try {
      const answer = await fetch(asked, { cache: "no-cache", redirect: "manual" });
      if (asked !== this.asked) return true;
      if (!answer.ok) return false;
      const message = await answer.json();
      if (asked === this.asked) this.take(message);
      return true;
    } catch {
      return false;
    }
  }

  take(message) {
    if (message.first !== this.first || message.last !== this.last) return;
    this.all = new Map(message.rounds.map((row) => [row[0], Rounds.round(row)]));
    Object.assign(this, { works: message.works, names: message.names, stamp: message.stamp });
    this.changed();
  }

  // What the line says: a stamp that is not ours means that something was missed.
  heard(message) {
    if (message.kind === "calendar") return this.take(message);
    const known = message.kind === "beat" ? message.stamp : message.from;
    if (known !== this.stamp) return this.stamp && this.fetch();
    if (message.kind === "beat") return;
    Object.assign(this.works, message.works);
    for (const id of message.gone) this.all.delete(id);
    for (const row of message.rounds) this.put(row);
    this.stamp = message.to;
    this.changed(message.rounds.map((row) => row[0]));
  }

  put(row) {
    const before = this.all.get(row[0]);
    if (!before || before.version <= row[1]) this.all.set(row[0], Rounds.round(row));
  }

  static round(row) {
    return Object.fromEntries(FIELDS.map((name, at) => [name, row[at]]));
  }

  workOf(round) {
    return this.works[round.work];
  }

  // The team a round belongs to: its own, else its post's.
  teamOf(round) {
    const post = this.names.posts[round.post];
    return round.team || (post && post.team) || 0;
  }

  vendorOf(round) {
    const team = this.names.teams[this.teamOf(round)];
    return round.vendor || (team && team.vendor) || 0;
  }

  who(round) {
    const { people, posts, teams, vendors } = this.names;
    const post = posts[round.post];
    const team = teams[this.teamOf(round)];
    const own = people[round.account] || (post && post.name);
    return [own, team ? team.name : vendors[round.vendor]].filter(Boolean).join(" · ");
  }
}
