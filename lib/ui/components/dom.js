// Elements made by script; everything people typed goes in as text, never as HTML.
function el(tag, name, text) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text !== undefined) made.textContent = text;
  return made;
}

// Writes only what is different: an unchanged node costs the browser nothing.
function put(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function button(text, name, press) {
  const made = el("button", name, text);
  made.onclick = press;
  return made;
}

function fill(pattern, facts) {
  return pattern.replace(/\{(\w+)\}/g, (_, name) => facts[name]);
}
