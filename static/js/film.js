// Press to play: the film's host is asked for nothing until then. Without this script the picture is a link.
for (const film of document.querySelectorAll("[data-film]")) {
  film.querySelector("a").addEventListener("click", (event) => {
    event.preventDefault();
    const frame = document.createElement("iframe");
    frame.src = film.dataset.film;
    frame.title = film.dataset.title;
    frame.allow = "autoplay; fullscreen; picture-in-picture";
    frame.allowFullscreen = true;
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    frame.className = "film__frame";
    event.currentTarget.replaceWith(frame);
    frame.focus();
  });
}
