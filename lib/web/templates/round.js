const D = DATA, scans = {}, MARKS = { todo: "○", begun: "✎", to_send: "↑", not_taken: "!", done: "✓", warned: "▲", failed: "✗", left: "◑", skipped: "–" };
D.here.forEach(n => { scans[n] = D.code; });
if (D.stop && !location.hash) history.replaceState(null, "", "#s" + D.stop);
const page = document.getElementById("stops"), ending = document.getElementById("ending"), act = document.getElementById("act");
const opened = {};
if (!Element.prototype.replaceChildren) Element.prototype.replaceChildren = function () { this.textContent = ""; this.append.apply(this, arguments); };

function el(tag, about, inside) {
  const one = document.createElement(tag);
  Object.keys(about || {}).forEach(name => {
    if (name.slice(0, 2) === "on") one.addEventListener(name.slice(2), about[name]);
    else if (name === "text") one.textContent = about[name];
    else if (about[name] !== false && about[name] != null) one.setAttribute(name, about[name] === true ? "" : about[name]);
  });
  (inside || []).forEach(part => { if (part) one.append(part); });
  return one;
}
const stopAt = n => D.route.find(stop => stop.at === n);
const draftOf = n => Kept.get(D.round, n);
function standing(n) {
  const draft = draftOf(n), visit = D.visits[n];
  if (draft) return draft.e ? "not_taken" : draft.q ? "to_send" : "begun";
  return visit ? visit.state : "todo";
}
function fresh(n) {
  const visit = D.visits[n], draft = { who: ME.name, v: D.version, a: {}, w: "", c: scans[n] || "" };
  if (visit) { draft.a = JSON.parse(JSON.stringify(visit.answers)); draft.w = visit.words; }
  return draft;
}
// Every tap is kept at once; what was ready to be sent is not any more until it is finished again.
function change(n, how) {
  const draft = draftOf(n) || fresh(n);
  how(draft);
  draft.q = false;
  if (draft.e) { draft.e.error = ""; if (!Object.keys(draft.e.fields || {}).length) delete draft.e; }
  if (scans[n]) draft.c = scans[n];
  Kept.put(D.round, n, draft);
}
function changeItem(n, item, how) {
  change(n, draft => {
    how(draft.a[item.id] = draft.a[item.id] || {});
    if (draft.e && draft.e.fields) delete draft.e.fields[item.id];
  });
}
function number(item, text) {
  let plain = (text || "").normalize("NFKC").toLowerCase().replace(/\s/g, "").replace("−", "-").replace(/。/g, ".").replace(/\.+$/, "");
  const ending = item.endings.find(word => plain.endsWith(word));
  if (ending) plain = plain.slice(0, -ending.length);
  if (!plain) return null;
  if (/^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain)) plain = plain.replace(/,/g, "");
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : NaN;
}
// Ten times beyond everything it is known by: most likely a slip of the finger; asked, never refused.
function unlikely(stop, item, value) {
  const last = stop.last[item.id], known = [item.warn_low, item.warn_high, item.fail_low, item.fail_high, last ? Number(last[0]) : null].filter(one => one).map(Math.abs);
  return value !== null && !isNaN(value) && known.length > 0 && Math.abs(value) > 10 * Math.max(...known);
}
function beyond(value, low, high) { return (low !== null && value < low) || (high !== null && value > high); }
function verdict(stop, item, a) {
  if (item.kind === "yes_no") return a.w === "yes" ? "done" : a.w === "no" ? "failed" : "";
  if (item.kind === "choice") return !a.w ? "" : item.bad.includes(a.w) ? "failed" : "done";
  if (item.kind !== "number" && item.kind !== "meter") return "";
  const value = number(item, a.n), last = stop.last[item.id];
  if (value === null) return "";
  if (isNaN(value)) return "not_a_number";
  if (beyond(value, item.fail_low, item.fail_high)) return "over";
  if (item.kind === "meter" && last && value < Number(last[0])) return "backwards";
  return beyond(value, item.warn_low, item.warn_high) ? "near" : "ok";
}
function answered(stop, item, a) {
  if (!a) return false;
  if ((a.u || "").trim()) return true;
  if (a.u !== undefined && opened["u" + stop.at + "." + item.id]) return false;
  const photos = (a.p || []).filter(p => !p.bad).length;
  if (item.photo && !photos) return false;
  switch (item.kind) {
    case "yes_no": case "choice": return !!a.w;
    case "text": return !!(a.w || "").trim();
    case "photo": return photos > 0;
  }
  const found = verdict(stop, item, a);
  return found !== "" && found !== "not_a_number" && (found !== "backwards" || !!(a.w || "").trim());
}
const empty = a => !a || (!a.n && !a.w && !a.u && !(a.p || []).length);
function lacking(stop, draft) {
  return D.items.filter(item => { const a = draft && draft.a[item.id]; return !answered(stop, item, a) && (item.needed || !empty(a)); });
}

