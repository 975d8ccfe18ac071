// Brings a part of the page into sight that was drawn below the edge of the window, once for every new turn.
const turns = new WeakMap()

export default function ({ data, parentElement }) {
  const { key, turn } = data
  if (turns.get(parentElement) === turn) return
  turns.set(parentElement, turn)
  let tries = 0
  const look = () => {
    const part = document.querySelector(`.st-key-${key}`)
    if (!part) {
      if (tries++ < 40) setTimeout(look, 50)
    } else if (part.getBoundingClientRect().top > innerHeight - 160) {
      part.scrollIntoView({ block: "center", behavior: "smooth" })
    }
  }
  look()
}
