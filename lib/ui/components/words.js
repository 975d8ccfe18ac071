// Streamlit says a few things in English whatever the page's language. WORDS, from chrome.py, says them in ours.
(() => {
  if (window.onestopWords) return;
  window.onestopWords = true;
  const words = new Map(Object.entries(WORDS));
  const size = /^([\d.]+\s?[KMG]?B) per file/;
  const ours = "[data-testid=stMarkdownContainer], [data-testid=stHtml], pre";
  // The button inside an upload field looks like Markdown of ours, and is not.
  const theirs = "[data-testid=stFileUploaderDropzone]";
  const isOurs = (element) => element?.closest(ours) && !element.closest(theirs);
  const limit = /^File must be ([\d.]+\s?[KMG]?B) or smaller\.$/;
  // A long list of endings tells nobody that pictures are meant.
  const endings = /^(• )?([A-Z0-9]+, ){4,}[A-Z0-9]+$/;
  const said = (text) => {
    const known = words.get(text.trim());
    if (known) return known;
    if (endings.test(text.trim())) return text.replace(/[A-Z0-9].*/, /PDF/.test(text) ? PAPERS : PICTURES);
    if (limit.test(text)) return text.replace(limit, (_, n) => TOO_LARGE.replace("{size}", n));
    return size.test(text) ? text.replace(size, (_, n) => PER_FILE.replace("{size}", n)) : null;
  };
  const put = (node) => {
    const text = said(node.nodeValue);
    if (text !== null && node.nodeValue !== text && !isOurs(node.parentElement)) node.nodeValue = text;
  };
  // "Fullscreen: …", "day, …", "Remove …": their word, then the label of ours that it belongs to.
  const labelled = /^([A-Za-z /-]+?)(?:: |, | (?![A-Za-z]))(.+)$/s;
  const called = (text) => {
    const [, first, rest] = labelled.exec(text) ?? [];
    return words.get(text) ?? (words.has(first) ? `${words.get(first)}：${rest}` : null);
  };
  const dress = (element) => {
    for (const name of ["aria-label", "title", "placeholder", "alt"]) {
      const text = called(element.getAttribute(name) ?? "");
      if (text) element.setAttribute(name, text);
    }
  };
  const walk = (root) => {
    if (root.nodeType === Node.TEXT_NODE) return put(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    const nodes = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = root; node; node = nodes.nextNode()) node.nodeType === Node.TEXT_NODE ? put(node) : dress(node);
  };
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(walk);
      else if (change.type === "characterData") put(change.target);
      else dress(change.target);
    }
  }).observe(document.documentElement, {
    subtree: true, childList: true, characterData: true, attributes: true,
    attributeFilter: ["aria-label", "title", "placeholder", "alt"],
  });
  walk(document.body);
  document.documentElement.lang = "zh-CN";
})();
