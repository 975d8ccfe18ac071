// What is being typed in a box that has to be drawn anew: taken out before, put back after, with the cursor.
const TYPED = [".talk .note", ".find"];

function typedIn(root) {
  const active = root.getRootNode().activeElement;
  const fields = TYPED.map((name) => root.querySelector(name));
  const cursor = active && active.selectionStart !== undefined ? [active.selectionStart, active.selectionEnd] : null;
  return { refusal: root.querySelector(".refusal"), fields, active, cursor, inside: root.contains(active), at: root.scrollTop };
}

// False where the focus was on something that is no more.
function restored(root, { refusal, fields, active, cursor, inside, at }) {
  const anew = TYPED.map((name) => root.querySelector(name));
  // With the reason for an exception, which may be half written.
  if (refusal) root.querySelector(".head").after(refusal);
  fields.forEach((field, i) => {
    if (!field || !anew[i]) return;
    anew[i].value = field.value;
    if (anew[i].oninput) anew[i].oninput();
  });
  root.scrollTop = at;
  if (!inside) return true;
  const goal = refusal && refusal.contains(active) ? active : fields.includes(active) && anew[fields.indexOf(active)];
  if (!goal) return false;
  goal.focus();
  if (cursor) goal.setSelectionRange(...cursor);
  return true;
}
