// Small helps for the comment box. Everything works without them.
(() => {
  // A link to a comment on another page of a long thread: ask the server where it stands.
  const wanted = location.hash.match(/^#comment-(\d+)$/);
  if (wanted && !document.getElementById(`comment-${wanted[1]}`) && !location.search.includes("comments=")) {
    location.replace(`/comments/${wanted[1]}/?find`);
    return;
  }

  const form = document.getElementById("comment-form");
  if (!form) return;

  const text = form.elements.comment;
  const count = document.createElement("p");
  count.className = "hint";
  count.setAttribute("role", "status");

  form.addEventListener("focusin", async () => {
    text.after(count);
    // The page may have come out of a cache: fetch a stamp of our own as soon as somebody starts to write.
    const answer = await fetch(form.dataset.stamp).catch(() => null);
    if (answer?.ok) form.elements.stamp.value = await answer.text();
  }, { once: true });

  // Say how many characters are left, once it is nearly too many.
  text.addEventListener("input", () => {
    const left = text.dataset.longest - text.value.length;
    count.textContent = left > 300 ? "" : left >= 0 ? `${left} characters left` : `${-left} characters too many`;
  });
})();
