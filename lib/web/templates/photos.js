{% include "smaller.js" %}
// Both pickers of a form fill one field, so that a second photo does not push out the first.
document.querySelectorAll(".photo").forEach(function (pick) {
  var form = pick.closest("form"), wrong = pick.nextElementSibling, thumbs = wrong.nextElementSibling, busy = 0, waiting = false, bag, store;
  try { bag = new DataTransfer(); } catch (e) { bag = null; }
  if (bag) {
    pick.className += " js";
    store = document.createElement("input");
    store.type = "file"; store.name = "photos"; store.multiple = true; store.hidden = true;
    form.appendChild(store);
    pick.querySelectorAll("input").forEach(function (input) { input.removeAttribute("name"); });
  }
  function show() {
    store.files = bag.files;
    thumbs.textContent = "";
    Array.prototype.forEach.call(bag.files, function (file, n) {
      var one = document.createElement(/^video/.test(file.type) ? "video" : "img");
      one.src = URL.createObjectURL(file);
      one.title = one.alt = thumbs.dataset.remove + " " + file.name;
      one.onclick = function () { bag.items.remove(n); show(); };
      thumbs.appendChild(one);
    });
  }
  // Some phones give no type to their own photos: the server looks at those.
  function fits(file) { return !file.type || /^(image|video)\//.test(file.type); }
  pick.addEventListener("change", function (event) {
    var files = Array.prototype.slice.call(event.target.files), other = files.filter(function (file) { return !fits(file); });
    wrong.hidden = !other.length;
    wrong.textContent = other.length ? wrong.dataset.wrong.replace("{name}", other[0].name) : "";
    if (!bag) { if (other.length) event.target.value = ""; return; }
    busy += 1;
    Promise.all(files.filter(fits).map(function (file) { return smaller(file); })).then(function (ready) {
      ready.forEach(function (file) { bag.items.add(file); });
      event.target.value = "";
      show();
    }).then(function () {
      busy -= 1;
      if (waiting && !busy) form.submit();
    });
  });
  form.addEventListener("submit", function (event) {
    if (busy) { waiting = true; event.preventDefault(); }
  });
});
