// What the board is narrowed to, kept in the address so that it can be shared and come back.
const PARAMS = ["only", "campus", "team", "vendor", "service", "severity", "q"];
const LISTS = ["campus", "team", "vendor", "service", "severity"];
const LEFT = "board_left";

class Filters {
  // `changed` is called after every choice.
  constructor(words, params, changed) {
    this.words = words;
    this.changed = changed;
    const asked = Filters.address();
    this.chosen = Object.fromEntries(PARAMS.map((name) => [name, asked.get(name) || params[name] || ""]));
    this.choices = {};
    this.root = el("details", "filters");
    this.root.open = window.innerWidth > 700 || PARAMS.slice(1).some((name) => this.chosen[name]);
    this.root.append(el("summary", "", words.filters), this.row());
  }

  // Kept while a ticket is open, for `address`.
  static leave() {
    if (!new URLSearchParams(location.search).has("number")) sessionStorage.setItem(LEFT, location.search);
  }

  // Opening a ticket leaves the board's path with that ticket's number in the history: whoever comes back there by the
  // browser's Back finds the board as they left it.
  static address() {
    const asked = new URLSearchParams(location.search);
    if (!asked.has("number")) return asked;
    const left = sessionStorage.getItem(LEFT) || "";
    history.replaceState(history.state, "", location.pathname + left);
    return new URLSearchParams(left);
  }

  row() {
    const row = el("div", "row");
    row.append(this.text());
    for (const name of LISTS) {
      const select = el("select");
      select.setAttribute("aria-label", this.words[`any_${name}`]);
      select.onchange = () => this.choose(name, select.value);
      this.choices[name] = select;
      row.append(select);
    }
    this.clear = el("button", "plain", this.words.clear);
    this.clear.onclick = () => this.unfilter();
    row.append(this.clear);
    this.clear.hidden = !this.any();
    return row;
  }

  text() {
    const text = el("input", "text");
    text.type = "search";
    text.placeholder = this.words.text;
    text.setAttribute("aria-label", this.words.text);
    text.value = this.chosen.q;
    text.oninput = () => this.choose("q", text.value);
    this.choices.q = text;
    return text;
  }

  // The choices there are, once the names are known.
  offer(names) {
    const named = (table) => Object.entries(table).map(([id, one]) => [id, one.name]);
    const lists = {
      campus: Object.entries(names.campuses),
      team: named(names.teams),
      vendor: named(names.vendors),
      service: Object.entries(names.groups),
      severity: SEVERITIES.map((code) => [code, names.words.severity[code]]),
    };
    for (const [name, entries] of Object.entries(lists)) {
      const select = this.choices[name];
      select.replaceChildren(new Option(this.words[`any_${name}`], ""), ...entries.map(([id, text]) => new Option(text, id)));
      select.value = this.chosen[name];
      select.hidden = entries.length < 2;
    }
  }

  any() {
    return PARAMS.some((name) => this.chosen[name]);
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
    const address = new URL(location.href);
    for (const name of PARAMS) {
      if (this.chosen[name]) address.searchParams.set(name, this.chosen[name]);
      else address.searchParams.delete(name);
    }
    history.replaceState(history.state, "", address);
    this.clear.hidden = !this.any();
    this.changed();
  }
}
