// Puts the cursor into one field of the page, once for every new turn.
let last = null

export default function ({ data }) {
  const { key, turn } = data
  if (last === turn) return
  let tries = 0
  const look = () => {
    const field = document.querySelector(`.st-key-${key} input, .st-key-${key} textarea`)
    if (field) {
      last = turn
      field.focus()
    } else if (tries++ < 40) {
      setTimeout(look, 50)
    }
  }
  look()
}
