// Says new emergencies and tickets that have just become late, for whoever switched the speaker on.
class Announcer {
  constructor(board, person, words) {
    this.board = board;
    this.button = el("button", "speaker");
    this.speaker = new Speaker(person, words, this.button);
    // What stood on the board when it was opened is no news.
    this.known = null;
  }

  look() {
    const { board } = this;
    if (!board.names || !board.cards.size) return;
    const now = board.feed.now();
    const news = new Map([...board.cards.values()].map((card) => [this.event(card, now), card]));
    news.delete("");
    const fresh = this.known ? [...news].filter(([key]) => !this.known.has(key)) : [];
    this.known = new Set([...(this.known || []), ...news.keys()].filter((key) => board.cards.has(Number(key.split(" ")[0]))));
    if (fresh.length > MOST_SAID) this.speaker.say(fill(board.words.sayMany, { n: fresh.length }));
    else for (const [key, card] of fresh) this.speaker.say(this.sentence(key, card));
  }

  // The one thing about a card that would be said now; a promise that was moved can be missed again.
  event(card, now) {
    if (column(card) === "done") return "";
    if (standing(card, now) === "late") return `${card.id} late ${card.stage} ${card.due}`;
    return card.severity === "emergency" && card.status === "new" ? `${card.id} emergency` : "";
  }

  sentence(key, card) {
    const { words, names } = this.board;
    const facts = {
      number: card.number.slice(-4).split("").join(" "),
      place: card.place || words.noPlace,
      service: names.services[card.guess || card.service] || "",
      words: card.words === names.services[card.service] ? "" : (card.words || "").slice(0, 30),
    };
    return fill(words[key.includes("late") ? `sayLate_${card.stage}` : "sayEmergency"], facts);
  }

  close() {
    this.speaker.close();
  }
}
