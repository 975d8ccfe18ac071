// People, teams and vendors a job can go to, by a few letters of the name or its pinyin initials.
class Anybody {
  // `board` gives words, names, duty; `give` takes whom and the name.
  constructor(board, give) {
    Object.assign(this, { board, give });
  }

  // `facts`: `teams` it may go to (null: any) and `lacking`, what somebody's papers lack by id.
  box(facts) {
    const { words } = this.board;
    const box = el("section");
    const find = el("input", "find");
    find.placeholder = words.find;
    find.setAttribute("aria-label", words.find);
    const list = el("div", "list");
    const narrow = () => list.replaceChildren(...this.found(find.value, facts));
    find.oninput = narrow;
    find.onkeydown = (event) => {
      const first = list.querySelector("button");
      if (event.key === "Enter" && first && find.value) first.click();
      if (event.key === "ArrowDown" && first) first.focus(), event.preventDefault();
    };
    list.onkeydown = (event) => amongArrows(event, list.querySelectorAll("button"));
    narrow();
    box.append(el("h3", "", words.anybody), find, list);
    return box;
  }

  found(typed, { teams: allowed, lacking }) {
    const { board } = this;
    const { names, words } = board;
    const said = typed.trim().toLowerCase().replace(/\s+/g, "");
    const fitting = (one) => one.active && (!said || one.find.replace(/\s+/g, "").includes(said));
    const mine = (team) => !allowed || allowed.includes(Number(team));
    const rows = [];
    const add = (kind, id, name, beside, doubts = []) => {
      const row = button("", "choice", () => this.give({ [kind]: Number(id) }, name));
      row.append(el("strong", "", name), el("span", "", beside), ...doubts.map((text) => el("b", "flag urged doubt", text)));
      rows.push(row);
    };
    for (const [id, one] of Object.entries(names.people)) {
      const team = names.teams[one.team];
      const byTeam = said && team && team.find.replace(/\s+/g, "").includes(said);
      if (mine(one.team) && (fitting(one) || (byTeam && one.active))) add("person", id, one.name, team ? team.name : "", doubtsAbout(board, id, lacking));
    }
    for (const [id, one] of Object.entries(names.teams)) if (mine(id) && fitting(one)) add("team", id, one.name, words.wholeTeam);
    if (!allowed) for (const [id, one] of Object.entries(names.vendors)) if (fitting(one)) add("vendor", id, one.name, words.wholeVendor);
    return rows.length ? rows : [el("p", "muted", words.nobody)];
  }
}

// What speaks against giving it to this person now, in a few words: not on duty, only standby, a paper that lacks.
function doubtsAbout({ names, duty, words }, id, lacking = {}) {
  const post = duty && duty.people[id];
  const away = duty && !post && !duty.whole.includes(names.people[id].team);
  return [away && words.offDuty, post && post.standby && words.standby, lacking[id]].filter(Boolean);
}

// The arrows up and down go along a list of choices.
function amongArrows(event, choices) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const at = [...choices].indexOf(event.currentTarget.getRootNode().activeElement);
  if (!step || at < 0) return;
  event.preventDefault();
  const next = choices[at + step];
  if (next) next.focus();
}
