// Prints one part of the page and nothing around it: a copy in a frame of its own, with the part's own styles.
function printed(part, css, title) {
  const frame = document.createElement("iframe");
  frame.style.cssText = "position:fixed;right:0;bottom:0;width:0;height:0;border:0";
  document.body.append(frame);
  const paper = frame.contentDocument;
  paper.title = title;
  const look = paper.createElement("style");
  look.textContent = css;
  const copy = part.cloneNode(true);
  copy.querySelectorAll("details").forEach((one) => { one.open = true; });
  paper.head.append(look);
  paper.body.append(paper.importNode(copy, true));
  paper.body.className = "paper";
  frame.contentWindow.onafterprint = () => setTimeout(() => frame.remove(), 100);
  frame.contentWindow.focus();
  frame.contentWindow.print();
}