const short = numbers => numbers.map(number => "…" + number.split("-").pop()).join(" ");
// Codes such as KS-003 are never broken in two.
function coded(text) { return text.split(/([A-Za-z0-9]+(?:[-\/][A-Za-z0-9]+)+)/).map((part, n) => n % 2 ? el("span", { class: "code", text: part }) : part); }
function stateWord(state, visit) {
  const both = state === "failed" && visit && !visit.whole ? [state, "left"] : [state];
  return el("span", { class: "states" }, both.reduce((all, one, n) => all.concat(n ? el("span", { class: "sep", text: " · " }) : null, el("span", { class: "is " + one }, [MARKS[one] + " " + SAY[one]])), []));
}
function list() {
  page.replaceChildren(el("ol", { class: "plain route" }, D.route.map((stop, n) => {
    const visit = D.visits[stop.at], state = standing(stop.at);
    return el("li", {}, [el("a", { href: "#s" + stop.at, class: "to " + state }, [
      el("b", { class: "n", text: n + 1 }),
      el("span", { class: "what" }, [el("strong", {}, coded(stop.title)), stop.place ? el("small", { text: stop.place }) : null,
        visit ? el("small", { text: filled(SAY.by, { who: visit.by, time: visit.time }) + (visit.scanned ? " · " + SAY.on_site : "") }) : null]),
      stateWord(state, visit),
    ])]);
  })));
  act.replaceChildren(D.open && D.state === "running" ? el("a", { class: "button quiet", href: "#end", text: SAY.end }) : "");
}

