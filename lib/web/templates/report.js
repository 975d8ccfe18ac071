(function () {
  var form = document.getElementById("new"), code = form.dataset.code, waiting = false, touched = false;
  var fields = ["description", "name", "phone", "service2", "description2", "service3", "description3", "key"];
  function get(key) { try { return JSON.parse(localStorage.getItem(key) || "null"); } catch (e) { return null; } }
  function set(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch (e) { /* private window */ } }
  function all(name) { return form.querySelectorAll('[name="' + name + '"]'); }
  function radio(name) { return form.querySelector('[name="' + name + '"]:checked'); }
  var presumed = all("presumed")[0], list = form.querySelector('select[name="service"]');

  function preset(from) {
    if (touched || !from) return;
    var wanted = from.getAttribute("data-s") || "normal";
    all("severity").forEach(function (one) { one.checked = one.value === wanted; });
    presumed.value = wanted;
  }
  function save() {
    var kept = { code: code, at: Date.now(), service: (radio("service") || list).value, severity: touched ? (radio("severity") || {}).value : "" };
    fields.forEach(function (name) { kept[name] = all(name)[0].value; });
    set("onestop-draft", kept);
  }
  function restore(kept) {
    fields.forEach(function (name) { if (kept[name] && (name === "key" || !all(name)[0].value)) all(name)[0].value = kept[name]; });
    all("service").forEach(function (one) {
      if (one.type === "radio") one.checked = one.value === kept.service;
    });
    if (!radio("service")) list.value = kept.service || "";
    if (kept.severity) { touched = true; presumed.value = ""; all("severity").forEach(function (one) { one.checked = one.value === kept.severity; }); }
    if (kept.description2 || kept.description3) form.querySelector("details").open = true;
    if (!touched) preset(radio("service") || list.options[list.selectedIndex]);
  }

  var me = get("onestop-me") || {}, draft = get("onestop-draft");
  if (!form.hasAttribute("data-sent") && draft && draft.code === code && Date.now() - draft.at < 864e5) restore(draft);
  ["name", "phone"].forEach(function (name) {
    if (!all(name)[0].value) all(name)[0].value = me[name] || "";
    document.querySelectorAll('.here [name="' + name + '"]').forEach(function (one) { one.value = me[name] || ""; });
  });
  touched = touched || !!(form.hasAttribute("data-sent") && radio("severity") && !presumed.value);

  form.addEventListener("input", function (event) {
    var from = event.target;
    if (from.name === "severity") { touched = true; presumed.value = ""; }
    if (from === list && list.value) {
      all("service").forEach(function (one) { if (one.type === "radio") one.checked = false; });
      preset(list.options[list.selectedIndex]);
    } else if (from.name === "service") { list.value = ""; preset(from); }
    if (from.type !== "file") save();
  });

  form.addEventListener("submit", function (event) {
    var button = document.getElementById("send");
    if (waiting) { event.preventDefault(); return; }
    set("onestop-me", { name: all("name")[0].value, phone: all("phone")[0].value });
    save();
    waiting = true;
    button.textContent = form.dataset.busy;
    setTimeout(function () { button.disabled = true; }, 0);
  });
  window.addEventListener("pageshow", function (event) { if (event.persisted) location.reload(); });
})();
