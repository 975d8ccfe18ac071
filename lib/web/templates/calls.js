// Jobs that wait are called out until somebody accepts them; the page keeps up with the work, and says when it cannot.
(function () {
  var box = document.getElementById("calls"), light = box.querySelector(".live"), said = JSON.parse(box.dataset.words);
  var speaker = new Speaker(box.dataset.person, JSON.parse(box.dataset.voice), box.querySelector("button"));
  var socket, heard = Date.now(), wait = 1000, keys = {}, busy = false;
  ["input", "submit"].forEach(function (kind) { document.addEventListener(kind, function () { busy = true; }, true); });
  function show(live) { light.textContent = live ? said.live : said.lost; light.className = live ? "muted live" : "late live"; }
  function again() {
    if (busy || document.querySelector("main details[open]")) return;
    fetch(location.href, { credentials: "same-origin" }).then(function (answer) { return answer.ok ? answer.text() : ""; }).then(function (text) {
      var fresh = text && new DOMParser().parseFromString(text, "text/html").getElementById("work");
      if (fresh && !busy) document.getElementById("work").replaceWith(document.adoptNode(fresh));
    }).catch(function () {});
  }
  function take(message) {
    heard = Date.now(); wait = 1000; show(true);
    if (message.calls.some(function (call) { return !keys[call.key]; }) && navigator.vibrate) navigator.vibrate([300, 100, 300]);
    keys = {};
    message.calls.forEach(function (call) { keys[call.key] = true; });
    speaker.stands(message.calls);
    if (message.changed) again();
  }
  function open() {
    socket = new WebSocket((location.protocol === "https:" ? "wss://" : "ws://") + location.host + box.dataset.feed);
    socket.onmessage = function (event) { take(JSON.parse(event.data)); };
    socket.onclose = function (event) {
      show(false);
      if (event.code === 4401 || event.code === 4403) return location.reload();
      setTimeout(open, wait);
      wait = Math.min(wait * 2, 15000);
    };
  }
  setInterval(function () { if (Date.now() - heard > 4500) { show(false); heard = Date.now(); socket.close(); } }, 500);
  addEventListener("online", again);
  open();
})();
