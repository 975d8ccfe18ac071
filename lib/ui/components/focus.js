// Puts the cursor into one field of the page, once for every new turn and every time the page is opened.
const turns = new WeakMap()

export default function ({ data, parentElement }) {
  const { key, turn } = data
  if (turns.get(parentElement) === turn) return
  let tries = 0
  const look = () => {
    const field = document.querySelector(`.st-key-${key} input, .st-key-${key} textarea`)
    if (field) {
      turns.set(parentElement, turn)
      field.focus()
    } else if (tries++ < 40) {
      setTimeout(look, 50)
    }
  }
  look()
}
