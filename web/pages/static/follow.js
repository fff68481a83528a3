// Tells that records arrived since the page was made. It changes nothing else:
// what is being read stays where it is. It listens only while the page is seen,
// for a browser keeps few connections to one server.
(function () {
  "use strict";
  var from = document.currentScript.dataset.from;
  var strip = document.getElementById("baru");
  var source = null;
  if (!strip || !window.EventSource) return;

  function stop() {
    if (source) source.close();
    source = null;
  }

  function listen() {
    if (source || !strip.hidden || document.hidden) return;
    source = new EventSource("/api/follow?from=" + encodeURIComponent(from));
    source.onmessage = function (event) {
      if (Number(event.lastEventId) <= Number(from)) return;
      strip.hidden = false;
      stop();
    };
  }

  document.addEventListener("visibilitychange", function () {
    if (document.hidden) stop();
    else listen();
  });
  window.addEventListener("pagehide", stop);
  window.addEventListener("pageshow", listen);
})();
