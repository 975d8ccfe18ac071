// Moving a round to another day: shown at once, taken back when refused, a reason asked for outside its window.
class Moving {
  // `calendar` gives words, rounds, language, draw(), said(text, undo), now().
  constructor(calendar) {
    this.calendar = calendar;
    // Where rounds stand while the server has not answered.
    this.pending = new Map();
    this.root = el("dialog", "asking");
  }

  // Whether it was moved. The server says whether a reason is needed: a round may be on its way home.
  async ask(round, day) {
    if (day === round.day || this.pending.has(round.id)) return false;
    this.pending.set(round.id, day);
    this.calendar.draw();
    let answer = await this.send(round, day, "");
    while (answer && !answer.ok && answer.field === "reason") answer = await this.withReason(round, day, answer);
    this.pending.delete(round.id);
    return this.answered(round, day, answer);
  }

  outside(round, day) {
    return day < round.from || day > round.until;
  }

  send(round, day, reason) {
    return posted(`/inspections/rounds/${round.id}/move?lang=${this.calendar.language}`, { version: round.version, day, reason });
  }

  answered(round, day, answer) {
    const { calendar } = this;
    const { words } = calendar;
    if (answer && answer.round) calendar.rounds.put(answer.round);
    if (answer && answer.ok) {
      const said = answer.reason ? words.movedOutside : words.moved;
      const name = calendar.rounds.workOf(round).name;
      const undo = { id: round.id, to: round.day };
      calendar.glow(round.id);
      calendar.said(fill(said, { name, day: calendar.parts.dayName(day) }), undo.to >= calendar.today() ? undo : null);
    } else if (answer) {
      calendar.said(answer.ended ? words.ended : answer.lost ? words.lostLong : answer.refusal, null, true);
    }
    calendar.draw();
    return Boolean(answer && answer.ok);
  }

  // Back to where it stood.
  undo({ id, to }) {
    const round = this.calendar.rounds.all.get(id);
    if (round) this.ask(round, to);
  }

  // Asks why, then sends; null when somebody thought better of it.
  withReason(round, day, { refusal, reason: typed }) {
    const { words, parts, rounds } = this.calendar;
    const form = el("form");
    form.noValidate = true;
    const reason = el("textarea", "reason");
    reason.maxLength = 200;
    reason.rows = 3;
    reason.value = typed || "";
    reason.setAttribute("aria-label", words.reason);
    const buttons = el("div", "row");
    const send = el("button", "primary", words.move);
    const leave = button(words.cancel, "", () => this.root.close());
    leave.type = "button";
    buttons.append(send, leave);
    const about = fill(words.outside, { from: round.from.slice(5), until: round.until.slice(5), day: day.slice(5) });
    form.append(el("h2", "", `${rounds.workOf(round).name} → ${parts.dayName(day)}`), el("p", "", about));
    const refused = el("p", "refusal", typed ? refusal : words.reasonWanted);
    refused.setAttribute("role", "alert");
    refused.hidden = !typed;
    form.append(refused);
    form.append(el("label", "", words.reason), reason, buttons);
    this.root.replaceChildren(form);
    this.root.showModal();
    reason.focus();
    return new Promise((done) => {
      let sent = false;
      form.onsubmit = (event) => {
        event.preventDefault();
        refused.hidden = Boolean(reason.value.trim());
        if (!refused.hidden) return (refused.textContent = words.reasonWanted), reason.focus();
        sent = true;
        this.root.close();
        this.send(round, day, reason.value).then((answer) => done({ ...answer, reason: reason.value }));
      };
      this.root.onclose = () => sent || done(null);
    });
  }
}
