// The line of a board or calendar to the server: hears changes, notices silence, comes back by itself.
const SILENCE = 4500;
const LONGEST_WAIT = 10000;

class Feed {
  // `heard` gets each message, `stands` "live", "lost" or "ended". `where`: says at which path it listens.
  constructor(language, heard, stands, where = () => "/feed/board") {
    Object.assign(this, { language, heard, stands, where, offset: 0, tries: 0, closed: false, state: "" });
    this.connect();
    this.watch = setInterval(() => this.listenForSilence(), 500);
    // A computer that slept, a tab that was hidden, a cable plugged in again: looked after at once, not at the next turn.
    this.awake = () => document.visibilityState === "visible" && this.atOnce();
    document.addEventListener("visibilitychange", this.awake);
    window.addEventListener("online", this.awake);
    this.cut = () => this.socket && this.drop();
    window.addEventListener("offline", this.cut);
  }

  // The server's clock, which the promises run on; this computer's may be wrong.
  now() {
    return (Date.now() + this.offset) / 1000;
  }

  connect() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    this.last = Date.now();
    const address = new URL(this.where(), `${scheme}://${location.host}`);
    address.searchParams.set("lang", this.language);
    this.socket = new WebSocket(address);
    this.socket.onmessage = (event) => this.take(JSON.parse(event.data));
    this.socket.onclose = (event) => this.lost(event.code);
  }

  take(message) {
    this.last = Date.now();
    if (message.kind === "beat") this.offset = message.now - Date.now();
    this.tries = 0;
    this.become("live");
    this.heard(message);
  }

  listenForSilence() {
    if (this.socket && Date.now() - this.last > SILENCE) this.drop();
  }

  atOnce() {
    if (this.closed || this.state === "ended") return;
    if (this.socket) return this.listenForSilence();
    clearTimeout(this.again);
    this.connect();
  }

  // `where` says something else now.
  elsewhere() {
    if (this.closed || this.state === "ended") return;
    clearTimeout(this.again);
    if (this.socket) {
      this.socket.onclose = this.socket.onmessage = null;
      this.socket.close();
    }
    this.connect();
  }

  drop() {
    const silent = this.socket;
    silent.onclose = silent.onmessage = null;
    silent.close();
    this.lost(0);
  }

  lost(code) {
    this.socket = null;
    if (this.closed) return;
    if (code === 4401 || code === 4403) return this.become("ended");
    this.become("lost");
    const wait = Math.min(LONGEST_WAIT, 500 * 2 ** this.tries++) * (0.75 + Math.random() / 2);
    this.again = setTimeout(() => this.stillSignedIn().then((yes) => yes && this.connect()), wait);
  }

  // A sign-in that ended while the line was down is refused before the socket opens: browsers do not say why.
  async stillSignedIn() {
    if (this.tries < 2) return true;
    try {
      const answer = await fetch("/board/tickets/0", { redirect: "manual", cache: "no-store" });
      if (answer.type !== "opaqueredirect" && answer.status !== 401) return !this.closed;
      this.become("ended");
      return false;
    } catch {
      this.lost(0);
      return false;
    }
  }

  become(state) {
    if (state === this.state) return;
    this.state = state;
    this.stands(state);
  }

  close() {
    this.closed = true;
    clearInterval(this.watch);
    clearTimeout(this.again);
    document.removeEventListener("visibilitychange", this.awake);
    window.removeEventListener("online", this.awake);
    window.removeEventListener("offline", this.cut);
    if (this.socket) this.socket.close();
  }
}

// Sent again with the same key while the line is broken: the server carries each key out once, however often it comes.
const AGAIN = [1000, 2000, 4000];

// One order: {ok, card} or {ok: false, refusal, …}; {ended} when nobody is signed in any more, {lost} when the line is.
async function order(action, sent, language) {
  return posted(`/board/actions/${action}?lang=${language}`, { ...sent, key: freshKey() });
}

function freshKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (n) => n.toString(16).padStart(2, "0")).join("");
}

async function posted(address, sent) {
  const how = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(sent) };
  for (const wait of [...AGAIN, 0]) {
    try {
      const answer = await fetch(address, how);
      if (answer.redirected || answer.status === 401) return { ended: true };
      return { ok: answer.ok, ...(await answer.json()) };
    } catch {
      if (wait) await new Promise((go) => setTimeout(go, wait));
    }
  }
  return { lost: true };
}
