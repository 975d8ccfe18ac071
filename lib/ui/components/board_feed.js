// The board's line to the server: hears changes, notices silence, comes back by itself.
const SILENCE = 4500;
const LONGEST_WAIT = 10000;

class Feed {
  // `heard` gets each message, `stands` "live", "lost" or "ended".
  constructor(language, heard, stands) {
    Object.assign(this, { language, heard, stands, offset: 0, tries: 0, closed: false, state: "" });
    this.connect();
    this.watch = setInterval(() => this.listenForSilence(), 500);
  }

  // The server's clock, which the promises run on; this computer's may be wrong.
  now() {
    return (Date.now() + this.offset) / 1000;
  }

  connect() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    this.last = Date.now();
    this.socket = new WebSocket(`${scheme}://${location.host}/feed/board?lang=${this.language}`);
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
    if (this.socket) this.socket.close();
  }
}

// One order, sent again once with the same key when the line breaks on the way.
async function order(action, sent, language) {
  const key = Array.from(crypto.getRandomValues(new Uint8Array(12)), (n) => n.toString(16).padStart(2, "0")).join("");
  const post = () =>
    fetch(`/board/actions/${action}?lang=${language}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...sent, key }),
    });
  const answer = await post().catch(() => new Promise((go) => setTimeout(go, 1500)).then(post));
  if (answer.redirected) return { ended: true };
  return { ok: answer.ok, ...(await answer.json()) };
}
