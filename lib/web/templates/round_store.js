// What is answered stays on this phone until the hospital has it: one entry a stop, photos beside it, by account.
const Kept = (function () {
  const drafts = "onestop-round:", pictures = "onestop-photo:", mine = drafts + ME.id + ":", minePictures = pictures + ME.id + ":";
  const memory = {}, listeners = [];
  let full = false, broken = false, busy = false, line = "", pause = 0, timer = 0;

  function read(key) {
    if (key in memory) return memory[key];
    try { return localStorage.getItem(key); } catch (e) { broken = true; return null; }
  }
  function write(key, text) {
    try { localStorage.setItem(key, text); delete memory[key]; full = Object.keys(memory).length > 0; }
    catch (e) { memory[key] = text; full = true; }
  }
  function drop(key) {
    delete memory[key];
    try { localStorage.removeItem(key); } catch (e) { broken = true; }
    fit();
  }
  // What did not fit before may fit now.
  function fit() {
    Object.keys(memory).forEach(key => write(key, memory[key]));
    full = Object.keys(memory).length > 0;
  }
  function keys(start) {
    const found = Object.keys(memory);
    try { for (let n = 0; n < localStorage.length; n++) found.push(localStorage.key(n)); } catch (e) { broken = true; }
    return found.filter((key, n) => key.startsWith(start) && found.indexOf(key) === n);
  }
  const place = (round, stop) => mine + round + ":" + stop;
  function at(key) { try { return JSON.parse(read(key) || "null"); } catch (e) { return null; } }
  function random() {
    if (self.crypto && crypto.getRandomValues) return Array.from(crypto.getRandomValues(new Uint32Array(4)), n => n.toString(36)).join("");
    return Date.now().toString(36) + Math.random().toString(36).slice(2);
  }
  function all() { return keys(mine).map(key => ({ key: key, draft: at(key) })).filter(one => one.draft); }
  function changed(news) { listeners.forEach(tell => tell(news)); }
  function put(key, draft) { write(key, JSON.stringify(draft)); }
  function forget(key) {
    const draft = at(key);
    drop(key);
    if (draft) Object.values(draft.a || {}).forEach(a => (a.p || []).forEach(p => { if (p.i) drop(minePictures + p.i); }));
  }

  function post(address, body, type) {
    const stop = self.AbortController ? new AbortController() : null, late = stop && setTimeout(() => stop.abort(), 9e4);
    return fetch(address, { method: "POST", body: body, headers: { "Content-Type": type }, redirect: "manual", credentials: "same-origin", signal: stop ? stop.signal : undefined })
      .then(answer => {
        if (answer.type === "opaqueredirect" || answer.status === 401) throw "signed_out";
        if (answer.status >= 500 || answer.status === 429 || answer.status === 408) throw "no_line";
        return answer.json().then(told => ({ ok: answer.ok, told: told }));
      })
      .catch(why => { throw why === "signed_out" ? why : "no_line"; })
      .finally(() => clearTimeout(late));
  }
  // Photos first, so that the little store is free again; each gives way to the name the hospital keeps it under.
  async function sendPhotos(key) {
    const draft = at(key);
    for (const item of Object.keys((draft && draft.a) || {})) for (const p of draft.a[item].p || []) {
      if (!p.i || p.bad) continue;
      const data = read(minePictures + p.i);
      const got = data ? await post("/rounds/photos?who=" + ME.id, bytes(data), "application/octet-stream") : { ok: false, told: { error: SAY.bad_photo } };
      const now = at(key), there = now && now.a[item] && (now.a[item].p || []).find(other => other.i === p.i);
      if (!there) { drop(minePictures + p.i); continue; }
      if (got.ok) { there.t = got.told.t; delete there.i; } else { there.bad = true; now.e = { error: "", fields: { [item]: got.told.error } }; }
      put(key, now);
      if (got.ok) drop(minePictures + p.i);
      changed();
    }
  }
  function bytes(data) {
    const raw = atob(data.slice(data.indexOf(",") + 1)), out = new Uint8Array(raw.length);
    for (let n = 0; n < raw.length; n++) out[n] = raw.charCodeAt(n);
    return new Blob([out]);
  }
  async function sendStop(key) {
    const draft = at(key);
    if (!draft || !draft.q || draft.e) return;
    const answers = {};
    Object.keys(draft.a).forEach(item => {
      const a = draft.a[item];
      answers[item] = { n: a.n || "", w: a.w || "", r: a.r || "", u: a.u || "", p: (a.p || []).filter(p => p.t).map(p => p.t) };
    });
    const parts = key.slice(mine.length).split(":");
    const body = { who: ME.id, key: draft.key, at: draft.at, sent: Date.now(), code: draft.c || "", words: draft.w || "", skipped: draft.s || "", answers: answers };
    const got = await post("/rounds/" + parts[0] + "/stops/" + parts[1], JSON.stringify(body), "application/json");
    const now = at(key);
    if (now && now.key === draft.key) {
      if (got.ok) forget(key);
      else { now.e = { error: got.told.error, field: got.told.field, fields: got.told.fields || {}, onward: got.told.onward }; put(key, now); }
    }
    changed({ round: Number(parts[0]), stop: Number(parts[1]), ok: got.ok, told: got.told });
  }
  async function send() {
    if (busy) return;
    busy = true;
    clearTimeout(timer);
    fit();
    let left = false;
    try {
      const there = all();
      if (there.some(one => (one.draft.q && !one.draft.e))) { line = "sending"; changed(); }
      for (const one of there) await sendPhotos(one.key);
      for (const one of there) await sendStop(one.key);
      line = ""; pause = 0;
    } catch (why) { line = why; left = true; }
    busy = false;
    if (left && line === "no_line") { pause = Math.min(pause ? pause * 2 : 5e3, 3e5); timer = setTimeout(send, pause); }
    else if (!left && all().some(one => one.draft.q && !one.draft.e)) timer = setTimeout(send, 1e3);
    changed();
  }
  function standing() {
    const there = all(), waiting = there.filter(one => one.draft.q && !one.draft.e).length, begun = there.filter(one => !one.draft.q && !one.draft.e).length, refused = there.filter(one => one.draft.e).length;
    return { waiting: waiting, begun: begun, refused: refused, line: line || (navigator.onLine === false ? "no_line" : ""), full: full, broken: broken };
  }
  function others() {
    const found = {};
    keys(drafts).forEach(key => {
      const draft = key.startsWith(mine) ? null : at(key);
      if (draft && draft.who) found[draft.who] = (found[draft.who] || 0) + 1;
    });
    return found;
  }
  addEventListener("online", () => { pause = 0; send(); });
  addEventListener("offline", () => changed());
  addEventListener("pageshow", () => send());
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") { pause = 0; send(); } });

  return {
    random: random, send: send, standing: standing, others: others,
    get: (round, stop) => at(place(round, stop)),
    put: (round, stop, draft) => { put(place(round, stop), draft); changed(); },
    forget: (round, stop) => { forget(place(round, stop)); changed(); },
    move: (from, to, stop) => {
      const draft = at(place(from, stop));
      delete draft.e; draft.key = random();
      put(place(to, stop), draft);
      drop(place(from, stop));
      changed(); send();
    },
    picture: id => read(minePictures + id),
    keep: (id, data) => { write(minePictures + id, data); changed(); },
    throwAway: id => { drop(minePictures + id); changed(); },
    listen: tell => listeners.push(tell),
  };
})();
const filled = (words, facts) => words.replace(/\{(\w+)\}/g, (whole, name) => name in facts ? facts[name] : whole);
// The state of the line, always in sight.
function showLine() {
  const now = Kept.standing(), bar = document.getElementById("line"), parts = [];
  if (now.refused) parts.push(filled(SAY.refused_some, { n: now.refused }));
  if (now.waiting) parts.push(filled(SAY.waiting, { n: now.waiting }));
  if (now.begun) parts.push(filled(SAY.half, { n: now.begun }));
  if (now.line) parts.push(SAY[now.line]);
  bar.textContent = parts.join(" · ") || "✓ " + SAY.all_sent;
  bar.className = now.refused || now.line === "signed_out" ? "wrong" : now.waiting || now.begun || now.line ? "waits" : "";
  const alarm = document.getElementById("store"), other = Kept.others();
  const said = [now.full ? SAY.full : "", now.broken ? SAY.no_store : ""].concat(Object.keys(other).map(name => filled(SAY.others, { name: name, n: other[name] }))).filter(Boolean);
  alarm.hidden = !said.length;
  alarm.textContent = said.join(" ");
  const door = document.getElementById("sign-in");
  door.hidden = now.line !== "signed_out";
}
Kept.listen(showLine);