function quick(n, item, again) {
  return REASONS.map(reason => el("button", { type: "button", class: "chip-button", text: reason, onclick: () => again(reason) }));
}
function photos(stop, item, a) {
  const row = el("div", { class: "pics" });
  (a.p || []).forEach((p, k) => {
    const source = p.t ? "/files/" + p.t : Kept.picture(p.i);
    row.append(el("figure", p.bad ? { class: "bad" } : {}, [el("img", { src: source || "", alt: SAY.photo }), el("button", {
      type: "button", class: "gone", text: "✕ " + SAY.remove, onclick: () => {
        changeItem(stop.at, item, now => { now.p = (now.p || []).filter((other, m) => m !== k); });
        if (p.i) Kept.throwAway(p.i);
        redraw(stop, item);
      },
    })]));
  });
  const pick = el("input", { type: "file", accept: "image/*", capture: "environment", class: "unseen", onchange: event => { take(stop, item, event.target.files[0]); event.target.value = ""; } });
  const wanted = item.photo || item.kind === "photo";
  row.append(el("label", { class: "chip-button camera" + (wanted ? " wanted" : "") }, [pick, "＋ " + (wanted && item.needed ? SAY.photo_needed : SAY.photo)]));
  return row;
}
function take(stop, item, file) {
  if (!file) return;
  smaller(file, 1100, 0.7, 1e5).then(small => {
    const reader = new FileReader();
    reader.onload = () => {
      const id = Kept.random();
      Kept.keep(id, reader.result);
      changeItem(stop.at, item, a => { a.p = (a.p || []).concat({ i: id }); });
      redraw(stop, item);
      Kept.send();
    };
    reader.readAsDataURL(small);
  });
}
function big(stop, item, a, value, words, mark, kind) {
  const on = a.w === value;
  return el("button", { type: "button", class: "big " + kind + (on ? " on" : ""), "aria-pressed": on ? "true" : "false", onclick: () => {
    changeItem(stop.at, item, now => { now.w = value; delete now.u; });
    redraw(stop, item);
  } }, [mark + " " + words]);
}
function grow(box) { box.style.height = "auto"; box.style.height = box.scrollHeight + 4 + "px"; }
// What is wrong, in words, for the ticket it opens.
function explained(stop, item, a) {
  if (verdict(stop, item, a) !== "failed") return null;
  const box = el("textarea", { rows: 1, class: "grows", placeholder: SAY.what_is_wrong, "aria-label": SAY.what_is_wrong, maxlength: 1000, oninput: event => { grow(box); changeItem(stop.at, item, now => { now.r = event.target.value; }); } }, [a.r || ""]);
  requestAnimationFrame(() => grow(box));
  return box;
}
function measured(stop, item, a) {
  const last = stop.last[item.id], sign = el("p", { class: "verdict", role: "status" }), sure = el("p", { class: "sure", role: "status" });
  const remark = el("input", { value: a.w || "", placeholder: SAY.remark, "aria-label": SAY.remark, maxlength: 1000, oninput: event => changeItem(stop.at, item, now => { now.w = event.target.value; }) });
  function judge(now) {
    const found = verdict(stop, item, now), marks = { ok: "✓ ", near: "▲ ", over: "✗ ", backwards: "▲ ", not_a_number: "✗ " };
    sign.className = "verdict " + found;
    sign.textContent = found ? marks[found] + SAY[found] : "";
    const value = number(item, now.n), odd = unlikely(stop, item, value);
    sure.hidden = !odd;
    sure.textContent = odd ? filled(SAY.sure, { number: value }) : "";
    remark.hidden = !(now.w || ["near", "over", "backwards"].includes(found));
  }
  const input = el("input", { value: a.n || "", inputmode: "decimal", autocomplete: "off", maxlength: 30, "aria-label": item.words, oninput: event => {
    changeItem(stop.at, item, now => { now.n = event.target.value; delete now.u; });
    judge(draftOf(stop.at).a[item.id]);
    bar(stop);
  } });
  judge(a);
  const about = [item.limits ? filled(SAY.limits, { limits: item.limits }) : "", item.near ? filled(SAY.near_limits, { limits: item.near }) : "", item.kind === "meter" ? (last ? filled(SAY.last, { number: last[0] + " " + item.unit, time: last[1] }) : SAY.never_read) : ""];
  return [el("div", { class: "measure" }, [input, el("span", { class: "unit", text: item.unit })]), el("p", { class: "muted", text: about.filter(Boolean).join(" · ") }), sign, sure, remark];
}
function asked(stop, item, a) {
  switch (item.kind) {
    case "yes_no": return [el("div", { class: "two" }, [big(stop, item, a, "yes", SAY.yes, "✓", "fine"), big(stop, item, a, "no", SAY.no, "✗", "bad")])];
    case "choice": return [el("div", { class: "some" }, item.choices.map(choice => big(stop, item, a, choice, choice, item.bad.includes(choice) ? "✗" : "", item.bad.includes(choice) ? "bad" : "fine")))];
    case "number": case "meter": return measured(stop, item, a);
    case "text": return [el("textarea", { rows: 2, maxlength: 1000, "aria-label": item.words, oninput: event => { changeItem(stop.at, item, now => { now.w = event.target.value; delete now.u; }); bar(stop); } }, [a.w || ""])];
  }
  return [];
}
function unchecked(stop, item, a) {
  const input = el("input", { value: a.u || "", placeholder: SAY.why, "aria-label": SAY.why, maxlength: 1000, oninput: event => { changeItem(stop.at, item, now => { now.u = event.target.value; }); bar(stop); } });
  const set = reason => { changeItem(stop.at, item, now => { now.u = reason; }); redraw(stop, item); };
  return [el("p", { class: "verdict left", text: "◑ " + SAY.not_checked }), el("div", { class: "chips-row" }, quick(stop.at, item, set)), input,
    el("button", { type: "button", class: "link", text: SAY.check_after_all, onclick: () => { delete opened["u" + stop.at + "." + item.id]; changeItem(stop.at, item, now => { delete now.u; }); redraw(stop, item); } })];
}
function card(stop, item, n) {
  const draft = draftOf(stop.at) || fresh(stop.at), a = draft.a[item.id] || {}, wrong = draft.e && draft.e.fields && draft.e.fields[item.id];
  const closed = opened["u" + stop.at + "." + item.id] || (a.u || "").trim();
  const inside = [el("h3", {}, [el("span", { class: "n", text: n + 1 }), item.words, item.needed ? null : el("small", { text: " " + SAY.optional })]), item.hint ? el("p", { class: "muted", text: item.hint }) : null];
  if (item.id in stop.known) inside.push(el("p", { class: "known", text: filled(SAY.known, { number: short([stop.known[item.id]]) }) }));
  if (wrong) inside.push(el("p", { class: "field-error", role: "alert", text: wrong }));
  if (closed) inside.push(...unchecked(stop, item, a));
  else {
    const row = photos(stop, item, a);
    row.append(el("button", { type: "button", class: "chip-button", text: SAY.not_checked + " …", onclick: () => { opened["u" + stop.at + "." + item.id] = true; redraw(stop, item); } }));
    inside.push(...asked(stop, item, a), explained(stop, item, a), row);
  }
  return el("section", { class: "card item" + (wrong ? " wrong" : ""), id: "i" + item.id }, inside);
}
function redraw(stop, item) {
  const there = document.getElementById("i" + item.id);
  if (there) there.replaceWith(card(stop, item, D.items.indexOf(item)));
  const all = document.getElementById("all-fine");
  if (all) all.replaceWith(allFine(stop));
  bar(stop);
}
function allFine(stop) {
  const draft = draftOf(stop.at) || fresh(stop.at);
  const open = D.items.filter(item => item.kind === "yes_no" && item.needed && empty(draft.a[item.id]) && !opened["u" + stop.at + "." + item.id]);
  return el("div", { id: "all-fine" }, open.length < 2 ? [] : [el("button", { type: "button", class: "quiet", text: "✓ " + filled(SAY.all_in_order, { n: open.length }), onclick: () => {
    change(stop.at, now => open.forEach(item => { now.a[item.id] = { w: "yes" }; }));
    draw();
  } })]);
}

