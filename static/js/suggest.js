/* Titles as you type, for every search field with data-suggest: the combobox pattern of the ARIA guide.
   Without this script the form works as it is. A field is made ready when it is first used: most pages
   are only read, and should not be laid out twice. */
(() => {
  "use strict";
  const WAIT = 180;

  document.querySelectorAll("input[data-suggest]").forEach((input, number) => {
    if (input === document.activeElement) makeReady(input, number);
    else input.addEventListener("focus", () => makeReady(input, number), {once: true});
  });

  function makeReady(input, number) {
    const address = new URL(input.dataset.suggest, document.baseURI);
    const list = document.createElement("ul");
    const status = document.createElement("p");
    let options = [], active = -1, timer, asked;

    list.id = `suggestions-${number}`;
    list.className = "sugg";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Titles");
    status.className = "vh";
    status.setAttribute("role", "status");
    const attributes = {role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id};
    for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
    input.autocomplete = "off";
    input.parentElement.classList.add("sugg__box");
    input.after(list, status);

    function close() {
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function choose(index) {
      options[active]?.setAttribute("aria-selected", "false");
      active = index;
      const option = options[active];
      if (!option) { input.removeAttribute("aria-activedescendant"); return; }
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({block: "nearest"});
      input.setAttribute("aria-activedescendant", option.id);
    }

    function show(suggestions) {
      options = suggestions.map((suggestion, index) => {
        const option = document.createElement("li");
        const kind = document.createElement("span");
        option.id = `${list.id}-${index}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.url = suggestion.url;
        kind.textContent = suggestion.kind;
        option.append(suggestion.title, " ", kind);
        option.addEventListener("mousedown", (event) => event.preventDefault());
        option.addEventListener("click", () => { location.href = suggestion.url; });
        return option;
      });
      list.replaceChildren(...options);
      choose(-1);
      list.hidden = !options.length;
      input.setAttribute("aria-expanded", String(!!options.length));
      status.textContent = options.length ? `${options.length} titles. Use the arrow keys to choose one.` : "";
    }

    async function ask() {
      const text = input.value.trim();
      asked?.abort();
      if (text.length < 2) { show([]); return; }
      asked = new AbortController();
      address.searchParams.set("q", text);
      try {
        const answer = await fetch(address, {signal: asked.signal});
        if (answer.ok && document.activeElement === input) show((await answer.json()).suggestions);
      } catch (error) {
        if (error.name !== "AbortError") close();
      }
    }

    input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !list.hidden) { close(); event.preventDefault(); }
      else if (list.hidden) return;
      else if (event.key === "ArrowDown") { choose((active + 1) % options.length); event.preventDefault(); }
      else if (event.key === "ArrowUp") { choose(active < 1 ? options.length - 1 : active - 1); event.preventDefault(); }
      else if (event.key === "Enter" && options[active]) { location.href = options[active].dataset.url; event.preventDefault(); }
    });
  }
})();
