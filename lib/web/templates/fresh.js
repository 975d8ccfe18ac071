// The page keeps up with the work while somebody looks at it, never under the hands of somebody who is writing.
(function () {
  var busy = false, since = Date.now();
  ["input", "change", "submit"].forEach(function (kind) { document.addEventListener(kind, function () { busy = true; }, true); });
  function again() {
    if (!busy && document.visibilityState === "visible" && Date.now() - since > 55e3 && !document.querySelector("details[open]")) location.reload();
  }
  setInterval(again, 60e3);
  document.addEventListener("visibilitychange", again);
})();