function head(stop) {
  const n = D.route.indexOf(stop), inside = [el("p", { class: "top" }, [el("a", { class: "back", href: "#", text: "‹ " + SAY.back }), el("span", { class: "muted", text: filled(SAY.stop_n, { n: n + 1, all: D.route.length }) })]), el("h2", {}, coded(stop.title))];
  if (stop.place) inside.push(el("p", { class: "muted", text: stop.place }));
  if (stop.notes) inside.push(el("p", { class: "banner", text: stop.notes }));
  const draft = draftOf(stop.at), visit = D.visits[stop.at];
  if ((draft && draft.c) || scans[stop.at] || (visit && visit.scanned && !draft)) inside.push(el("p", { class: "good", text: "✓ " + SAY.on_site }));
  else if (!visit || draft) inside.push(el("p", { class: "muted", text: SAY.scan_hint }));
  return inside;
}
function readOf(item, a) {
  return a.u ? "◑ " + a.u : a.w === "yes" ? "✓ " + SAY.yes : a.w === "no" ? "✗ " + SAY.no : a.n ? [a.n + " " + item.unit, a.w].filter(Boolean).join(" ") : a.w;
}
// What somebody saw, in one line: what was measured and what was wrong; the rest was in order.
function summed(visit) {
  if (visit.skipped) return filled(SAY.skipped_because, { reason: visit.skipped });
  const told = D.items.filter(item => { const a = visit.answers[item.id]; return a && a.w !== "yes" && readOf(item, a); });
  const said = told.map(item => (told.length > 1 || !visit.answers[item.id].n ? item.words + " " : "") + readOf(item, visit.answers[item.id]));
  return said.concat(visit.words || []).join(" · ") || "✓ " + SAY.done;
}
function seen(stop, visit) {
  const inside = [el("p", {}, [stateWord(visit.state, visit), " " + filled(SAY.by, { who: visit.by, time: visit.time })])];
  if (visit.skipped) inside.push(el("p", { text: filled(SAY.skipped_because, { reason: visit.skipped }) }));
  if (visit.tickets.length) inside.push(el("p", { class: "failed", text: filled(SAY.tickets, { numbers: visit.tickets.join(" ") }) }));
  inside.push(el("dl", {}, D.items.filter(item => visit.answers[item.id]).reduce((rows, item) => {
    const a = visit.answers[item.id], words = readOf(item, a);
    return rows.concat(el("dt", { text: item.words }), el("dd", {}, [words].concat(a.p.map(p => el("img", { class: "small", src: "/files/" + p.t, alt: SAY.photo })))));
  }, [])));
  if (visit.words) inside.push(el("p", { text: visit.words }));
  const before = D.earlier[stop.at];
  if (before) inside.push(el("p", { class: "muted", text: filled(SAY.earlier, { who: before.by, time: before.time, found: summed(before) }) }));
  if (D.open) inside.push(el("button", { type: "button", class: "quiet", text: visit.skipped ? SAY.do_it_after_all : SAY.put_right, onclick: () => { change(stop.at, () => {}); draw(); } }));
  return inside;
}
function trouble(stop, draft) {
  const inside = [];
  if (draft.e && draft.e.error && !Object.keys(draft.e.fields || {}).length) inside.push(el("p", { class: "alert", role: "alert", text: draft.e.error }));
  if (draft.e && draft.e.onward) inside.push(el("button", { type: "button", text: SAY.moved_on, onclick: () => { const to = draft.e.onward; Kept.move(D.round, to, stop.at); location.assign("/rounds/" + to + "#s" + stop.at); } }));
  if (draft.v !== D.version) inside.push(el("p", { class: "banner", text: SAY.looked_again }));
  const visit = D.visits[stop.at];
  if (visit && visit.by !== ME.name) inside.push(el("p", { class: "banner", text: filled(SAY.was_here, { who: visit.by, time: visit.time, found: summed(visit) }) }));
  return inside;
}
function skipping(stop, draft) {
  const input = el("input", { value: draft.s || "", placeholder: SAY.why, "aria-label": SAY.why, maxlength: 1000 });
  const go = () => { if (!input.value.trim()) { input.focus(); return; } change(stop.at, now => { now.s = input.value.trim(); }); finish(stop); };
  return el("details", { class: "skip" }, [el("summary", { text: SAY.skip + " …" }), el("div", { class: "chips-row" }, quick(stop.at, null, reason => { input.value = reason; })), input, el("button", { type: "button", class: "danger", text: SAY.skip_now, onclick: go })]);
}
function cards(stop) {
  const all = D.items.map((item, n) => card(stop, item, n)), last = D.items.map(item => item.kind).lastIndexOf("yes_no");
  if (last >= 0) all.splice(last + 1, 0, allFine(stop));
  return all;
}
function one(stop) {
  const draft = draftOf(stop.at), visit = D.visits[stop.at], inside = head(stop);
  if (!draft && (visit || !D.open)) page.replaceChildren(...inside, ...(visit ? seen(stop, visit) : []));
  else {
    const now = draft || fresh(stop.at);
    if (!now.s) inside.push(skipping(stop, now));
    inside.push(el("div", { id: "trouble" }, trouble(stop, now)));
    if (now.s) inside.push(el("p", { text: filled(SAY.skipped_because, { reason: now.s }) }), el("button", { type: "button", class: "quiet", text: SAY.do_it_after_all, onclick: () => { change(stop.at, d => { delete d.s; }); draw(); } }));
    else inside.push(...cards(stop), el("label", { for: "words", text: SAY.words }),
      el("textarea", { id: "words", rows: 2, maxlength: 1000, oninput: event => change(stop.at, d => { d.w = event.target.value; }) }, [now.w || ""]));
    inside.push(el("details", {}, [el("summary", { text: SAY.throw_away + " …" }), el("button", { type: "button", class: "danger", text: SAY.throw_away, onclick: () => { Kept.forget(D.round, stop.at); draw(); } })]));
    page.replaceChildren(...inside);
  }
  bar(stop);
}
// A second tap meant for the stop before does nothing at the next one.
const settled = () => Date.now() - turned > 500;
let turned = 0;
act.addEventListener("click", event => { if (!settled()) { event.preventDefault(); event.stopPropagation(); } }, true);
function turn() {
  turned = Date.now();
  draw();
  scrollTo(0, 0);
  const first = D.items[0], stop = here(), box = stop && page.querySelector(".item .measure input");
  if (box && !box.value && ["number", "meter"].includes(first.kind)) box.focus({ preventScroll: true });
  if (stop) setTimeout(() => { if (here() === stop) bar(stop); }, 520);
}
function bar(stop) {
  const draft = draftOf(stop.at);
  if (!draft && (!D.open || D.visits[stop.at])) { const to = next(stop); act.replaceChildren(D.open && to ? el("a", { class: "button quiet", href: "#s" + to.at, text: filled(SAY.stop_n, { n: D.route.indexOf(to) + 1, all: D.route.length }) + " ›" }) : ""); return; }
  if (draft && draft.q && !draft.e) { act.replaceChildren(stateWord("to_send")); return; }
  const open = draft && draft.s ? 0 : lacking(stop, draft || fresh(stop.at)).length;
  act.replaceChildren(el("button", { type: "button", class: open ? "quiet" : "", id: "finish", disabled: !settled(), text: open ? filled(SAY.open_items, { n: open }) : next(stop) ? SAY.finish_next : SAY.finish, onclick: () => finish(stop) }));
}
function next(stop) {
  const n = D.route.indexOf(stop), round = D.route.slice(n + 1).concat(D.route.slice(0, n));
  return round.find(other => ["todo", "begun"].includes(standing(other.at)));
}
function finish(stop) {
  const draft = draftOf(stop.at) || fresh(stop.at), open = draft.s ? [] : lacking(stop, draft);
  if (open.length) {
    document.querySelectorAll(".item.open").forEach(one => one.classList.remove("open"));
    open.forEach(item => document.getElementById("i" + item.id).classList.add("open"));
    document.getElementById("i" + open[0].id).scrollIntoView({ block: "center" });
    return;
  }
  const known = {};
  D.items.forEach(item => { if (!empty(draft.a[item.id])) known[item.id] = draft.a[item.id]; });
  Object.assign(draft, { a: known, q: true, at: Date.now(), key: Kept.random(), v: D.version });
  delete draft.e;
  Kept.put(D.round, stop.at, draft);
  Kept.send();
  const to = next(stop);
  location.hash = to ? "#s" + to.at : "#";
}

