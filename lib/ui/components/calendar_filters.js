// What of the calendar is on show, kept in the address so that it can be shared and come back.
const KINDS = ["inspection", "maintenance", "statutory", "drill"];
const LISTS = ["campus", "team", "vendor", "category", "kind"];
const PARAMS = ["state", ...LISTS, "mine", "q"];
const LEFT = "inspection_calendar_left";

class Filters {
  // `changed` is called after every choice. `me`: {account, team, inspector}.
  constructor(words, params, me, changed) {
    Object.assign(this, { words, me, changed, choices: {} });
    const asked = Filters.address();
    this.chosen = Object.fromEntries(PARAMS.map((name) => [name, asked.get(name) || params[name] || ""]));
    this.root = el("details", "filters");
    this.root.open = innerWidth > 700 || PARAMS.slice(1).some((name) => this.chosen[name]);
    this.root.append(el("summary", "", words.filters), this.row());
  }

  // Kept while a round is open: whoever comes back by the browser's Back finds the calendar as they left it.
  static leave() {
    if (!new URLSearchParams(location.search).has("id")) sessionStorage.setItem(LEFT, location.search);
  }

  static address() {
    const asked = new URLSearchParams(location.search);
    if (!asked.has("id")) return asked;
    const left = sessionStorage.getItem(LEFT) || "";
    history.replaceState(history.state, "", location.pathname + left);
    return new URLSearchParams(left);
  }

  // `pushed`: a step that the browser's Back takes back, with what is to be known of it; else the address of this one.
  static note(values, pushed = null) {
    const address = new URL(location.href);
    for (const [name, value] of Object.entries(values)) {
      if (value) address.searchParams.set(name, value);
      else address.searchParams.delete(name);
    }
    if (pushed) history.pushState(pushed, "", address);
    else history.replaceState(history.state, "", address);
  }

  row() {
    const row = el("div", "row");
    const text = el("input", "text");
    text.type = "search";
    text.placeholder = this.words.text;
    text.setAttribute("aria-label", this.words.text);
    text.value = this.chosen.q;
    text.oninput = () => this.choose("q", text.value);
    this.choices.q = text;
    this.mine = button(this.words.mine, "toggle", () => this.choose("mine", this.chosen.mine ? "" : "1"));
    row.append(text, this.mine);
    for (const name of LISTS) {
      const select = el("select");
      select.setAttribute("aria-label", this.words[`any_${name}`]);
      select.onchange = () => this.choose(name, select.value);
      this.choices[name] = select;
      row.append(select);
    }
    this.clear = button(this.words.clear, "plain", () => this.unfilter());
    row.append(this.clear);
    this.mark();
    return row;
  }

  // The choices there are, once the names are known.
  offer(rounds) {
    const { names, works } = rounds;
    const categories = new Set(Object.values(works).flatMap((work) => work.categories));
    const lists = {
      campus: Object.entries(names.campuses),
      team: Object.entries(names.teams).map(([id, team]) => [id, team.name]),
      vendor: Object.entries(names.vendors),
      category: [...categories].sort().map((name) => [name, name]),
      kind: KINDS.map((code) => [code, this.words[`kind_${code}`]]),
    };
    for (const [name, entries] of Object.entries(lists)) {
      const select = this.choices[name];
      const chosen = this.chosen[name];
      if (chosen && !entries.some(([id]) => id === chosen)) entries.push([chosen, chosen]);
      const options = [["", this.words[`any_${name}`]], ...entries];
      if (select.dataset.holds !== JSON.stringify(options)) {
        select.dataset.holds = JSON.stringify(options);
        select.replaceChildren(...options.map(([id, text]) => new Option(text, id)));
      }
      select.value = chosen;
      select.hidden = entries.length < 2 && !chosen;
    }
  }

  // Whether the round is among what was asked for, whatever its state.
  fits(round, rounds) {
    const { campus, team, vendor, category, kind, mine, q } = this.chosen;
    const work = rounds.workOf(round);
    if (!work) return false;
    if (campus && String(round.campus) !== campus) return false;
    if (team && String(rounds.teamOf(round)) !== team) return false;
    if (vendor && String(rounds.vendorOf(round)) !== vendor) return false;
    if (category && !work.categories.includes(category)) return false;
    if (kind && work.kind !== kind) return false;
    if (mine && !this.isMine(round, rounds)) return false;
    if (!q) return true;
    const said = `${work.find} ${rounds.who(round)}`.toLowerCase();
    return q.toLowerCase().split(/\s+/).every((word) => said.includes(word));
  }

  // Given to me or, while nobody in person has it, to my team; what is given to nobody is the inspectors'.
  isMine(round, rounds) {
    if (round.account) return round.account === this.me.account;
    const team = rounds.teamOf(round);
    return team ? team === this.me.team : !round.vendor && this.me.inspector;
  }

  choose(name, value) {
    this.chosen[name] = value;
    this.tell();
  }

  unfilter() {
    for (const name of PARAMS) this.chosen[name] = "";
    for (const choice of Object.values(this.choices)) choice.value = "";
    this.tell();
  }

  tell() {
    Filters.note(this.chosen);
    this.mark();
    this.changed();
  }

  get any() {
    return PARAMS.some((name) => this.chosen[name]);
  }

  // The place of the button stays when it goes: the days below do not jump.
  mark() {
    this.clear.classList.toggle("away", !this.any);
    this.mine.setAttribute("aria-pressed", Boolean(this.chosen.mine));
  }
}
