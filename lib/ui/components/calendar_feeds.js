// Addresses that Outlook and phones subscribe to: for me, a team, a company.
class Feeds {
  // `calendar` gives words, language, said(text).
  constructor(calendar) {
    this.calendar = calendar;
    this.root = el("dialog", "feeds");
    this.root.setAttribute("aria-label", calendar.words.subscribe);
  }

  async open() {
    const { words, language } = this.calendar;
    const body = el("div", "body");
    this.choice = el("select");
    this.choice.setAttribute("aria-label", words.whose);
    this.choice.onchange = () => this.ask(false);
    this.shown = el("div", "body");
    const close = button(words.close, "", () => this.root.close());
    body.append(el("h2", "", words.subscribe), el("p", "muted", words.subscribeHow), this.choice, this.shown, close);
    this.root.replaceChildren(body);
    this.root.showModal();
    try {
      const answer = await fetch(`/inspections/feeds?lang=${language}`, { cache: "no-store" });
      const { feeds } = await answer.json();
      this.choice.append(...feeds.map((one) => new Option(one.kind === "person" ? fill(words.myOwn, one) : one.name, JSON.stringify({ kind: one.kind, id: one.id }))));
      await this.ask(false);
    } catch {
      this.shown.replaceChildren(el("p", "refusal", words.unloaded));
    }
  }

  async ask(renew) {
    const { words, language } = this.calendar;
    const answer = await posted(`/inspections/feeds?lang=${language}`, { ...JSON.parse(this.choice.value), renew });
    if (!answer.ok) return this.shown.replaceChildren(el("p", "refusal", answer.refusal || words.lostLong));
    const address = el("input", "address");
    Object.assign(address, { value: answer.url, readOnly: true });
    address.setAttribute("aria-label", words.address);
    address.onfocus = () => address.select();
    const copy = button(words.copy, "primary", () => this.copy(address, copy));
    const open = el("a", "", words.inCalendar);
    open.href = answer.url.replace(/^https?:/, "webcal:");
    const row = el("div", "row");
    row.append(address, copy);
    const more = el("div", "row");
    more.append(open, this.renewing());
    const warning = answer.unreachable && el("p", "refusal", fill(words.unreachable, { address: answer.unreachable, name: "ONESTOP_ADDRESS" }));
    this.shown.replaceChildren(...(warning ? [warning] : []), row, Feeds.picture(answer.qr, words.qr), more, el("p", "muted", words.whoHasIt));
    if (renew) this.calendar.said(words.renewed);
  }

  // Asked once more before the old address ends: whoever uses it would find nothing any more.
  renewing() {
    const { words } = this.calendar;
    const renew = button(words.renew, "plain", () => {
      if (renew.dataset.sure) return this.ask(true);
      renew.dataset.sure = "1";
      renew.textContent = words.renewSure;
    });
    return renew;
  }

  // Without HTTPS browsers give no clipboard to pages: then the old way.
  async copy(address, pressed) {
    address.select();
    try {
      await navigator.clipboard.writeText(address.value);
    } catch {
      document.execCommand("copy");
    }
    pressed.textContent = this.calendar.words.copied;
  }

  static picture(qr, words) {
    const names = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(names, "svg");
    svg.setAttribute("viewBox", `0 0 ${qr.side} ${qr.side}`);
    svg.setAttribute("class", "qr");
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", words);
    const white = document.createElementNS(names, "rect");
    for (const side of ["width", "height"]) white.setAttribute(side, qr.side);
    white.setAttribute("fill", "#fff");
    const path = document.createElementNS(names, "path");
    path.setAttribute("d", qr.path);
    svg.append(white, path);
    return svg;
  }
}
