// A tab left open after its sign-in ended goes to the sign-in page, as soon as somebody looks at it or the line breaks.
(() => {
  if (window.onestopSignedIn) return;
  window.onestopSignedIn = true;
  const leave = () => location.replace("/sign-in?ended");
  const ask = () => {
    if (document.visibilityState !== "visible") return;
    fetch("/signed-in", { cache: "no-store" }).then((answer) => answer.status === 401 && leave(), () => {});
  };
  addEventListener("pageshow", (event) => event.persisted && ask());
  document.addEventListener("visibilitychange", ask);
  // Streamlit asks for its settings before it connects again; turned away, it would only say so, in English.
  const ended = (entry) => entry.name.includes("/_stcore/") && entry.responseStatus === 401;
  new PerformanceObserver((list) => list.getEntries().some(ended) && leave()).observe({ type: "resource" });
})()