function whyLeft(visit) {
  if (!visit) return SAY.todo;
  if (visit.skipped) return filled(SAY.skipped_because, { reason: visit.skipped });
  const reasons = Object.values(visit.answers).map(a => a.u).filter(Boolean);
  return filled(SAY.n_unchecked, { n: reasons.length, reasons: Array.from(new Set(reasons)).join("、") });
}
function closing() {
  const visits = D.route.map(stop => D.visits[stop.at]).filter(Boolean), whole = visits.filter(v => v.whole);
  const left = D.route.filter(stop => !whole.includes(D.visits[stop.at])), tickets = visits.reduce((all, v) => all.concat(v.tickets), []);
  const waits = D.route.some(stop => draftOf(stop.at));
  const set = (id, text) => { document.getElementById(id).textContent = text; };
  set("e-done", [filled(SAY.sum, { done: whole.length, all: D.route.length }), D.warned ? "▲ " + filled(SAY.some_near, { n: D.warned }) : "", D.failed ? "✗ " + filled(SAY.some_failed, { n: D.failed }) : ""].filter(Boolean).join(" · "));
  set("e-tickets", tickets.length ? filled(SAY.tickets, { numbers: Array.from(new Set(tickets)).join(" ") }) : "");
  document.getElementById("e-left").replaceChildren(...left.map(stop => el("li", {}, coded(stop.title + " · " + whyLeft(D.visits[stop.at])))));
  const miss = document.getElementById("e-miss");
  if (miss) miss.textContent = filled(SAY.n_missed, { n: left.length });
  document.getElementById("e-choose").hidden = !left.length;
  document.getElementById("e-wait").hidden = !waits;
  document.getElementById("e-go").disabled = waits;
  act.replaceChildren("");
}
document.getElementById("e-form").addEventListener("submit", event => {
  event.preventDefault();
  const form = event.target, go = document.getElementById("e-go"), wrong = document.getElementById("e-wrong"), choice = form.querySelector("[name=choice]:checked");
  go.disabled = true;
  const chosen = document.getElementById("e-choose").hidden || !choice ? "" : choice.value;
  fetch("/rounds/" + D.round + "/end", { method: "POST", redirect: "manual", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ choice: chosen, reason: form.reason.value }) })
    .then(answer => answer.json().then(said => { if (answer.ok) location.assign(said.to); else throw said.error; }))
    .catch(why => { go.disabled = false; wrong.hidden = false; wrong.textContent = typeof why === "string" ? why : SAY.no_line; });
});

