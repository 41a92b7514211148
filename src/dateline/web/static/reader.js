// What the pages gain with a script: details beside the marks, marks lit from the record, keys.
// Without it every mark is a link to its card, and every card links back into the text.
"use strict";

const text = document.querySelector(".text");
const record = document.querySelector(".record");

if (text && record) {
  let popover = null;
  let pinned = false;

  const marksOf = (item) => text.querySelectorAll(`[data-item="${CSS.escape(item)}"]`);
  const cardOf = (item) => record.querySelector(`[data-card="${CSS.escape(item)}"]`);

  function light(items) {
    document.querySelectorAll(".lit").forEach((element) => element.classList.remove("lit"));
    for (const item of items) {
      marksOf(item).forEach((mark) => mark.classList.add("lit"));
      const card = cardOf(item);
      if (card) card.classList.add("lit");
    }
  }

  function close() {
    if (popover) popover.remove();
    popover = null;
    pinned = false;
    light([]);
  }

  // A mark lies within others: the innermost event or statement is shown, and the actor on top.
  function itemsAt(element) {
    const items = [];
    for (let at = element; at && at !== text; at = at.parentElement) {
      const item = at.dataset && at.dataset.item;
      if (item && !items.includes(item)) items.push(item);
    }
    return items.slice(0, 2);
  }

  function show(element, pin) {
    const items = itemsAt(element);
    close();
    if (!items.length) return;
    pinned = pin;
    light(items.slice(0, 1));
    popover = document.createElement("div");
    popover.className = "popover";
    popover.setAttribute("role", "status");
    for (const item of items) {
      const card = cardOf(item);
      if (!card) continue;
      const copy = card.cloneNode(true);
      copy.removeAttribute("id");
      copy.removeAttribute("tabindex");
      copy.classList.remove("lit");
      copy.querySelectorAll("details").forEach((details) => { details.open = item === items[0]; });
      copy.querySelectorAll(".jump").forEach((jump) => {
        jump.setAttribute("href", `#${item}`);
        jump.setAttribute("aria-label", `${item}: show in the record`);
      });
      popover.append(copy);
    }
    document.body.append(popover);
    if (matchMedia("(min-width: 60.01rem)").matches) {
      const at = element.getClientRects()[0] || element.getBoundingClientRect();
      const left = Math.min(at.left, innerWidth - popover.offsetWidth - 16);
      // Beside the mark, where there is more room: never over it.
      const below = innerHeight - at.bottom > Math.min(at.top, popover.offsetHeight + 16);
      const room = (below ? innerHeight - at.bottom : at.top) - 16;
      popover.style.setProperty("max-height", `${room}px`);
      const top = below ? at.bottom + 8 : at.top - popover.offsetHeight - 8;
      popover.style.setProperty("left", `${left + scrollX}px`);
      popover.style.setProperty("top", `${top + scrollY}px`);
    } else {
      // On a phone it stands at the foot of the screen: the mark is brought above it.
      const over = element.getBoundingClientRect().bottom + 16 - popover.getBoundingClientRect().top;
      if (over > 0) scrollBy(0, over);
    }
  }

  let waiting = 0;
  text.addEventListener("pointerover", (event) => {
    if (pinned || event.pointerType === "touch") return;
    const mark = event.target.closest("[data-item]");
    clearTimeout(waiting);
    if (mark) waiting = setTimeout(() => show(mark, false), 180);
    else waiting = setTimeout(close, 250);
  });
  text.addEventListener("pointerleave", () => {
    clearTimeout(waiting);
    if (!pinned) waiting = setTimeout(() => { if (popover && !popover.matches(":hover")) close(); }, 400);
  });
  text.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-item]");
    clearTimeout(waiting);
    if (!mark) return close();
    const link = mark.closest("a[href]");
    const narrow = !matchMedia("(min-width: 60.01rem)").matches;
    if (narrow) {
      // On a phone the record is far below: details come up first, their link leads there.
      event.preventDefault();
      show(mark, true);
    } else if (link) {
      close();
    }
  });
  document.addEventListener("click", (event) => {
    if (popover && !popover.contains(event.target) && !text.contains(event.target)) close();
    else if (popover && event.target.closest(".popover a")) close();
  });

  record.addEventListener("pointerover", (event) => {
    const card = event.target.closest("[data-card]");
    if (card) light([card.dataset.card]);
  });
  record.addEventListener("pointerleave", () => light([]));

  function step(kind, by) {
    const marks = [...text.querySelectorAll(kind)];
    if (!marks.length) return;
    const from = marks.indexOf(document.activeElement);
    const next = marks[(from < 0 && by < 0 ? marks.length - 1 : from + by + marks.length) % marks.length];
    next.focus();
    next.scrollIntoView({ block: "center" });
    show(next, true);
  }

  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    const steps = { j: [".trigger[href]", 1], k: [".trigger[href]", -1], n: [".flag", 1], p: [".flag", -1] };
    if (steps[event.key]) {
      event.preventDefault();
      step(...steps[event.key]);
    } else if (event.key === "Escape") {
      close();
    } else if (event.key === "Enter" && event.target.matches("[data-card]")) {
      const mark = document.getElementById(`t-${event.target.dataset.card}`);
      if (mark) location.hash = mark.id;
    }
  });

  // The card or mark that the address names takes the focus, so that Enter leads back.
  function arrive() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.matches("[data-card]")) {
      close();
      light([target.dataset.card]);
      target.focus({ preventScroll: true });
    } else if (target.matches("[data-item]")) {
      close();
      light([target.dataset.item]);
      target.focus({ preventScroll: true });
    }
  }
  addEventListener("hashchange", arrive);
  arrive();
}

const network = document.querySelector("svg.network");
if (network) {
  const near = (id) => {
    network.classList.toggle("focus", Boolean(id));
    network.querySelectorAll(".edge").forEach((edge) => {
      edge.classList.toggle("near", edge.dataset.from === id || edge.dataset.to === id);
    });
  };
  network.addEventListener("pointerover", (event) => {
    const node = event.target.closest("[data-node]");
    near(node ? node.dataset.node : "");
  });
  network.addEventListener("pointerleave", () => near(""));
}
