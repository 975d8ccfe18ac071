// Says things aloud with a voice of this computer, if the person wants it; shared by the board, duty rooms and phones.
class Speaker {
  // `person`: whose wish is remembered here. `words`: on, off, silent, greeting, language. `button`: switches it.
  constructor(person, words, button) {
    Object.assign(this, { words, button, key: `onestop-speaker-${person}`, standing: new Map(), said: {}, synth: window.speechSynthesis });
    try { this.on = localStorage.getItem(this.key) === "on"; } catch (_) { this.on = false; }
    // Reloaded, the page goes on where it was instead of saying everything again.
    try { this.said = JSON.parse(sessionStorage.getItem(this.key) || "{}"); } catch (_) { /* says it again */ }
    button.type = "button";
    button.onclick = () => this.turn(!this.on);
    // Voices arrive some time after the page.
    if (this.synth && this.synth.addEventListener) this.synth.addEventListener("voiceschanged", () => this.show());
    this.ticking = setInterval(() => this.repeat(), 1000);
    this.show();
  }

  // Only voices of this computer: others would send every word to somebody else's server.
  voice() {
    const own = this.synth ? this.synth.getVoices().filter((voice) => voice.localService) : [];
    return own.find((voice) => voice.lang.toLowerCase().replace("_", "-").startsWith(this.words.language));
  }

  show() {
    const able = Boolean(this.voice());
    this.button.textContent = !able ? this.words.silent : this.on ? this.words.on : this.words.off;
    this.button.setAttribute("aria-pressed", String(able && this.on));
    this.button.dataset.speaker = able ? (this.on ? "on" : "off") : "silent";
  }

  turn(on) {
    this.on = on;
    try { localStorage.setItem(this.key, on ? "on" : "off"); } catch (_) { /* forgotten when the page closes */ }
    if (!on && this.synth) this.synth.cancel();
    this.show();
    // Said at once: browsers let a page speak only after somebody pressed something in it.
    if (on) this.say(this.words.greeting);
  }

  say(text) {
    const voice = this.on && this.voice();
    if (!voice) return false;
    const said = new SpeechSynthesisUtterance(text);
    Object.assign(said, { voice, lang: voice.lang, rate: 1 });
    this.synth.speak(said);
    return true;
  }

  // What stands now, each {key, words, every}: a new one is said at once and again every so many seconds until it is gone.
  stands(calls) {
    const now = Date.now();
    const keys = new Set(calls.map((call) => call.key));
    for (const key of this.standing.keys()) if (!keys.has(key)) this.standing.delete(key);
    for (const call of calls) {
      const before = this.standing.get(call.key);
      this.standing.set(call.key, { ...call, next: before ? before.next : this.said[call.key] || now });
    }
    this.repeat();
  }

  repeat() {
    const now = Date.now();
    for (const call of this.standing.values()) {
      if (call.next > now) continue;
      if (this.say(call.words)) call.next = call.every ? now + call.every * 1000 : Number.MAX_SAFE_INTEGER;
    }
    this.said = Object.fromEntries([...this.standing].map(([key, call]) => [key, call.next]));
    try { sessionStorage.setItem(this.key, JSON.stringify(this.said)); } catch (_) { /* says it again */ }
  }

  close() {
    clearInterval(this.ticking);
  }
}
