// Chrome 109, the last one for Windows 7, lacks what Streamlit's tables call on a click.
for (const [name, make] of [
  ["toSorted", (list, compare) => list.sort(compare)],
  ["toReversed", (list) => list.reverse()],
  ["toSpliced", (list, ...rest) => (list.splice(...rest), list)],
]) {
  if (!Array.prototype[name]) {
    Object.defineProperty(Array.prototype, name, { value(...rest) { return make([...this], ...rest); } });
  }
}