function here() { const found = /^#s(\d+)$/.exec(location.hash); return found && stopAt(Number(found[1])); }
function draw() {
  const stop = here(), end = location.hash === "#end" && D.open;
  document.getElementById("e-go").hidden = !end;
  ending.hidden = !end;
  page.hidden = end;
  document.getElementById("about").hidden = !!(stop || end);
  if (end) closing(); else if (stop) one(stop); else list();
}
function take_over(now) {
  Object.keys(now).forEach(name => { if (name in D) D[name] = now[name]; });
  document.getElementById("state").textContent = D.state_words + " · " + filled(SAY.sum, { done: D.done, all: D.route.length });
  const others = D.people.filter(name => name !== ME.name);
  document.getElementById("people").textContent = others.length ? filled(SAY.also, { names: others.join(" ") }) : "";
}
Kept.listen(news => {
  if (news && news.round === D.round) {
    if (news.ok) take_over(news.told);
    if (news.ok) tell(arrived(stopAt(news.stop), news.told));
    if (location.hash === "#s" + news.stop || !/^#s/.test(location.hash)) draw();
  } else if (!news && location.hash === "#end") closing();
});
// What came of a stop: whose visit it follows, and which tickets it opened or was added to.
function arrived(stop, told) {
  const visit = told.visits[stop.at] || { tickets: [] }, known = Object.values(stop.known), opened = visit.tickets.filter(number => !known.includes(number)), added = visit.tickets.filter(number => known.includes(number));
  const said = [told.before ? filled(SAY.who_before, told.before) : "", opened.length ? filled(SAY.tickets, { numbers: short(opened) }) : "", added.length ? filled(SAY.added, { numbers: short(added) }) : ""].filter(Boolean);
  return said.length ? stop.title + " · " + said.join(" · ") : "";
}
function tell(words) {
  const note = document.getElementById("news");
  note.replaceChildren(...coded(words));
  note.hidden = !words;
}
function look() {
  if (document.visibilityState !== "visible") return;
  fetch("/rounds/" + D.round + "/now", { redirect: "manual" }).then(answer => { if (!answer.ok) throw 0; return answer.json(); }).then(now => {
    if (now.version !== D.version) { location.reload(); return; }
    const over = D.open && !now.open;
    const stop = here(), before = stop && D.visits[stop.at];
    take_over(now);
    if (!stop || over || (!draftOf(stop.at) && (before && before.seq) !== (D.visits[stop.at] && D.visits[stop.at].seq))) draw();
    else if (document.getElementById("trouble")) document.getElementById("trouble").replaceChildren(...trouble(stop, draftOf(stop.at) || fresh(stop.at)));
  }).catch(() => {});
}
setInterval(look, 30e3);
addEventListener("hashchange", turn);
addEventListener("pageshow", event => { if (event.persisted) look(); });
addEventListener("online", look);
function lineless() { document.getElementById("offline").hidden = Kept.standing().line !== "no_line"; }
Kept.listen(lineless);
turn();
showLine();
lineless();
Kept.send();
