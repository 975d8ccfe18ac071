// What was just done is said once, not again whenever the page is loaded.
if (/[?&]said=/.test(location.search)) history.replaceState(null, "", location.pathname + location.search.replace(/([?&])said=[^&]*&?/, "$1").replace(/[?&]$/, ""));
